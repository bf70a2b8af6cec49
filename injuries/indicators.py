"""Indicators of injury: count, deaths, rate."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Area
from injuries.codes import Outcome
from injuries.permissions import RECORD_VIEW
from injuries.statistics import by_month, by_part, counted, listed, rate_of
from lib.indicators import Direction, IndicatorDefinition, Measured
from lib.periods import Period


def count(area: Area, period: Period) -> Measured:
    """Injuries recorded."""
    number = counted(area, period).count()
    return Measured(number, number, href=listed(area, period))


def count_series(area: Area, periods: list[Period]) -> list[Measured]:
    """Injuries recorded in each of `periods`."""
    numbers = by_month(counted(area), periods)
    return [Measured(n, n, href=listed(area, p)) for n, p in zip(numbers, periods, strict=True)]


def deaths(area: Area, period: Period) -> Measured:
    """Records with the outcome death."""
    number = counted(area, period).deaths().count()
    return Measured(number, number, href=listed(area, period, outcome=Outcome.DEATH))


def rate(area: Area, period: Period) -> Measured:
    """Injuries per 100,000 residents and year."""
    found = rate_of(area, period)
    href = listed(area, period, rate="true")
    if found.estimate is None:
        return Measured(None, found.cases, found.person_years, reason=found.reason, href=href)
    estimate = found.estimate
    return Measured(
        estimate.value,
        found.cases,
        found.person_years,
        estimate.low,
        estimate.high,
        href=href,
        flags=estimate.flags,
    )


def parts(area: Area, periods: list[Period]) -> list[dict[str, int]]:
    """Injuries recorded by area below `area`."""
    return by_part(counted(area), area, periods)


def death_parts(area: Area, periods: list[Period]) -> list[dict[str, int]]:
    """Deaths by area below `area`."""
    return by_part(counted(area).deaths(), area, periods)


def rate_parts(area: Area, periods: list[Period]) -> list[dict[str, int]]:
    """Injuries that rates count, by area below `area`."""
    return by_part(counted(area).counted_in_rates(), area, periods)


INDICATORS = [
    IndicatorDefinition(
        key="injuries.count",
        name=pgettext_lazy("count", "Injuries"),
        unit="",
        definition=_("Injury cards of the area that were not withdrawn, by day of the event."),
        numerator=_("Injury cards with a day of injury (or of the visit) in the period."),
        denominator="",
        direction=Direction.LOWER,
        persons=True,
        parts=parts,
        rows_permission=RECORD_VIEW,
        compute=count,
        series=count_series,
    ),
    IndicatorDefinition(
        key="injuries.deaths",
        name=_("Deaths from injury"),
        unit="",
        definition=_("Injury cards whose outcome is death."),
        numerator=_("Injury cards of the period with the outcome death."),
        denominator="",
        direction=Direction.LOWER,
        persons=True,
        parts=death_parts,
        rows_permission=RECORD_VIEW,
        compute=deaths,
    ),
    IndicatorDefinition(
        key="injuries.rate",
        name=_("Injury rate"),
        unit=_("per 100,000 person-years"),
        definition=_(
            "Injuries of residents per 100,000 residents and year, from sources that report every "
            "injury; with the exact (Garwood) interval at 95 %. Shorter periods are annualised."
        ),
        numerator=_("Injury cards of residents in the period; sentinel sites are left out."),
        denominator=_("Residents × length of the period in years."),
        direction=Direction.LOWER,
        persons=True,
        parts=rate_parts,
        rows_permission=RECORD_VIEW,
        compute=rate,
        digits=1,
    ),
]
