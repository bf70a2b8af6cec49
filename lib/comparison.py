"""A figure and its change: one rule of what is compared with what.

A period that is over is compared with the same period a year before, one that still runs with the
same days of last year: injuries, inspections and trainings have seasons, and a part is never held
against a whole. Percentages differ by points, everything else by percent; from nothing there is no
percentage.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lib.indicators import Asked, Direction, IndicatorDefinition, Measured, indicators, measure_all
from lib.periods import Period

#: Hides what may not be read of what was measured of all that was asked.
Guard = Callable[[Sequence[Asked], list[Measured]], list[Measured]]


@dataclass(frozen=True)
class Compared:
    """An indicator in a period and in the one it is held against."""

    definition: IndicatorDefinition
    period: Period
    now: Measured
    before: Measured

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
    def good(self) -> bool | None:
        """Whether the change is wanted; None when there is none or nobody says which way is."""
        direction, change = self.definition.direction, self.change
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
        Compared(one, counted, now, before)
        for one, now, before in zip(definitions, measured[::2], measured[1::2], strict=True)
    ]
