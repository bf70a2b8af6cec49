"""Indicators of training. Persons are person-times everywhere: who came twice counts twice."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from actions.indicators import closed_on_time
from communities.denominators import Denominator, residents_of
from communities.models import Area
from lib.counting import Counted, at_moments, count_places
from lib.indicators import (
    PERCENT,
    Asked,
    Direction,
    IndicatorDefinition,
    Measured,
    places_and_periods,
    rows_href,
    whole,
)
from lib.periods import Period
from training.action_sources import DRILL
from training.filters import TOOK_PLACE
from training.kinds import POPULATION_BANDS, AudienceAge, EventKind
from training.models import AudienceCount, Event, MaterialIssue

PER = 100
NO_POPULATION = _("No population figures for this area.")
NOTHING_DUE = _("No finding has fallen due in this period.")

#: The age band of which an indicator of persons counts the person-times; empty is everybody.
AGES = {
    "training.persons": "",
    "training.reach": "",
    "training.reach_older": AudienceAge.OLDER,
    "training.reach_children": AudienceAge.CHILD,
}


def events_url(area: Area, period: Period, **more: str) -> str:
    """Return the address of the events that took place in `area` and `period`."""
    return rows_href("training:events", area, period, state=TOOK_PLACE, **more)


def events_held(asked: Sequence[Asked]) -> list[Measured]:
    """Count the events that took place, and the drills among them."""
    numbers = {"training.sessions": Q(), "training.drills": Q(kind=EventKind.DRILL)}
    found = count_places(
        Event.objects.took_place(),
        places_and_periods(asked),
        within=at_moments("starts_at"),
        numbers={key: numbers[key] for key in sorted({one.key for one in asked})},
    )
    return [
        whole(found.of(key, area, period), _held_url(key, area, period))
        for key, area, period in asked
    ]


def _held_url(key: str, area: Area, period: Period) -> str:
    if key == "training.drills":
        return drills_url(area, period)
    return events_url(area, period)


def drills_url(area: Area, period: Period) -> str:
    """Return the address of the drills that took place in `area` and `period`."""
    return rows_href("training:drills", area, period, state=TOOK_PLACE)


def person_times(asked: Sequence[Asked]) -> list[Measured]:
    """Sum the persons of all events that took place; per 100 residents for those of reach."""
    ages = {AGES[one.key] for one in asked}
    ages |= {AudienceAge.UNKNOWN} if any(ages) else set()
    found = count_places(
        AudienceCount.objects.of_events_held(),
        places_and_periods(asked),
        within=at_moments("event__starts_at"),
        numbers={age: Q(age=age) if age else Q() for age in sorted(ages)},
        amount=partial(Sum, "persons"),
    )
    reached = {(one.area, one.period.start.year): None for one in asked if _is_reach(one)}
    people = dict(zip(reached, residents_of(list(reached)), strict=True))
    return [
        _reach(one, found, people[one.area, one.period.start.year])
        if _is_reach(one)
        else whole(found.of("", one.area, one.period), events_url(one.area, one.period))
        for one in asked
    ]


def _is_reach(asked: Asked) -> bool:
    return asked.key != "training.persons"


def _reach(asked: Asked, found: Counted, people: Denominator) -> Measured:
    """Return person-times of an age band (empty: all) per 100 residents of it.

    It may exceed 100, because the same person may come several times; it is no proportion and has
    no interval. The flag "age-not-recorded" says that some persons could not be put into a band.
    """
    key, area, period = asked
    age = AGES[key]
    reached = found.of(age, area, period)
    href = events_url(area, period, **({"age": age} if age else {}))
    residents = _residents(people, age)
    if not residents:
        return Measured(
            None, numerator=reached, denominator=residents, reason=NO_POPULATION, href=href
        )
    unknown = age and found.of(AudienceAge.UNKNOWN, area, period)
    flags = ("age-not-recorded",) if unknown else ()
    return Measured(
        reached / residents * PER,
        numerator=reached,
        denominator=residents,
        href=href,
        flags=flags,
    )


def _residents(found: Denominator, age: str) -> int | None:
    if not age or found.total is None:
        return found.total
    return sum(n for (_sex, band), n in found.cells.items() if band in POPULATION_BANDS[age])


def materials_given(asked: Sequence[Asked]) -> list[Measured]:
    """Sum the copies of materials given at events that took place."""
    found = count_places(
        MaterialIssue.objects.of_events_held(),
        places_and_periods(asked),
        within=at_moments("event__starts_at"),
        numbers={"copies": Q()},
        amount=partial(Sum, "copies"),
    )
    return [
        whole(found.of("copies", area, period), rows_href("training:issues", area, period))
        for _key, area, period in asked
    ]


def findings_on_time(asked: Sequence[Asked], *, today: dt.date | None = None) -> list[Measured]:
    """Return the share of drill findings due in each period that were closed in time."""
    return closed_on_time(asked, source=DRILL, today=today, nothing=NOTHING_DUE)


def _reach_definition(key: str, name: Any, denominator: Any) -> IndicatorDefinition:
    return IndicatorDefinition(
        key=key,
        name=name,
        unit=_("person-times per 100 residents"),
        definition=_(
            "Person-times at events for every 100 residents. The same person may be counted at "
            "several events, so this is not the share of residents reached."
        ),
        numerator=_("person-times at events that took place and began in the period"),
        denominator=denominator,
        direction=Direction.HIGHER,
        count=person_times,
        digits=1,
    )


DEFINITIONS = [
    IndicatorDefinition(
        key="training.sessions",
        name=_("Events held"),
        unit=_("events"),
        definition=_("Trainings, meetings, drills and publicity events that took place."),
        numerator=_("events held that began in the period"),
        denominator="",
        direction=Direction.HIGHER,
        count=events_held,
    ),
    IndicatorDefinition(
        key="training.persons",
        name=_("Person-times reached"),
        unit=_("person-times"),
        definition=_("Persons counted at events; who came to two events counts twice."),
        numerator=_("person-times at events that took place and began in the period"),
        denominator="",
        direction=Direction.HIGHER,
        count=person_times,
    ),
    _reach_definition(
        "training.reach",
        _("Person-times per 100 residents"),
        _("residents, figures of the nearest year"),
    ),
    _reach_definition(
        "training.reach_older",
        _("Person-times per 100 residents of 60 and over"),
        _("residents of 60 and over, figures of the nearest year"),
    ),
    _reach_definition(
        "training.reach_children",
        _("Person-times per 100 residents under 15"),
        _("residents under 15, figures of the nearest year"),
    ),
    IndicatorDefinition(
        key="training.materials",
        name=_("Materials given out"),
        unit=_("items"),
        definition=_("Handbooks, leaflets and other materials given at events, each in its unit."),
        numerator=_("copies given at events that took place and began in the period"),
        denominator="",
        direction=Direction.HIGHER,
        count=materials_given,
    ),
    IndicatorDefinition(
        key="training.drills",
        name=_("Drills held"),
        unit=_("drills"),
        definition=_("Tabletop and operational drills that took place."),
        numerator=_("drills held that began in the period"),
        denominator="",
        direction=Direction.HIGHER,
        count=events_held,
    ),
    IndicatorDefinition(
        key="training.findings_on_time",
        name=_("Drill findings closed on time"),
        unit=PERCENT,
        definition=_(
            "Findings of drills of which the corrective action was done on or before its day and "
            "verified by another person, as a share of those that have fallen due."
        ),
        numerator=_("findings due in the period, done on or before that day and verified"),
        denominator=_("findings due in the period and before today"),
        direction=Direction.HIGHER,
        count=findings_on_time,
        digits=1,
    ),
]
