"""Indicators of injury: count, deaths, rate."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Area
from injuries.codes import Outcome
from injuries.permissions import RECORD_VIEW
from injuries.statistics import CARDS, DEATHS, RATED, Rate, count_cards, listed, rates_of
from lib.indicators import (
    Asked,
    Direction,
    IndicatorDefinition,
    Measured,
    places_and_periods,
    whole,
)
from lib.periods import Period

#: What of the cards each indicator counts.
NUMBERS = {"injuries.count": CARDS, "injuries.deaths": DEATHS, "injuries.rate": RATED}


def count(asked: Sequence[Asked]) -> list[Measured]:
    """Injuries recorded, and deaths."""
    found = count_cards(places_and_periods(asked), _numbers(asked))
    return [
        whole(found.of(NUMBERS[key], area, period), _href(key, area, period))
        for key, area, period in asked
    ]


def _numbers(asked: Sequence[Asked]) -> list[str]:
    return sorted({NUMBERS[one.key] for one in asked})


def _href(key: str, area: Area, period: Period) -> str:
    if key == "injuries.deaths":
        return listed(area, period, outcome=Outcome.DEATH)
    return listed(area, period)


def rate(asked: Sequence[Asked]) -> list[Measured]:
    """Injuries per 100,000 residents and year."""
    wanted = places_and_periods(asked)
    found = dict(zip(wanted, rates_of(wanted), strict=True))
    return [_rate(area, period, found[area, period]) for _key, area, period in asked]


def _rate(area: Area, period: Period, found: Rate) -> Measured:
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


def parts(asked: Sequence[Asked]) -> list[dict[str, int]]:
    """Injuries, deaths and injuries that rates count, by area below each."""
    found = count_cards(places_and_periods(asked), _numbers(asked))
    return [found.parts(NUMBERS[key], area, period) for key, area, period in asked]


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
        count=count,
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
        parts=parts,
        rows_permission=RECORD_VIEW,
        count=count,
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
        parts=parts,
        rows_permission=RECORD_VIEW,
        count=rate,
        digits=1,
    ),
]
