"""Seasonality: is there a season, how strong is it, when is its peak?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from stats import arrays, checks
from stats.counts_model import fit_counts
from stats.words import Phrase, Result, interval_text, number_text, p_text

SEASONAL = Phrase(
    en="Seasonal ({p}): the peak, at position {peak} of {period}, is {ratio} times the lowest"
    " ({interval}).",
    zh="有季节性（{p}）：高峰位于一个周期（{period} 期）的第 {peak} 期，"
    "为最低点的 {ratio} 倍（{interval}）。",
)
NOT_SEASONAL = Phrase(
    en="No season is shown ({p}); peak over lowest {ratio} ({interval}).",
    zh="未见季节性（{p}）；高峰与最低点之比 {ratio}（{interval}）。",
)
FLAT = 1e-9  # deviance per event below which the counts follow their trend exactly
GRID = 1000  # points a cycle at which the fitted season is looked up for its peak and lowest


@dataclass(frozen=True)
class Seasonality(Result):
    """``seasonal`` at p < 0.05; ``peak`` and ``trough`` are positions in the cycle (1 … ``period``,
    between them as fractions: 7.5 is the end of month 7); ``amplitude`` is half the distance of
    peak and trough on the log scale; ``ratio`` peak over trough with ``low`` and ``high``;
    ``index`` the expected ratio to the mean year for each position 1 … ``period``.
    """

    seasonal: bool
    p_value: float
    f_statistic: float
    peak: float
    trough: float
    amplitude: float
    ratio: float
    low: float
    high: float
    level: float
    period: int
    harmonics: int
    dispersion: float
    index: tuple[float, ...]

    def sentence(self, language: str = "en") -> str:
        """Whether there is a season, when it peaks and how high."""
        phrase = SEASONAL if self.seasonal else NOT_SEASONAL
        return phrase.say(
            language,
            p=p_text(self.p_value, language),
            peak=number_text(self.peak, language),
            period=self.period,
            ratio=number_text(self.ratio, language),
            interval=interval_text(self.low, self.high, self.level, language),
        )


def _waves(positions: np.ndarray, period: int, harmonics: int) -> np.ndarray:
    """Sine and cosine columns, shape (n, 2 harmonics)."""
    angles = 2 * np.pi * positions[:, None] * np.arange(1, harmonics + 1) / period
    return np.column_stack([np.sin(angles), np.cos(angles)])


def seasonality(
    cases: Sequence[float],
    *,
    period: int = 12,
    first: int = 1,
    exposure: Sequence[float] | None = None,
    harmonics: int = 1,
    level: float = 0.95,
) -> Seasonality:
    """Describe the season of a series of counts: test, peak, size.

    Args:
        cases: events per month (or week), without gaps, at least two full cycles.
        period: values a cycle: 12 for months, 52 for weeks, 7 for days of the week.
        first: position of the first value in the cycle (1 = January).
        exposure: population x days (or just the days) per value; without it all count alike.
        harmonics: sine-cosine pairs: 1 for one smooth peak a cycle, 2 for a sharper or second peak.
        level: confidence level of ``low`` and ``high``.

    Returns:
        Seasonality. The model is log-linear Poisson with a linear trend and the harmonics; the test
        is the F test of all harmonics at once with the dispersion estimated (quasi-Poisson), so
        overdispersed counts do not pass for a season. The limits of the ratio are never narrower
        than independent (Poisson) counts allow; R's quasi-Poisson narrows them when counts happen
        to vary less.

    Raises:
        TooShort below two cycles; AllZero; StrataMismatch, ZeroPopulation (exposure), OutOfRange,
        NotWhole, NegativeCount, MissingValue, NotNumeric, NotFinite, NotConverged.

    Source:
        Stolwijk, Straatman, Zielhuis, J Epidemiol Community Health 1999;53:235-238 (harmonic
        regression); F test of quasi-likelihood: McCullagh, Nelder, Generalized Linear Models, 1989.
    """
    y = arrays.counts(cases, "cases")
    period = checks.whole(period, "period", low=2, high=400)
    first = checks.whole(first, "first", low=1, high=period)
    harmonics = checks.whole(harmonics, "harmonics", low=1, high=max(1, (period - 1) // 2))
    level = checks.probability(level, "level")
    checks.long_enough(y, "cases", 2 * period)
    arrays.not_all_zero(y, "cases")
    n = np.ones(len(y)) if exposure is None else arrays.populations(exposure, "exposure")
    checks.same_length(cases=y, exposure=n)
    steps = np.arange(len(y))
    trend = np.column_stack([np.ones(len(y)), (steps - steps.mean()) / period])
    waves = _waves(steps + first, period, harmonics)
    plain = fit_counts(y, trend, n, model="poisson", argument="cases")
    full = fit_counts(y, np.hstack([trend, waves]), n, model="poisson", argument="cases")
    drop = (plain.deviance - full.deviance) / (2 * harmonics)
    # Counts that do not vary leave only rounding errors: the ratio of two of them is no season.
    flat = plain.deviance < FLAT * y.sum()
    f_statistic = 0.0 if flat else max(drop, 0.0) / full.dispersion
    p_value = float(stats.f.sf(f_statistic, 2 * harmonics, full.freedom))
    beta, covariance = full.beta[2:], full.covariance[2:, 2:]
    grid = np.arange(GRID) * period / GRID + 1
    season = _waves(grid, period, harmonics) @ beta
    top = int(season.argmax())
    bottom = (top + GRID // 2) % GRID if flat else int(season.argmin())
    contrast = (_waves(grid[[top]], period, harmonics) - _waves(grid[[bottom]], period, harmonics))[
        0
    ]
    distance = float(contrast @ beta)
    spread = max(full.dispersion, 1.0) * float(contrast @ covariance @ contrast)
    half = float(stats.t.isf((1 - level) / 2, full.freedom)) * math.sqrt(spread)
    index = np.exp(_waves(np.arange(1, period + 1), period, harmonics) @ beta)
    return Seasonality(
        p_value < 0.05,
        p_value,
        f_statistic,
        float(grid[top]),
        float(grid[bottom]),
        distance / 2,
        math.exp(distance),
        math.exp(distance - half),
        math.exp(distance + half),
        level,
        period,
        harmonics,
        full.dispersion,
        tuple((index / index.mean()).tolist()),
    )
