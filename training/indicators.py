"""Indicators of training. Persons are person-times everywhere: who came twice counts twice."""

import datetime as dt
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.denominators import residents
from communities.models import Area
from lib.indicators import PERCENT, Direction, IndicatorDefinition, Measured, rows_href, share
from lib.periods import Period
from training.filters import CLOSED_ON_TIME, TOOK_PLACE
from training.kinds import POPULATION_BANDS, AudienceAge
from training.models import AudienceCount, DrillFinding, Event, MaterialIssue

PER = 100
NO_POPULATION = _("No population figures for this area.")
NOTHING_DUE = _("No finding has fallen due in this period.")


def events_url(area: Area, period: Period, **more: str) -> str:
    """Return the address of the events that took place in `area` and `period`."""
    return rows_href("training:events", area, period, state=TOOK_PLACE, **more)


def sessions(area: Area, period: Period) -> Measured:
    """Count the events that took place."""
    count = Event.objects.in_area(area).held_in(period).count()
    return Measured(count, numerator=count, href=events_url(area, period))


def person_times(area: Area, period: Period) -> Measured:
    """Sum the persons of all events that took place."""
    total = AudienceCount.objects.in_area(area).held_in(period).person_times()
    return Measured(total, numerator=total, href=events_url(area, period))


def reach(area: Area, period: Period, *, age: str = "") -> Measured:
    """Return person-times of an age band (empty: all) per 100 residents of it.

    It may exceed 100, because the same person may come several times; it is no proportion and has
    no interval. The flag "age-not-recorded" says that some persons could not be put into a band.
    """
    counts = AudienceCount.objects.in_area(area).held_in(period)
    reached = counts.cells(age=age).person_times()
    more = {"age": age} if age else {}
    href = events_url(area, period, **more)
    people = _residents(area, period.start.year, age)
    if not people:
        reason = NO_POPULATION
        return Measured(None, numerator=reached, denominator=people, reason=reason, href=href)
    unknown = age and counts.cells(age=AudienceAge.UNKNOWN).exists()
    flags = ("age-not-recorded",) if unknown else ()
    return Measured(
        reached / people * PER, numerator=reached, denominator=people, href=href, flags=flags
    )


def _residents(area: Area, year: int, age: str) -> int | None:
    found = residents(area, year)
    if not age or found.total is None:
        return found.total
    return sum(n for (_sex, band), n in found.cells.items() if band in POPULATION_BANDS[age])


def materials_given(area: Area, period: Period) -> Measured:
    """Sum the copies of materials given at events that took place."""
    copies = MaterialIssue.objects.in_area(area).held_in(period).copies_given()
    return Measured(copies, numerator=copies, href=rows_href("training:issues", area, period))


def drills_held(area: Area, period: Period) -> Measured:
    """Count the drills that took place."""
    count = Event.objects.in_area(area).drills().held_in(period).count()
    href = rows_href("training:drills", area, period, state=TOOK_PLACE)
    return Measured(count, numerator=count, href=href)


def findings_on_time(area: Area, period: Period, *, today: dt.date | None = None) -> Measured:
    """Return the share of findings due in `period` that were done in time and verified, in percent.

    Findings whose day is `today` or later are left out: nobody can say yet.
    """
    today = today or timezone.localdate()
    last = min(period.last_day, today - dt.timedelta(days=1))
    due = DrillFinding.objects.in_area(area).due_between(period.start, last)
    total, closed = due.count(), due.closed_on_time().count()
    href = rows_href("training:findings", area, period, state=CLOSED_ON_TIME, end=last)
    return share(closed, total, href=href, nothing=NOTHING_DUE)


def _reach_definition(key: str, name: Any, age: str, denominator: Any) -> IndicatorDefinition:
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
        compute=partial(reach, age=age),
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
        compute=sessions,
    ),
    IndicatorDefinition(
        key="training.persons",
        name=_("Person-times reached"),
        unit=_("person-times"),
        definition=_("Persons counted at events; who came to two events counts twice."),
        numerator=_("person-times at events that took place and began in the period"),
        denominator="",
        direction=Direction.HIGHER,
        compute=person_times,
    ),
    _reach_definition(
        "training.reach",
        _("Person-times per 100 residents"),
        "",
        _("residents, figures of the nearest year"),
    ),
    _reach_definition(
        "training.reach_older",
        _("Person-times per 100 residents of 60 and over"),
        AudienceAge.OLDER,
        _("residents of 60 and over, figures of the nearest year"),
    ),
    _reach_definition(
        "training.reach_children",
        _("Person-times per 100 residents under 15"),
        AudienceAge.CHILD,
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
        compute=materials_given,
    ),
    IndicatorDefinition(
        key="training.drills",
        name=_("Drills held"),
        unit=_("drills"),
        definition=_("Tabletop and operational drills that took place."),
        numerator=_("drills held that began in the period"),
        denominator="",
        direction=Direction.HIGHER,
        compute=drills_held,
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
        compute=findings_on_time,
        digits=1,
    ),
]
