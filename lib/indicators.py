"""Indicators: one definition, one function, one number everywhere.

Dashboards, project indicators, reports and exports call `measure(key, area, period)`, so the same
name never shows two numbers. The database counts, `stats` computes, `Measure` carries.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

import stats
from lib.periods import Period
from lib.registry import Registry


class Direction(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Measure:
    """A measured indicator.

    `value` is None when the data cannot carry a statement; `reason` then says why in words.
    `low` and `high` are the limits of the 95 % interval where one is defined. `href` is the
    address of the filtered list of the very rows that `numerator` counts.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    href: str = ""
    flags: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class IndicatorDefinition:
    """What an indicator means and how it is computed.

    `definition`, `numerator` and `denominator` are sentences for the annex of a report; `unit` is
    empty for a plain count; `digits` is how many decimals are shown. `compute(area, period)`
    counts over the whole subtree of `area` and never looks outside `period`. `series(area,
    periods)` gives the same for many periods at once, where one query can do what many would.
    """

    key: str
    name: str | Promise
    unit: str | Promise
    definition: str | Promise
    numerator: str | Promise
    denominator: str | Promise
    direction: Direction
    compute: Callable[[Any, Period], Measure]
    digits: int = 0
    series: Callable[[Any, list[Period]], list[Measure]] | None = None


indicators: Registry[IndicatorDefinition] = Registry("indicators")


def measure(key: str, area: Any, period: Period) -> Measure:
    """Compute indicator `key` for `area` (its subtree) in `period`. Raises KeyError if unknown."""
    return indicators[key].compute(area, period)


def measure_series(key: str, area: Any, periods: list[Period]) -> list[Measure]:
    """Compute indicator `key` for each of `periods`. Raises KeyError if unknown."""
    definition = indicators[key]
    if definition.series is not None:
        return definition.series(area, periods)
    return [definition.compute(area, period) for period in periods]


def share(part: int, whole: int, *, href: str, nothing: str) -> Measure:
    """Return `part` of `whole` in percent with its 95 % interval (Wilson, JASA 1927;22:209-212).

    `nothing` says in words why there is no share when `whole` is 0.
    """
    if whole == 0:
        return Measure(value=None, numerator=0, denominator=0, reason=nothing, href=href)
    estimate = stats.proportion(part, whole)
    return Measure(
        value=100 * estimate.value,
        numerator=part,
        denominator=whole,
        low=100 * estimate.low,
        high=100 * estimate.high,
        flags=estimate.flags,
        href=href,
    )
