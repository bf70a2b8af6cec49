"""A figure and its change: one rule of what is compared with what, and whether chance explains it.

A period that is over is compared with the same period a year before, one that still runs with the
same days of last year: injuries, inspections and trainings have seasons, and a part is never held
against a whole. Percentages differ by points, everything else by percent; from nothing there is no
percentage.

What nobody wants happens now and then, and shares come out differently each time: a change of them
is held against chance at 95 % (`Verdict`); how many inspections are made is decided, not chance.
Of fewer than LEAST_FOR_PERCENT a percentage is no news: one more is a twentieth.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import stats
from lib.indicators import Asked, Direction, IndicatorDefinition, Measured, indicators, measure_all
from lib.periods import Period
from stats.intervals import newcombe_limits

#: Hides what may not be read of what was measured of all that was asked.
Guard = Callable[[Sequence[Asked], list[Measured]], list[Measured]]


LEAST_FOR_PERCENT = 20
LEVEL = 0.95


class Verdict(StrEnum):
    """Whether a change is more than chance."""

    WITHIN = "within"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Compared:
    """An indicator in a period and in the one it is held against.

    `verdict` is None where chance has no part, or one of the two is not known.
    """

    definition: IndicatorDefinition
    period: Period
    now: Measured
    before: Measured
    verdict: Verdict | None = None

    @property
    def earlier(self) -> Period:
        """What `before` was measured in."""
        return self.period.year_before

    @property
    def running(self) -> bool:
        """Whether the period is not over: only its days so far are counted, here and a year ago."""
        return self.period.until is not None

    @property
    def change(self) -> float | None:
        """Difference in points of a percentage, in percent of the earlier value of all else."""
        now, before = self.now.value, self.before.value
        if now is None or before is None:
            return None
        if self.definition.is_percent:
            return now - before
        return 100 * (now - before) / before if before else None

    @property
    def difference(self) -> float | None:
        """How much more it is now, in the figure's unit or points."""
        now, before = self.now.value, self.before.value
        return None if now is None or before is None else now - before

    @property
    def percent(self) -> float | None:
        """The change of a count or a rate in percent; None where so few make it no news."""
        if self.definition.is_percent or (self.before.numerator or 0) < LEAST_FOR_PERCENT:
            return None
        return self.change

    @property
    def good(self) -> bool | None:
        """Whether the change is wanted; None when there is none or nobody says which way is."""
        direction, change = self.definition.direction, self.difference
        if not change or direction is Direction.NEUTRAL:
            return None
        return (change < 0) is (direction is Direction.LOWER)


def compare(
    keys: Iterable[str],
    area: Any,
    period: Period,
    today: dt.date,
    guard: Guard | None = None,
) -> list[Compared]:
    """Measure each of `keys` for `area` in `period` and a year before; `guard` hides small cells.

    All of them at once, see `measure_all`.
    """
    counted = period.so_far(today)
    definitions = [indicators[key] for key in keys]
    periods = (counted, counted.year_before)
    asked = [Asked(one.key, area, when) for one in definitions for when in periods]
    measured = measure_all(asked)
    if guard is not None:
        measured = guard(asked, measured)
    return [
        Compared(one, counted, now, before, verdict_of(one, periods, now, before))
        for one, now, before in zip(definitions, measured[::2], measured[1::2], strict=True)
    ]


def verdict_of(
    definition: IndicatorDefinition, periods: Sequence[Period], now: Measured, before: Measured
) -> Verdict | None:
    """Hold a change against chance: a share by Newcombe's interval, events by their rate ratio."""
    if now.value is None or before.value is None:
        return None
    if definition.is_percent:
        return _of_shares(now, before)
    unwanted = definition.direction is Direction.LOWER
    if not unwanted or not (now.numerator or before.numerator):
        return None
    exposures = [
        one.denominator or period.days for one, period in zip((now, before), periods, strict=True)
    ]
    ratio = stats.rate_ratio(
        now.numerator or 0, exposures[0], before.numerator or 0, exposures[1], level=LEVEL
    )
    return _holds(ratio.low, ratio.high, 1)


def _of_shares(now: Measured, before: Measured) -> Verdict | None:
    if now.low is None or before.low is None:  # no share of counted things
        return None
    one, other = ((it.numerator or 0, it.denominator or 1) for it in (now, before))
    return _holds(*newcombe_limits(*one, *other, LEVEL), 0)


def _holds(low: float | None, high: float | None, nothing: float) -> Verdict:
    """Tell whether the interval holds what would be no change; an open end holds everything."""
    above, below = low is not None and low > nothing, high is not None and high < nothing
    return Verdict.BEYOND if above or below else Verdict.WITHIN
