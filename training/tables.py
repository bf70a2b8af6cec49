"""Tables and export columns of this app's lists."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from communities.models import Sex
from lib.cells import NUMBER, MomentColumn
from lib.exports import Column
from lib.marks import badge, number
from training.kinds import AudienceAge, AudienceGroup
from training.models import Drill, DrillFinding, Event, Material, MaterialIssue


class NumberColumn(tables.Column):
    """Whole numbers, to the right. Cells are drawn by functions: a template each costs a page."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(verbose_name=label, attrs=NUMBER, default="–", **kwargs)

    def render(self, value: Any) -> str:
        """Draw a number as every page does."""
        return number(value)


class PersonsColumn(NumberColumn):
    """Persons of an event; a dash where it has not taken place."""

    def render(self, value: Any, record: Event) -> str:
        """Draw the sum of the audience."""
        return number(value if record.has_taken_place else None)


class StateColumn(tables.Column):
    """The state of a record as a badge in its tone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(verbose_name=_("State"), **kwargs)

    def render(self, record: Any) -> str:
        """Draw the badge."""
        return badge(record.get_state_display(), record.tone)


class EventTable(tables.Table):
    """Events."""

    starts_at = MomentColumn(verbose_name=_("Begins"))
    title = tables.Column(linkify=True)
    persons = PersonsColumn(_("Persons"))
    state = StateColumn()

    class Meta:
        model = Event
        fields = ["title", "starts_at", "kind", "area", "place", "persons", "state"]
        order_by = "-starts_at"


def _persons(**cell: str) -> Callable[[Event], int]:
    """Return the sum of an event's (prefetched) audience over the cells that match."""

    def total(event: Event) -> int:
        return sum(
            one.persons
            for one in event.audience.all()
            if all(getattr(one, name) == value for name, value in cell.items())
        )

    return total


def _copies(event: Event) -> int:
    return sum(issue.copies for issue in event.issues.all())


EVENT_COLUMNS = [
    Column(_("Begins"), lambda row: row.starts_at, 18),
    Column(_("Ends"), lambda row: row.ends_at, 18),
    Column(_("Type"), lambda row: row.get_kind_display(), 20),
    Column(_("Title"), lambda row: row.title, 36),
    Column(_("Topic"), lambda row: row.topic, 30),
    Column(_("Campaign"), lambda row: row.get_campaign_display(), 20),
    Column(_("Project"), lambda row: row.project.title if row.project else "", 24),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("Place"), lambda row: row.place, 24),
    Column(_("Host"), lambda row: row.host.name if row.host else "", 24),
    Column(_("Co-hosts"), lambda row: "、".join(one.name for one in row.co_hosts.all()), 30),
    Column(_("Trainers"), lambda row: row.trainers, 24),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Persons"), _persons()),
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
    Column(_("Cost (yuan)"), lambda row: float(row.cost) if row.cost is not None else None),
    Column(_("Summary"), lambda row: row.summary, 50),
    Column(_("Follow-up"), lambda row: row.follow_up, 40),
]


class DrillTable(tables.Table):
    """Drills: the event, and what was judged and found."""

    title = tables.Column(linkify=lambda record: drill_or_event(record).get_absolute_url())
    starts_at = MomentColumn(verbose_name=_("Begins"))
    form_of_drill = tables.Column(
        accessor="drill__get_kind_display", verbose_name=_("Form"), orderable=False, default="–"
    )
    persons = PersonsColumn(_("Persons"))
    score = tables.Column(accessor="out_of", verbose_name=_("Score"), orderable=False, attrs=NUMBER)
    findings = NumberColumn(_("Findings"))
    findings_left = NumberColumn(_("Not closed"))
    state = StateColumn()

    class Meta:
        model = Event
        fields = [
            "title",
            "starts_at",
            "form_of_drill",
            "area",
            "persons",
            "score",
            "findings",
            "findings_left",
            "state",
        ]
        order_by = "-starts_at"

    def render_score(self, record: Event) -> str:
        """Points in percent of those that could be had; a dash when nothing was judged."""
        return f"{record.points / record.out_of * 100:.0f}%" if record.out_of else "–"


def drill_or_event(event: Event) -> Event | Drill:
    """Return the description of the drill that the event is, or the event while there is none."""
    return getattr(event, "drill", event)


def _of_drill(read: Callable[[Any], Any]) -> Callable[[Event], Any]:
    return lambda row: read(row.drill) if hasattr(row, "drill") else ""


DRILL_COLUMNS = [
    Column(_("Begins"), lambda row: row.starts_at, 18),
    Column(_("Title"), lambda row: row.title, 36),
    Column(_("Form"), _of_drill(lambda drill: drill.get_kind_display())),
    Column(_("Scenario"), _of_drill(lambda drill: drill.scenario), 50),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Persons"), lambda row: row.persons),
    Column(_("Points"), lambda row: float(row.points) if row.out_of else None),
    Column(_("Out of"), lambda row: float(row.out_of) if row.out_of else None),
    Column(_("Findings"), lambda row: row.findings),
    Column(_("Not closed"), lambda row: row.findings_left),
    Column(_("Conclusion"), _of_drill(lambda drill: drill.conclusion), 50),
]


class FindingTable(tables.Table):
    """Findings of drills."""

    problem = tables.Column(linkify=True)
    drill = tables.Column(accessor="drill__event__title", verbose_name=_("Drill"))
    area = tables.Column(accessor="drill__event__area", verbose_name=_("Area"))
    owner = tables.Column(accessor="responsible", verbose_name=_("Owner"), orderable=False)
    state = StateColumn()

    class Meta:
        model = DrillFinding
        fields = ["problem", "drill", "area", "owner", "due", "done_on", "state"]

    def render_state(self, record: DrillFinding) -> str:
        """Draw the state, and beside it that the day has passed."""
        state = badge(record.get_state_display(), record.tone)
        late = badge(_("overdue"), "danger") if record.is_overdue() else ""
        return format_html("{} {}", state, late)

    def render_problem(self, record: DrillFinding) -> str:
        """Draw the beginning of a long problem."""
        return str(record)


FINDING_COLUMNS = [
    Column(_("Drill"), lambda row: row.drill.event.title, 30),
    Column(_("Drill on"), lambda row: row.drill.event.day),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("Problem"), lambda row: row.problem, 40),
    Column(_("Cause"), lambda row: row.cause, 30),
    Column(_("Corrective action"), lambda row: row.action, 40),
    Column(_("Owner"), lambda row: row.responsible),
    Column(_("Due"), lambda row: row.due),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Done on"), lambda row: row.done_on),
    Column(_("Verified at"), lambda row: row.verified_at, 18),
]


class MaterialTable(tables.Table):
    """Materials."""

    title = tables.Column(linkify=True)
    printed = NumberColumn(_("Printed or bought"))
    issued = NumberColumn(_("Given"))
    remaining = NumberColumn(_("Left"))

    class Meta:
        model = Material
        fields = ["title", "kind", "area", "unit", "printed", "issued", "remaining", "active"]
        order_by = "title"

    def render_remaining(self, value: int) -> str:
        """Draw what is left; more given than there ever was stands out."""
        return badge(value, "danger") if value < 0 else number(value)


MATERIAL_COLUMNS = [
    Column(_("Title"), lambda row: row.title, 36),
    Column(_("Kind"), lambda row: row.get_kind_display()),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("Unit"), lambda row: row.get_unit_display()),
    Column(_("Printed or bought"), lambda row: row.printed),
    Column(_("Given"), lambda row: row.issued),
    Column(_("Left"), lambda row: row.remaining),
]


class IssueTable(tables.Table):
    """Copies given at events."""

    event = tables.Column(linkify=True, order_by="event__title")
    day = MomentColumn(
        accessor="event__starts_at", verbose_name=_("Begins"), order_by="event__starts_at"
    )
    area = tables.Column(accessor="event__area", verbose_name=_("Area"), order_by="event__area")
    copies = NumberColumn(_("Copies given"))
    unit = tables.Column(
        accessor="material__get_unit_display", verbose_name=_("Unit"), orderable=False
    )

    class Meta:
        model = MaterialIssue
        fields = ["event", "day", "area", "material", "copies", "unit"]
        order_by = "-day"


ISSUE_COLUMNS = [
    Column(_("Begins"), lambda row: row.event.starts_at, 18),
    Column(_("Event"), lambda row: row.event.title, 36),
    Column(_("Area"), lambda row: row.event.area.name, 18),
    Column(_("Material"), lambda row: row.material.title, 36),
    Column(_("Kind"), lambda row: row.material.get_kind_display()),
    Column(_("Copies given"), lambda row: row.copies),
    Column(_("Unit"), lambda row: row.material.get_unit_display()),
]
