"""CUSUM: small rises that last, added up week by week."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats import checks
from stats.detection.counts import WeeklyCounts, read_positions, read_series
from stats.detection.loglinear import Stack, fit_quasi_poisson
from stats.detection.verdicts import Detection, WeekVerdict
from stats.errors import AllZero, NotConverged, OutOfRange, TooShort
from stats.words import Phrase

__all__ = ["cusum"]

TRANSFORMS = ("standard", "rossi", "anscombe")
TRAINING = Phrase(en="the training weeks before first", zh="“first”之前的训练周")
SEASONAL = Phrase(en="seasonal Poisson regression", zh="季节性泊松回归模型")
LEAST_TRAINING = {"constant": 8, "seasonal": 52}


def cusum(
    counts: Sequence[float | None],
    *,
    first: int,
    k: float = 1.04,
    h: float = 2.26,
    mean: float | str | None = None,
    transform: str = "standard",
    reset: bool = False,
    period: float = 52.0,
    start: str | None = None,
) -> Detection:
    """A lasting rise of a Poisson count, by a cumulative sum over the weeks from ``first`` on.

    ``S_t = max(0, S_(t-1) + z_t - k)`` from S = 0, alarm when ``S_t >= h``. z is the count made
    roughly standard normal: "standard" ``(x - m) / sqrt(m)``; "rossi"
    ``(x - 3m + 2 sqrt(x m)) / (2 sqrt(m))``; "anscombe" ``3/2 (x^(2/3) - m^(2/3)) / m^(1/6)``.

    Args:
        counts: events per week, oldest first; null (None) where unknown: S then stays.
        first: position, from 0, of the first monitored week; those before it are the training.
        k: reference value, in standard deviations.
        h: decision limit, in standard deviations.
        mean: a number (events per week); None for the mean of the training weeks; or ``seasonal``
            for a Poisson regression on one sine and cosine, fitted to the training weeks.
        transform: ``standard``, ``rossi`` or ``anscombe``.
        reset: start again from S = 0 after an alarm.
        period: weeks of the season.
        start: Monday or ISO week name of the first count; only names the weeks.

    Returns:
        Detection. Per week: ``expected`` = m; ``statistic`` = S; ``upper_bound`` = the count that
        triggers an alarm this week, given the sum so far: alarm when observed >= it (rounded up
        with ``standard``; 0 where any count would); ``p_value`` null.

    Raises:
        TooShort (8 training weeks, 52 for ``seasonal``), AllZero (no event in training),
        NotConverged, OutOfRange, UnknownChoice, NegativeCount, NotFinite.

    Source:
        Page, Biometrika 1954;41:100-115; Rossi, Lampugnani, Marchi, Stat Med 1999;18:2111-2122.
        The test reproduces R surveillance ``algo.cusum``, which has no reset.
    """
    series = read_series(counts, start)
    first = checks.whole(first, "first")
    if first >= len(series):
        raise OutOfRange("first", value=first, allowed=f"0 … {len(series) - 1}")
    settings = Settings(
        k=checks.count(k, "k"),
        h=checks.positive(h, "h"),
        transform=checks.choice(transform, TRANSFORMS, "transform"),
        reset=bool(reset),
    )
    means = _means(series, first, mean, checks.positive(period, "period"))
    return Detection(
        method="cusum",
        weeks=_run(series, first, means, settings),
        parameters={
            "k": settings.k,
            "h": settings.h,
            "transform": settings.transform,
            "reset": settings.reset,
            "mean": mean if mean is not None else "training",
        },
    )


@dataclass(frozen=True)
class Settings:
    k: float
    h: float
    transform: str
    reset: bool

    def standardised(self, x: float, m: float) -> float:
        """The count ``x`` as a roughly standard normal number, if its mean is ``m``."""
        if self.transform == "rossi":
            return (x - 3 * m + 2 * np.sqrt(x * m)) / (2 * np.sqrt(m))
        if self.transform == "anscombe":
            return 1.5 * (x ** (2 / 3) - m ** (2 / 3)) / m ** (1 / 6)
        return (x - m) / np.sqrt(m)

    def trigger(self, so_far: float, m: float) -> float:
        """The least count that lifts the sum from ``so_far`` to ``h``: the inverse of the above."""
        need = self.h + self.k - so_far
        root = np.sqrt(m)
        if self.transform == "rossi":
            square = 4 * m + 2 * root * need
            return max(np.sqrt(max(square, 0.0)) - root, 0.0) ** 2
        if self.transform == "anscombe":
            return max(2 / 3 * m ** (1 / 6) * need + m ** (2 / 3), 0.0) ** 1.5
        return max(float(np.ceil(root * need + m)), 0.0)


def _means(series: WeeklyCounts, first: int, mean: float | str | None, period: float) -> np.ndarray:
    """The in-control mean of each week from ``first`` on."""
    monitored = len(series) - first
    if mean is not None and not isinstance(mean, str):
        return np.full(monitored, checks.positive(mean, "mean"))
    kind = "constant" if mean is None else checks.choice(mean, ("seasonal",), "mean")
    training = series.values[:first]
    known = np.isfinite(training)
    _check_training(training[known], LEAST_TRAINING[kind])
    if kind == "constant":
        return np.full(monitored, training[known].mean())
    return _seasonal_means(training, known, len(series), period)


def _check_training(known: np.ndarray, needed: int) -> None:
    if len(known) < needed:
        raise TooShort("counts", part=TRAINING, found=len(known), needed=needed)
    if not known.sum():
        raise AllZero("counts", part=TRAINING)


def _seasonal_means(
    training: np.ndarray, known: np.ndarray, length: int, period: float
) -> np.ndarray:
    angle = 2 * np.pi * np.arange(length) / period
    x = np.column_stack([np.ones(length), np.cos(angle), np.sin(angle)])
    first = len(training)
    y = np.where(known, training, 0)[None, :]
    stack = Stack(y, x[:first], known[None, :].astype(float), np.zeros((1, first)))
    fit = fit_quasi_poisson(stack)
    if not fit.converged[0]:
        raise NotConverged("counts", part=TRAINING, model=SEASONAL)
    return np.exp(x[first:] @ fit.beta[0])


def _run(
    series: WeeklyCounts, first: int, means: np.ndarray, settings: Settings
) -> tuple[WeekVerdict, ...]:
    total = 0.0
    result = []
    for position, m in zip(read_positions(None, series, first), means.tolist(), strict=True):
        x = float(series.values[position])
        known = bool(np.isfinite(x))
        trigger = float(settings.trigger(total, m))
        if known:
            total = max(0.0, total + float(settings.standardised(x, m)) - settings.k)
        alarm = known and total >= settings.h
        result.append(
            WeekVerdict(
                position=position,
                week=series.week(position),
                observed=x if known else None,
                expected=m,
                threshold=trigger,
                upper_bound=trigger if known else None,
                alarm=alarm,
                status="judged" if known else "missing",
                statistic=total,
                method="cusum",
            )
        )
        if alarm and settings.reset:
            total = 0.0
    return tuple(result)
