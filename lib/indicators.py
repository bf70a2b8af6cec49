"""Indicators: one definition, one function, one number everywhere.

Dashboards, project indicators, reports and exports call `measure(key, area, period)` or, for many
at once, `measure_all`, so the same name never shows two numbers. The database counts, `stats`
computes, `Measured` carries.

A percentage is 0 to 100 everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

import stats
from lib.periods import Period
from lib.registry import Registry

PERCENT = "%"

#: Said of a small number and of one that it could be worked out from: which it is, is not told.
PROTECTED = _("1 to 4, or would tell such a number: not shown, to protect the persons.")
#: A count of 1 to 4 injured persons could name one of them (SECURITY.md, published numbers).
SMALL = 5


class Direction(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Measured:
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
    reason: str | Promise = ""
    href: str = ""
    flags: tuple[str, ...] = field(default_factory=tuple)


class Asked(NamedTuple):
    """What is asked for: an indicator of the subtree of an area in a period."""

    key: str
    area: Any
    period: Period


@dataclass(frozen=True, kw_only=True)
class IndicatorDefinition:
    """What an indicator means and how it is computed.

    `definition`, `numerator` and `denominator` are sentences for the annex of a report; `unit` is
    empty for a plain count; `digits` is how many decimals are shown. `count(asked)` counts over
    the whole subtree of each area, never looks outside the period, and answers in the order asked;
    indicators that are counted from the same rows share one function, which is given what is asked
    of all of them and needs a number of statements that does not depend on how much it is asked
    (`lib.counting`; `one_by_one` for what is asked seldom). `persons` says that the numerator
    counts persons whom a small number could name: it is shown only to those who may open their
    records (`rows_permission`), and never published. `parts(asked)` then gives how many it counts
    right in the area and in each area below it, by path: so that a small one cannot be worked out
    from its neighbours (`lib.small_cells`).
    """

    key: str
    name: str | Promise
    unit: str | Promise
    definition: str | Promise
    numerator: str | Promise
    denominator: str | Promise
    direction: Direction
    count: Callable[[Sequence[Asked]], list[Measured]]
    digits: int = 0
    persons: bool = False
    parts: Callable[[Sequence[Asked]], list[dict[str, int]]] | None = None
    rows_permission: str = ""

    def __reduce__(self) -> tuple[Callable[[str], "IndicatorDefinition"], tuple[str]]:
        """Be kept beside figures by its key: its sentences, which Django translates when they are
        shown, take a hundred times as long to read back.
        """
        return definition_of, (self.key,)

    @property
    def is_percent(self) -> bool:
        """Whether the value is a percentage, from 0 to 100."""
        return str(self.unit) == PERCENT


indicators: Registry[IndicatorDefinition] = Registry("indicators")


def definition_of(key: str) -> IndicatorDefinition:
    """Return the definition of indicator `key`. Raises KeyError if unknown."""
    return indicators[key]


def measure(key: str, area: Any, period: Period) -> Measured:
    """Measure indicator `key` for `area` (its subtree) in `period`. Raises KeyError if unknown."""
    return measure_all([Asked(key, area, period)])[0]


def measure_all(asked: Sequence[Asked]) -> list[Measured]:
    """Measure all that is asked, in its order. Raises KeyError for an unknown indicator."""
    return _at_once(asked, lambda definition: definition.count)


def parts_of_all(asked: Sequence[Asked]) -> list[dict[str, int]]:
    """Return the parts of all that is asked; of indicators that have `parts`."""
    return _at_once(asked, lambda definition: definition.parts)


def _at_once(asked: Sequence[Asked], function: Callable[[IndicatorDefinition], Any]) -> list[Any]:
    """Ask each function once for everything that it counts; the same thing is asked once."""
    by_function: dict[Any, dict[Asked, None]] = {}
    for one in asked:
        by_function.setdefault(function(indicators[one.key]), {})[one] = None
    found: dict[Asked, Any] = {}
    for count, wanted in by_function.items():
        found |= zip(wanted, count(list(wanted)), strict=True)
    return [found[one] for one in asked]


def places_and_periods(asked: Sequence[Asked]) -> list[tuple[Any, Period]]:
    """Return the areas and periods of what is asked, each pair once."""
    return list(dict.fromkeys((one.area, one.period) for one in asked))


def one_by_one(count: Callable[[Any, Period], Measured]) -> Callable[..., list[Measured]]:
    """Count what is asked one after another: a statement or more for each."""
    return lambda asked: [count(one.area, one.period) for one in asked]


def percent(fraction: float | None) -> float | None:
    """Return a fraction in percent; None stays None."""
    return None if fraction is None else 100 * fraction


def whole(number: int, href: str) -> Measured:
    """Return a plain number of the rows at `href`."""
    return Measured(number, numerator=number, href=href)


def share(part: int, whole: int, *, href: str, nothing: str | Promise) -> Measured:
    """Return `part` of `whole` in percent with its 95 % interval (Wilson, JASA 1927;22:209-212).

    `nothing` says in words why there is no share when `whole` is 0.
    """
    if whole == 0:
        return Measured(value=None, numerator=0, denominator=0, reason=nothing, href=href)
    estimate = stats.proportion(part, whole)
    return Measured(
        value=percent(estimate.value),
        numerator=part,
        denominator=whole,
        low=percent(estimate.low),
        high=percent(estimate.high),
        flags=estimate.flags,
        href=href,
    )


def rows_href(name: str, area: Any, period: Period | None = None, **more: Any) -> str:
    """Return the address of list `name` narrowed to `area`, to the days of `period`, and `more`."""
    query = {"area": area.pk}
    if period is not None:
        query |= {"start": period.start, "end": period.last_day}
    return f"{reverse(name)}?{urlencode(query | more)}"


def is_small(number: float | None) -> bool:
    """Whether a count of persons is one that could name somebody."""
    return number is not None and 0 < number < SMALL


def protected(definition: IndicatorDefinition, measured: Measured) -> Measured:
    """Return `measured` as it may be published: nothing where it counts 1 to 4 persons."""
    if not (definition.persons and is_small(measured.numerator)):
        return measured
    return Measured(None, reason=PROTECTED)
