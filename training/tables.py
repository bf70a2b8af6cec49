"""Columns of this app's lists."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from communities.models import Sex
from communities.pictures import first_photos
from communities.tables import area_column
from lib.marks import badge, number
from lib.table import NUMBER, Column, Table, Value, choice, link, words_for
from training.kinds import (
    AudienceAge,
    AudienceGroup,
    Campaign,
    DrillKind,
    EventKind,
    MaterialKind,
    StockUnit,
)
from training.models import Drill, Event, Material


def _number(heading: str | Promise, name: str) -> Column:
    """Return a column of whole numbers."""
    return Column(heading, lambda row: getattr(row, name), name=name, order=(name,), css=NUMBER)


def _of_state(row: Any, states: Any) -> SafeString:
    """Draw the state of a record as a badge in its tone."""
    return badge(words_for(states)[row.state], row.tone)


BEGINS = Column(_("Begins"), lambda row: row.starts_at, 18, name="starts_at", order=("starts_at",))
#: The sum of an event's audience; nothing where it has not taken place.
PERSONS = Column(
    _("Persons"),
    lambda row: row.persons if row.has_taken_place else None,
    name="persons",
    order=("persons",),
    css=NUMBER,
)
EVENT_STATE = Column(
    _("State"),
    lambda row: row.state_in_words,
    name="state",
    order=("state",),
    draw=lambda row: badge(row.state_in_words, row.tone),
    phone="badge",
)


def _persons(**cell: str) -> Callable[[Event], int]:
    """Return the sum of an event's (prefetched) audience over the cells that match."""

    def total(event: Event) -> int:
        return sum(
            one.persons
            for one in event.audience.all()
            if all(getattr(one, name) == value for name, value in cell.items())
        )

    return total


def _project_title(event: Event) -> str:
    """Not of a restricted one: not everybody who sees the event may read of it."""
    if event.project is None:
        return ""
    return str(_("(restricted)")) if event.project.restricted else event.project.title


def _copies(event: Event) -> int:
    return sum(issue.copies for issue in event.issues.all())


EVENT_TABLE = Table(
    columns=(
        Column(_("Title"), lambda row: row.title, 36, name="title", order=("title",), draw=link),
        BEGINS,
        choice(_("Type"), "kind", EventKind, width=20),
        area_column(),
        Column(_("Place"), lambda row: row.place, 24, name="place", order=("place",)),
        PERSONS,
        EVENT_STATE,
    ),
    more=(
        Column(_("Ends"), lambda row: row.ends_at, 18),
        Column(_("Topic"), lambda row: row.topic, 30),
        choice(_("Campaign"), "campaign", Campaign, width=20),
        Column(_("Project"), _project_title, 24),
        Column(_("Host"), lambda row: row.host.name if row.host else "", 24),
        Column(_("Co-hosts"), lambda row: "、".join(one.name for one in row.co_hosts.all()), 30),
        Column(_("Trainers"), lambda row: row.trainers, 24),
        Column(_("Male"), _persons(sex=Sex.MALE)),
        Column(_("Female"), _persons(sex=Sex.FEMALE)),
        Column(_("Under 15"), _persons(age=AudienceAge.CHILD)),
        Column(_("15–59"), _persons(age=AudienceAge.ADULT)),
        Column(_("60 and over"), _persons(age=AudienceAge.OLDER)),
        Column(_("Sex and age not recorded"), _persons(age=AudienceAge.UNKNOWN)),
        *(Column(group.label, _persons(group=group)) for group in AudienceGroup),
        Column(_("Of them disabled"), lambda row: row.disabled_persons),
        Column(_("Of them migrants"), lambda row: row.migrant_persons),
        Column(_("Materials given"), _copies),
        Column(_("Cost (yuan)"), lambda row: row.cost),
        Column(_("Summary"), lambda row: row.summary, 50),
        Column(_("Follow-up"), lambda row: row.follow_up, 40),
    ),
    order=("-starts_at",),
    pictures=first_photos,
)


def drill_or_event(event: Event) -> Event | Drill:
    """Return the description of the drill that the event is, or the event while there is none."""
    return getattr(event, "drill", event)


def _of_drill(read: Callable[[Drill], Value]) -> Callable[[Event], Value]:
    return lambda row: read(row.drill) if hasattr(row, "drill") else ""


def _score(row: Any) -> float | None:
    """Return points as a share of those that could be had; None when nothing was judged."""
    return float(row.points / row.out_of) if row.out_of else None


def _percent(row: Any) -> str:
    score = _score(row)
    return "–" if score is None else f"{score * 100:.0f}%"


DRILL_TABLE = Table(
    columns=(
        Column(
            _("Title"),
            lambda row: row.title,
            36,
            name="title",
            order=("title",),
            draw=lambda row: link(drill_or_event(row), row.title),
        ),
        BEGINS,
        Column(_("Form"), _of_drill(lambda drill: words_for(DrillKind).get(drill.kind, ""))),
        area_column(),
        PERSONS,
        Column(
            _("Score"),
            _score,
            draw=_percent,
            css=NUMBER,
            parts=(
                Column(_("Points"), lambda row: row.points if row.out_of else None),
                Column(_("Out of"), lambda row: row.out_of or None),
            ),
        ),
        _number(_("Findings"), "findings"),
        _number(_("Not closed"), "findings_left"),
        EVENT_STATE,
    ),
    more=(
        Column(_("Scenario"), _of_drill(lambda drill: drill.scenario), 50),
        Column(_("Conclusion"), _of_drill(lambda drill: drill.conclusion), 50),
    ),
    order=("-starts_at",),
)


def _remaining(row: Any) -> str:
    """Draw what is left; more given than there ever was stands out."""
    left = row.remaining
    return badge(left, "danger") if left is not None and left < 0 else number(left)


MATERIAL_TABLE = Table(
    columns=(
        Column(_("Title"), lambda row: row.title, 36, name="title", order=("title",), draw=link),
        choice(_("Kind"), "kind", MaterialKind),
        area_column(),
        choice(_("Unit"), "unit", StockUnit),
        _number(_("Printed or bought"), "printed"),
        _number(_("Given"), "issued"),
        Column(
            _("Left"),
            lambda row: row.remaining,
            name="remaining",
            order=("remaining",),
            draw=_remaining,
            css=NUMBER,
        ),
        Column(_("Still given out"), lambda row: row.active, name="active", order=("active",)),
    ),
    order=("title",),
)


def _kind(material: Material) -> str:
    return words_for(MaterialKind)[material.kind]


ISSUE_TABLE = Table(
    columns=(
        Column(
            _("Event"),
            lambda row: row.event.title,
            36,
            name="event",
            order=("event__title",),
            draw=lambda row: link(row.event),
        ),
        Column(
            _("Begins"),
            lambda row: row.event.starts_at,
            18,
            name="day",
            order=("event__starts_at",),
        ),
        area_column(path="event__area"),
        Column(
            _("Material"),
            lambda row: row.material.title,
            36,
            name="material",
            order=("material__title",),
        ),
        _number(_("Copies given"), "copies"),
        Column(_("Unit"), lambda row: words_for(StockUnit)[row.material.unit]),
    ),
    more=(Column(_("Kind"), lambda row: _kind(row.material)),),
    order=("-event__starts_at",),
)
