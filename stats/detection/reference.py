"""Which past weeks a Farrington baseline uses, and which season each of them belongs to."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

WEEKS_A_YEAR = 52


def same_week_before(monday: date, years: int) -> date:
    """The Monday nearest to the same calendar day ``years`` earlier.

    So years of 53 ISO weeks shift the reference by at most three days, not by a week for ever.
    29 February counts as 1 March.
    """
    try:
        day = monday.replace(year=monday.year - years)
    except ValueError:
        day = date(monday.year - years, 3, 1)
    return day - timedelta(days=day.weekday()) + timedelta(days=7 * (day.weekday() > 3))


def reference_positions(position: int, b: int, start: date | None) -> list[int]:
    """Positions of the current week and of the same week 1 … ``b`` years earlier (may be < 0)."""
    if start is None:
        return [position - WEEKS_A_YEAR * i for i in range(b + 1)]
    now = start + timedelta(weeks=position)
    return [(same_week_before(now, i) - start).days // 7 for i in range(b + 1)]


@dataclass(frozen=True)
class Baseline:
    """Positions of the baseline weeks, and the season of each (0: the season of the current week,
    1 … ``no_periods`` - 1: the other parts of the year in order).
    """

    positions: np.ndarray
    seasons: np.ndarray


def baseline_weeks(
    position: int, *, b: int, w: int, no_periods: int, skipped: int, start: date | None
) -> Baseline:
    """The baseline of one week: windows of ``2w + 1`` weeks around the same week of ``b`` earlier
    years and, with ``no_periods`` > 1, the weeks between the windows, cut into
    ``no_periods`` - 1 equal seasons (Noufaily et al. 2013, section 3.1). The ``skipped`` weeks
    before the current one, and the current one itself, are never in it.
    """
    references = reference_positions(position, b, start)
    first = references[-1] - w
    season = np.full(position - first + 1, -1)
    season[position - w - first :] = 0
    for newer, older in zip(references, references[1:], strict=False):
        season[older - w - first : older + w + 1 - first] = 0
        if no_periods > 1:
            begin, end = older + w + 1, newer - w
            season[begin - first : end - first] = _spread(end - begin, no_periods - 1)
    season[position - skipped - first :] = -1
    positions = np.flatnonzero((season >= 0) & (np.arange(len(season)) + first >= 0))
    return Baseline(positions + first, season[positions])


def _spread(weeks: int, parts: int) -> np.ndarray:
    """``weeks`` in ``parts`` runs numbered 1 … ``parts``; the first take the weeks left over."""
    short, longer = divmod(weeks, parts)
    lengths = [short + (i < longer) for i in range(parts)]
    return np.repeat(np.arange(1, parts + 1), lengths)
