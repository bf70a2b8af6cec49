"""Reading the arguments that all detectors share."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from stats import arrays, checks
from stats.detection.weeks import parse_week, week_name
from stats.errors import AllZero, BadShape, OutOfRange, TooShort
from stats.words import Phrase

PAIR_NEEDED = Phrase(en="two numbers are needed: cases, weeks", zh="需要两个数：病例数、周数")


@dataclass(frozen=True)
class WeeklyCounts:
    """Counts of consecutive weeks ``(n,)``, NaN where unknown; ``start`` the first Monday."""

    values: np.ndarray
    start: date | None

    def __len__(self) -> int:
        return len(self.values)

    def week(self, position: int) -> str | None:
        return week_name(self.start + timedelta(weeks=position)) if self.start else None


def read_series(counts: Any, start: Any, argument: str = "counts") -> WeeklyCounts:
    """Counts as given by a caller: numbers ≥ 0, ``None`` for a week that is not known."""
    monday = None if start is None else parse_week(start, "start")
    if isinstance(counts, np.ndarray):
        return WeeklyCounts(arrays.counts(counts, argument), monday)
    values = np.array(
        [
            np.nan if value is None else checks.count(value, argument, position=i)
            for i, value in enumerate(checks.items(counts, argument))
        ]
    )
    return WeeklyCounts(values, monday)


def before_position(position: int) -> Phrase:
    """The part of a series before the week at ``position``, in words."""
    return Phrase(en=f"before position {position}", zh=f"第 {position} 位之前，从 0 起数")


def some_events(series: WeeklyCounts, argument: str = "counts") -> None:
    """A series without one event has no ordinary level to depart from."""
    if not np.nansum(series.values):
        raise AllZero(argument)


def read_positions(positions: Any, series: WeeklyCounts, earliest: int) -> list[int]:
    """The weeks to judge: all from ``earliest`` on, or those asked for, in order of time."""
    if positions is None:
        if len(series) <= earliest:
            raise TooShort("counts", found=len(series), needed=earliest + 1)
        return list(range(earliest, len(series)))
    wanted = sorted({int(p) for p in arrays.counts(positions, "positions", whole=True)})
    if wanted[-1] >= len(series):
        raise OutOfRange("positions", value=wanted[-1], allowed=f"0 … {len(series) - 1}")
    if wanted[0] < earliest:
        part = before_position(wanted[0])
        raise TooShort("counts", part=part, found=wanted[0], needed=earliest)
    return wanted


def read_limit54(limit54: Any) -> tuple[float, int]:
    """``(cases, weeks)``: an alarm needs so many cases in the current and the weeks before."""
    pair = checks.items(limit54, "limit54")
    if len(pair) != 2:
        raise BadShape("limit54", reason=PAIR_NEEDED)
    return checks.count(pair[0], "limit54[0]"), checks.whole(pair[1], "limit54[1]", low=1)


def read_excluded(exclude: Any, length: int) -> np.ndarray:
    """Positions to leave out of every baseline, as given; those beyond the series do no harm."""
    if isinstance(exclude, (list, tuple)) and not exclude:
        return np.array([], dtype=int)
    positions = arrays.counts(checks.items(exclude, "exclude"), "exclude", whole=True)
    return positions[positions < length].astype(int)


def enough_cases(values: np.ndarray, position: int, limit54: tuple[float, int]) -> np.ndarray:
    """Whether the current and the weeks before it hold enough cases; unknown weeks count 0.

    ``values`` has the weeks on its last axis.
    """
    cases, weeks = limit54
    recent = values[..., max(position - weeks + 1, 0) : position + 1]
    return np.nansum(recent, axis=-1) >= cases
