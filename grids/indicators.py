"""Indicators of this app. Percentages are 0 to 100; intervals are Wilson's."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Grade
from communities.models import Area
from grids.models import Hazard, Inspection, Outcome
from grids.models.hazards import (
    RECTIFIED_ON_TIME,
    REPORTED_RECTIFIED,
    is_overdue_now,
    was_overdue,
)
from lib.counting import Counted, at_moments, count_places, on_days
from lib.indicators import (
    PERCENT,
    Asked,
    Direction,
    IndicatorDefinition,
    Measured,
    places_and_periods,
    rows_href,
    share,
    whole,
)
from lib.periods import Period, day_start
from premises.models import Premises, on_register, was_inspected

NOTHING_FOUND = _("No hazards were found in the period.")


def found_in(area: Area, period: Period) -> Any:
    """Return the hazards found in the period that were not withdrawn."""
    return Hazard.objects.in_area(area).standing().found_in(period)


def premises_registered(asked: Sequence[Asked]) -> list[Measured]:
    """Premises on the register on the last day of the period."""
    found = count_places(
        Premises.objects.all(),
        places_and_periods(asked),
        within=_at_the_end,
        numbers={"registered": Q()},
    )
    return [
        whole(
            found.of("registered", area, period),
            rows_href("premises:list", area, on=f"{period.last_day}"),
        )
        for _key, area, period in asked
    ]


def premises_covered(asked: Sequence[Asked]) -> list[Measured]:
    """Share of the registered premises that can be inspected which were, in the period."""
    found = count_places(
        Premises.objects.inspectable(),
        places_and_periods(asked),
        within=_at_the_end,
        numbers={"registered": Q(), "inspected": was_inspected},
    )
    nothing = _("No premises that are inspected were on the register.")
    return [
        share(
            found.of("inspected", area, period),
            found.of("registered", area, period),
            href=_covered_href(area, period),
            nothing=nothing,
        )
        for _key, area, period in asked
    ]


def _at_the_end(_start: dt.date, end: dt.date) -> Q:
    return on_register(end - dt.timedelta(days=1))


def _covered_href(area: Area, period: Period) -> str:
    return rows_href(
        "premises:list",
        area,
        on=f"{period.last_day}",
        state="inspectable",
        inspected_start=f"{period.start}",
        inspected_end=f"{period.last_day}",
    )


def inspections_made(asked: Sequence[Asked]) -> list[Measured]:
    """Inspections carried out (not absent, not refused) in the period."""
    found = count_places(
        Inspection.objects.done(),
        places_and_periods(asked),
        within=at_moments("started_at"),
        numbers={"made": Q()},
    )
    return [
        whole(
            found.of("made", area, period),
            rows_href("grids:inspections", area, period, outcome=Outcome.DONE.value),
        )
        for _key, area, period in asked
    ]


#: What is counted of the hazards found, how their list is narrowed to it, whether it is a share.
FOUND: dict[str, tuple[Q, dict[str, str], bool]] = {
    "grids.hazards.found": (Q(), {"standing": "yes"}, False),
    "grids.hazards.major": (
        Q(grade=Grade.MAJOR),
        {"standing": "yes", "grade": Grade.MAJOR.value},
        False,
    ),
    "grids.hazards.on_spot": (Q(on_spot=True), {"standing": "yes", "on_spot": "yes"}, True),
    "grids.hazards.rectified": (REPORTED_RECTIFIED, {"rectified": "yes"}, True),
}


def hazards_found(asked: Sequence[Asked]) -> list[Measured]:
    """Hazards found in the period, by what they are."""
    keys = {one.key for one in asked}
    keys |= {"grids.hazards.found"} if any(FOUND[key][2] for key in keys) else set()
    found = count_places(
        Hazard.objects.standing(),
        places_and_periods(asked),
        within=at_moments("found_at"),
        numbers={key: FOUND[key][0] for key in sorted(keys)},
    )
    return [_of_found(one, found) for one in asked]


def _of_found(asked: Asked, found: Counted) -> Measured:
    key, area, period = asked
    _condition, filters, is_share = FOUND[key]
    href = rows_href("grids:hazards", area, period, **filters)
    number = found.of(key, area, period)
    if not is_share:
        return whole(number, href)
    everything = found.of("grids.hazards.found", area, period)
    return share(number, everything, href=href, nothing=NOTHING_FOUND)


def rectified_on_time(asked: Sequence[Asked]) -> list[Measured]:
    """Share of the hazards whose deadline passed in the period that were rectified by it."""
    today = timezone.localdate()
    found = count_places(
        Hazard.objects.standing().with_rectified_day().filter(deadline__lt=today),
        places_and_periods(asked),
        within=on_days("deadline"),
        numbers={"due": Q(), "on time": RECTIFIED_ON_TIME},
    )
    nothing = _("No deadline passed in the period.")
    return [
        share(
            found.of("on time", area, period),
            found.of("due", area, period),
            href=rows_href(
                "grids:hazards",
                area,
                due_start=f"{period.start}",
                due_end=f"{period.last_day}",
                timely="on-time",
            ),
            nothing=nothing,
        )
        for _key, area, period in asked
    ]


def overdue(asked: Sequence[Asked]) -> list[Measured]:
    """Hazards past their deadline at the end of the period; in a running period, now."""
    now = timezone.now()
    found = count_places(
        Hazard.objects.all(),
        places_and_periods(asked),
        within=lambda _start, end: _overdue_at(end, now),
        numbers={"overdue": Q()},
    )
    return [
        whole(found.of("overdue", area, period), _overdue_href(area, period, now))
        for _key, area, period in asked
    ]


def _overdue_at(end: dt.date, now: dt.datetime) -> Q:
    moment = day_start(end)
    return is_overdue_now() if moment > now else was_overdue(moment)


def _overdue_href(area: Area, period: Period, now: dt.datetime) -> str:
    if period.end_at > now:
        return rows_href("grids:hazards", area, overdue="yes")
    return rows_href("grids:hazards", area, overdue_at=period.end_at.isoformat())


def repeated(asked: Sequence[Asked]) -> list[Measured]:
    """Hazards of which the same item had failed in the same premises within 12 months."""
    found = count_places(
        Hazard.objects.standing().repeated(),
        places_and_periods(asked),
        within=at_moments("found_at"),
        numbers={"repeated": Q()},
    )
    return [
        whole(
            found.of("repeated", area, period),
            rows_href("grids:hazards", area, period, standing="yes", repeated="yes"),
        )
        for _key, area, period in asked
    ]


DEFINITIONS = [
    IndicatorDefinition(
        key="grids.premises",
        name=_("Premises registered"),
        unit="",
        definition=_("Premises on the register on the last day of the period."),
        numerator=_("premises on the register"),
        denominator="",
        direction=Direction.NEUTRAL,
        count=premises_registered,
    ),
    IndicatorDefinition(
        key="grids.coverage",
        name=_("Premises inspected"),
        unit=PERCENT,
        definition=_(
            "Share of the registered premises of a kind with a checklist that were inspected at "
            "least once in the period; visits to closed doors and refusals do not count."
        ),
        numerator=_("premises inspected in the period"),
        denominator=_("premises of a kind with a checklist, on the register on the last day"),
        direction=Direction.HIGHER,
        count=premises_covered,
        digits=1,
    ),
    IndicatorDefinition(
        key="grids.inspections",
        name=_("Inspections made"),
        unit="",
        definition=_(
            "Inspections carried out in the period; visits to closed doors and refusals left out."
        ),
        numerator=_("inspections carried out"),
        denominator="",
        direction=Direction.HIGHER,
        count=inspections_made,
    ),
    IndicatorDefinition(
        key="grids.hazards.found",
        name=_("Hazards found"),
        unit="",
        definition=_("Hazards found in the period, withdrawn ones left out."),
        numerator=_("hazards found"),
        denominator="",
        direction=Direction.NEUTRAL,
        count=hazards_found,
    ),
    IndicatorDefinition(
        key="grids.hazards.major",
        name=_("Major hazards found"),
        unit="",
        definition=_("Hazards of the grade major (Order 16 of 2007, Art. 3) found in the period."),
        numerator=_("major hazards found"),
        denominator="",
        direction=Direction.LOWER,
        count=hazards_found,
    ),
    IndicatorDefinition(
        key="grids.hazards.on_spot",
        name=_("Put right on the spot"),
        unit=PERCENT,
        definition=_(
            "Share of the hazards found in the period that were put right during the inspection."
        ),
        numerator=_("hazards put right on the spot"),
        denominator=_("hazards found"),
        direction=Direction.HIGHER,
        count=hazards_found,
        digits=1,
    ),
    IndicatorDefinition(
        key="grids.hazards.rectified",
        name=_("Rectification rate"),
        unit=PERCENT,
        definition=_(
            "Share of the hazards found in the period that have been reported as rectified so far."
        ),
        numerator=_("hazards reported as rectified"),
        denominator=_("hazards found"),
        direction=Direction.HIGHER,
        count=hazards_found,
        digits=1,
    ),
    IndicatorDefinition(
        key="grids.rectified_on_time",
        name=_("Rectified on time"),
        unit=PERCENT,
        definition=_(
            "Share of the hazards whose deadline passed in the period that were reported as "
            "rectified on or before it."
        ),
        numerator=_("hazards rectified by their deadline"),
        denominator=_("hazards whose deadline passed"),
        direction=Direction.HIGHER,
        count=rectified_on_time,
        digits=1,
    ),
    IndicatorDefinition(
        key="grids.hazards.overdue",
        name=_("Overdue hazards"),
        unit="",
        definition=_(
            "Hazards past their deadline and not reported as rectified, at the end of the period "
            "or now while it runs."
        ),
        numerator=_("hazards overdue"),
        denominator="",
        direction=Direction.LOWER,
        count=overdue,
    ),
    IndicatorDefinition(
        key="grids.hazards.repeated",
        name=_("Repeated hazards"),
        unit="",
        definition=_(
            "Hazards found in the period of which the same checklist item had failed in the same "
            "premises in the 12 months before."
        ),
        numerator=_("repeated hazards"),
        denominator="",
        direction=Direction.LOWER,
        count=repeated,
    ),
]
