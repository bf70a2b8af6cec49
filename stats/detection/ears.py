"""EARS C1, C2, C3: a short moving baseline, for places without years of history."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from stats import checks
from stats.detection.counts import (
    WeeklyCounts,
    read_positions,
    read_series,
    some_events,
)
from stats.detection.verdicts import Detection, WeekVerdict

__all__ = ["ears"]

LAG = {"C1": 0, "C2": 2, "C3": 2}  # periods between the baseline and the judged one
MEMORY = {"C1": 0, "C2": 0, "C3": 2}  # earlier periods whose excess counts too
DEFAULT_ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}


def ears(
    counts: Sequence[float | None],
    *,
    method: str = "C1",
    alpha: float | None = None,
    baseline: int = 7,
    min_sigma: float = 0.0,
    start: str | None = None,
    positions: Sequence[int] | None = None,
) -> Detection:
    """Unusually many events in a week (or day), against the few just before: EARS C1, C2, C3.

    C1 compares with the ``baseline`` periods t-7 … t-1, C2 and C3 with t-9 … t-3, by their mean
    and sample standard deviation (n - 1): ``C = (y - mean) / sd``. C1 and C2 alarm when
    ``y > mean + z sd``. C3 sums ``max(0, C2 - 1)`` over t, t-1 and t-2 and alarms when the sum
    exceeds z: the definition of the literature (R ``surveillance::earsC`` leaves out the current
    period's own excess, so its C3 differs).

    Args:
        counts: events per period, oldest first; null (None) where unknown: a period whose baseline
            has an unknown one gets no verdict (status "no_model").
        method: ``C1``, ``C2`` or ``C3``.
        alpha: one-sided; z is the normal quantile of 1 - alpha. None: 0.001, for C3 0.025.
        baseline: periods in the baseline, at least 3.
        min_sigma: least standard deviation, in counts.
        start: Monday or ISO week name of the first count; only names the weeks.
        positions: of the periods to judge, counted from 0; None: all that can be judged.

    Returns:
        Detection. Per period: ``expected`` = baseline mean; ``upper_bound`` = the count above
        which it alarms (C3: 0 where the past two periods suffice, and then a count of 0 alarms
        too); ``statistic`` = C, for C3 the sum (null where the baseline does not vary);
        ``p_value`` null.

    Raises:
        TooShort, AllZero, NegativeCount, NotFinite, OutOfRange, UnknownChoice.

    Source:
        Hutwagner, Thompson, Seeman, Treadwell, J Urban Health 2003;80:i89-i96; Fricker, Hegler,
        Dunfee, Stat Med 2008;27:3407-3429. The test reproduces R surveillance ``earsC`` (C1, C2)
        on weekly Salmonella Newport in Germany.
    """
    method = checks.choice(method, tuple(LAG), "method")
    alpha = checks.probability(DEFAULT_ALPHA[method] if alpha is None else alpha, "alpha")
    baseline = checks.whole(baseline, "baseline", low=3, high=520)
    min_sigma = checks.count(min_sigma, "min_sigma")
    series = read_series(counts, start)
    some_events(series)
    judged = read_positions(positions, series, baseline + LAG[method] + MEMORY[method])
    weeks = _verdicts(series, judged, method, baseline, min_sigma, stats.norm.ppf(1 - alpha))
    return Detection(
        method=f"ears_{method.lower()}",
        weeks=weeks,
        parameters={"alpha": alpha, "baseline": baseline, "min_sigma": min_sigma},
    )


def moving_baseline(
    values: np.ndarray, size: int, lag: int, min_sigma: float
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of the ``size`` values that end ``lag`` + 1 before each one.

    ``values`` ``(..., n)``; NaN where the series is too young or the baseline has an unknown
    value, so that nothing is ever computed from later values.
    """
    mean = np.full(values.shape, np.nan)
    sd = np.full(values.shape, np.nan)
    first = size + lag
    windows = np.lib.stride_tricks.sliding_window_view(values, size, axis=-1)
    windows = windows[..., : values.shape[-1] - first, :]
    mean[..., first:] = windows.mean(axis=-1)
    sd[..., first:] = np.maximum(windows.std(axis=-1, ddof=1), min_sigma)
    return mean, sd


def excess(values: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """``(y - mean) / sd``; where the baseline does not vary, ±infinity or 0 by sign."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (values - mean) / sd
    return np.where((sd == 0) & (values == mean), 0.0, ratio)


def bounds(
    values: np.ndarray, method: str, baseline: int, min_sigma: float, z: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Mean, statistic, upper bound and alarm of each period, shape of ``values``."""
    mean, sd = moving_baseline(values, baseline, LAG[method], min_sigma)
    c = excess(values, mean, sd)
    if method != "C3":
        upper = mean + z * sd
        return mean, c, upper, values > upper
    part = np.where(np.isnan(c), np.nan, np.maximum(c - 1, 0))
    before = np.full(values.shape, np.nan)
    before[..., 2:] = part[..., :-2] + part[..., 1:-1]
    total = before + part
    with np.errstate(invalid="ignore"):
        upper = np.where(before > z, 0.0, mean + sd * (1 + z - np.minimum(before, z)))
    return mean, total, upper, total > z


def _verdicts(
    series: WeeklyCounts,
    judged: list[int],
    method: str,
    baseline: int,
    min_sigma: float,
    z: float,
) -> tuple[WeekVerdict, ...]:
    mean, statistic, upper, alarm = bounds(series.values, method, baseline, min_sigma, z)
    result = []
    for k in judged:
        known = bool(np.isfinite(series.values[k]))
        sound = bool(np.isfinite(mean[k]) and (np.isfinite(upper[k])))
        status = "missing" if not known else ("judged" if sound else "no_model")
        given = status == "judged"
        result.append(
            WeekVerdict(
                position=k,
                week=series.week(k),
                observed=float(series.values[k]) if known else None,
                expected=float(mean[k]) if sound else None,
                threshold=float(upper[k]) if sound else None,
                upper_bound=float(upper[k]) if given else None,
                alarm=bool(alarm[k]) and given,
                status=status,
                statistic=float(statistic[k]) if np.isfinite(statistic[k]) else None,
                method=f"ears_{method.lower()}",
            )
        )
    return tuple(result)
