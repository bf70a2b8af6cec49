"""Indicators of this app. Percentages are 0 to 100; intervals are Wilson's."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Grade
from communities.models import Area
from grids.models import Hazard, Inspection, Outcome
from lib.indicators import PERCENT, Direction, IndicatorDefinition, Measured, rows_href, share
from lib.periods import Period
from premises.models import Premises

NOTHING_FOUND = _("No hazards were found in the period.")


def count_of(rows: QuerySet, href: str) -> Measured:
    """Measure a plain count."""
    number = rows.order_by().count()
    return Measured(value=number, numerator=number, href=href)


def premises_registered(area: Area, period: Period) -> Measured:
    """Premises on the register on the last day of the period."""
    href = rows_href("premises:list", area, on=f"{period.last_day}")
    return count_of(Premises.objects.in_area(area).registered_on(period.last_day), href)


def premises_covered(area: Area, period: Period) -> Measured:
    """Share of the registered premises that can be inspected which were, in the period."""
    registered = Premises.objects.in_area(area).registered_on(period.last_day).inspectable()
    inspected = registered.inspected_between(period.start, period.end)
    href = rows_href(
        "premises:list",
        area,
        on=f"{period.last_day}",
        state="inspectable",
        inspected_start=f"{period.start}",
        inspected_end=f"{period.last_day}",
    )
    nothing = _("No premises that are inspected were on the register.")
    return share(
        inspected.order_by().count(), registered.order_by().count(), href=href, nothing=nothing
    )


def inspections_made(area: Area, period: Period) -> Measured:
    """Inspections carried out (not absent, not refused) in the period."""
    href = rows_href("grids:inspections", area, period, outcome=Outcome.DONE.value)
    return count_of(Inspection.objects.in_area(area).done().started_in(period), href)


def found_in(area: Area, period: Period) -> Any:
    """Return the hazards found in the period that were not withdrawn."""
    return Hazard.objects.in_area(area).standing().found_in(period)


def hazards_found(area: Area, period: Period) -> Measured:
    """Hazards found in the period."""
    return count_of(
        found_in(area, period), rows_href("grids:hazards", area, period, standing="yes")
    )


def hazards_found_series(area: Area, periods: list[Period]) -> list[Measured]:
    """Count the hazards found in each of the periods with one query."""
    rows = Hazard.objects.in_area(area).standing()
    rows = rows.found_between(periods[0].start, periods[-1].end)
    counts = rows.aggregate(
        **{
            f"n{number}": Count("pk", filter=Q(found_at__gte=one.start_at, found_at__lt=one.end_at))
            for number, one in enumerate(periods)
        }
    )
    return [
        Measured(value, numerator=value, href=rows_href("grids:hazards", area, one, standing="yes"))
        for one, value in zip(periods, counts.values(), strict=True)
    ]


def major_hazards(area: Area, period: Period) -> Measured:
    """Major hazards found in the period."""
    href = rows_href("grids:hazards", area, period, standing="yes", grade=Grade.MAJOR.value)
    return count_of(found_in(area, period).filter(grade=Grade.MAJOR), href)


def fixed_on_spot(area: Area, period: Period) -> Measured:
    """Share of the hazards found that were put right on the spot."""
    found = found_in(area, period)
    href = rows_href("grids:hazards", area, period, standing="yes", on_spot="yes")
    return share(
        found.filter(on_spot=True).count(), found.count(), href=href, nothing=NOTHING_FOUND
    )


def rectified_share(area: Area, period: Period) -> Measured:
    """Share of the hazards found in the period that have been reported as rectified."""
    found = found_in(area, period)
    href = rows_href("grids:hazards", area, period, rectified="yes")
    return share(found.rectified().count(), found.count(), href=href, nothing=NOTHING_FOUND)


def rectified_on_time(area: Area, period: Period) -> Measured:
    """Share of the hazards whose deadline passed in the period that were rectified by it."""
    due = Hazard.objects.in_area(area).fell_due_between(period.start, period.end)
    href = rows_href(
        "grids:hazards",
        area,
        due_start=f"{period.start}",
        due_end=f"{period.last_day}",
        timely="on-time",
    )
    nothing = _("No deadline passed in the period.")
    return share(due.rectified_on_time().count(), due.count(), href=href, nothing=nothing)


def overdue(area: Area, period: Period) -> Measured:
    """Hazards past their deadline at the end of the period; in a running period, now."""
    rows = Hazard.objects.in_area(area)
    if period.end_at > timezone.now():
        return count_of(rows.overdue(), rows_href("grids:hazards", area, overdue="yes"))
    moment = period.end_at
    href = rows_href("grids:hazards", area, overdue_at=moment.isoformat())
    return count_of(rows.overdue_at(moment), href)


def repeated(area: Area, period: Period) -> Measured:
    """Hazards of which the same item had failed in the same premises within 12 months."""
    href = rows_href("grids:hazards", area, period, standing="yes", repeated="yes")
    return count_of(found_in(area, period).repeated(), href)


DEFINITIONS = [
    IndicatorDefinition(
        key="grids.premises",
        name=_("Premises registered"),
        unit="",
        definition=_("Premises on the register on the last day of the period."),
        numerator=_("premises on the register"),
        denominator="",
        direction=Direction.NEUTRAL,
        compute=premises_registered,
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
        compute=premises_covered,
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
        compute=inspections_made,
    ),
    IndicatorDefinition(
        key="grids.hazards.found",
        name=_("Hazards found"),
        unit="",
        definition=_("Hazards found in the period, withdrawn ones left out."),
        numerator=_("hazards found"),
        denominator="",
        direction=Direction.NEUTRAL,
        compute=hazards_found,
        digits=0,
        series=hazards_found_series,
    ),
    IndicatorDefinition(
        key="grids.hazards.major",
        name=_("Major hazards found"),
        unit="",
        definition=_("Hazards of the grade major (Order 16 of 2007, Art. 3) found in the period."),
        numerator=_("major hazards found"),
        denominator="",
        direction=Direction.LOWER,
        compute=major_hazards,
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
        compute=fixed_on_spot,
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
        compute=rectified_share,
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
        compute=rectified_on_time,
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
        compute=overdue,
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
        compute=repeated,
    ),
]
