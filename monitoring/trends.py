"""The trend of a figure: twelve months, the twelve before, and what happened meanwhile."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Area
from documents.charts import Axis, Spec, year_and_before
from lib.bilingual import bilingual
from lib.comparison import Guard
from lib.happenings import Happening, happened
from lib.indicators import Asked, IndicatorDefinition, Measured, measure_all
from lib.periods import Period

MONTHS = 12
SIGNS = "①②③④"


@dataclass(frozen=True)
class Month:
    """A month with the same one a year before."""

    period: Period
    now: Measured
    before: Measured


@dataclass(frozen=True)
class Trend:
    """A figure's months; `notes` are signs of the chart with what happened, and when."""

    definition: IndicatorDefinition
    months: list[Month]
    chart: Spec | None
    notes: list[tuple[str, Happening]]


def trend_of(
    definition: IndicatorDefinition, area: Area, period: Period, guard: Guard | None
) -> Trend:
    """Return the trend up to `period`: a month that runs is left out, it would look like a fall."""
    last = period if period.so_far(timezone.localdate()) == period else period.previous
    periods = last.back(2 * MONTHS)
    asked = [Asked(definition.key, area, one) for one in periods]
    values = measure_all(asked)
    if guard is not None:
        values = guard(asked, values)
    months = [
        Month(one, now, before)
        for one, now, before in zip(periods[MONTHS:], values[MONTHS:], values[:MONTHS], strict=True)
    ]
    first, after = months[0].period.start, last.end
    notes = list(zip(SIGNS, happened(area, first, after), strict=False))
    return Trend(definition, months, _chart(definition, months, notes), notes)


def _chart(
    definition: IndicatorDefinition, months: list[Month], notes: list[tuple[str, Happening]]
) -> Spec | None:
    signs: dict[int, str] = {}
    for sign, one in notes:
        place = next(n for n, month in enumerate(months) if one.day < month.period.end)
        signs[place] = signs.get(place, "") + sign
    last = len(months) - 1
    return year_and_before(
        [
            bilingual("%(name)s", name=_named(month.period.start, place in (0, last)))
            for place, month in enumerate(months)
        ],
        [month.now.value for month in months],
        [month.before.value for month in months],
        measure=Axis(),
        notes=signs,
    )


def _named(day: dt.date, whole: bool) -> Callable[[str], str]:
    """Name a month so shortly that twelve stand side by side: 12月, 1月, 2, 3 …; Dec, Jan, Feb."""

    def name(language: str) -> str:
        if language == "en":
            return date_format(day, "M")
        return f"{day.month}月" if whole or day.month == 1 else f"{day.month}"

    return name
