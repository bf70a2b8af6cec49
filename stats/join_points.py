"""One change of trend, tested against none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from stats import checks
from stats.trends import percent, yearly
from stats.words import Phrase, Result, interval_text, number_text, p_text

MINIMUM_YEARS = 7  # two years on each side of a join, the join, and two to judge the fit by
EDGE = 2  # years that must lie before and after a join

CHANGED = Phrase(
    en="The trend changed in {year} ({p}): {before} a year before, {after} after.",
    zh="趋势在 {year} 年发生转折（{p}）：之前每年 {before}，之后每年 {after}。",
)
UNCHANGED = Phrase(
    en="No change of trend is shown ({p}): {before} a year throughout.",
    zh="未见趋势转折（{p}）：全程每年 {before}。",
)
PIECE = Phrase(en="{value}% ({interval})", zh="{value}%（{interval}）")


@dataclass(frozen=True)
class Segment(Result):
    """Annual percent change ``value`` with limits between the years ``first`` and ``last``."""

    first: float
    last: float
    value: float
    low: float
    high: float
    level: float

    def sentence(self, language: str = "en") -> str:
        """ "-3.2% (95% CI -5.0 to -1.4)"."""
        interval = interval_text(self.low, self.high, self.level, language)
        return PIECE.say(language, value=number_text(self.value, language), interval=interval)


@dataclass(frozen=True)
class JoinPoint(Result):
    """``changed``: whether one join fits better than none at ``alpha``; ``year`` the best join
    whether or not it is needed; ``p_value`` of the permutation test; ``segments`` two when changed,
    else one; ``f_statistic`` the test statistic.
    """

    changed: bool
    year: float
    p_value: float
    f_statistic: float
    alpha: float
    permutations: int
    segments: tuple[Segment, ...]

    def sentence(self, language: str = "en") -> str:
        """Whether and when the trend changed, with both trends."""
        pieces = [segment.sentence(language) for segment in self.segments]
        phrase = CHANGED if self.changed else UNCHANGED
        return phrase.say(
            language,
            year=f"{self.year:g}",
            p=p_text(self.p_value, language),
            before=pieces[0],
            after=pieces[-1],
        )


def _weighted(t: np.ndarray, y: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log rates and the square roots of their weights; a year without cases counts as half a case,
    since its log rate does not exist.
    """
    filled = np.where(y == 0, 0.5, y)
    return np.log(filled / n), np.sqrt(filled)


def _design(t: np.ndarray, join: float | None) -> np.ndarray:
    centred = t - t.mean()
    columns = [np.ones(len(t)), centred]
    if join is not None:
        columns.append(np.maximum(t - join, 0))
    return np.column_stack(columns)


def _residual_squares(z: np.ndarray, roots: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Weighted residual sums of squares for many series at once; ``z`` has shape (n, series) and is
    already multiplied by ``roots``.
    """
    basis, _ = np.linalg.qr(design * roots[:, None])
    return np.sum(z**2, axis=0) - np.sum((basis.T @ z) ** 2, axis=0)


def _statistics(
    z: np.ndarray, roots: np.ndarray, t: np.ndarray, joins: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """F of the best join against none, and which join that is, for each column of ``z``."""
    none = _residual_squares(z, roots, _design(t, None))
    one = np.array([_residual_squares(z, roots, _design(t, join)) for join in joins])
    best = one.argmin(axis=0)
    least = np.maximum(one.min(axis=0), 1e-300)  # an exact fit: F is huge, not undefined
    return ((none - least) / 2) / (least / (len(t) - 4)), best


def _permuted(
    log_rates: np.ndarray, roots: np.ndarray, t: np.ndarray, permutations: int, seed: int
) -> np.ndarray:
    """Series made under "no join": the straight line plus the shuffled weighted residuals."""
    design = _design(t, None) * roots[:, None]
    z = log_rates * roots
    fitted = design @ np.linalg.lstsq(design, z, rcond=None)[0]
    generator = np.random.default_rng(seed)
    order = generator.permuted(np.tile(np.arange(len(t)), (permutations, 1)), axis=1)
    return fitted[:, None] + (z - fitted)[order].T


def _segments(
    log_rates: np.ndarray, roots: np.ndarray, t: np.ndarray, join: float | None, level: float
) -> tuple[Segment, ...]:
    design = _design(t, join) * roots[:, None]
    z = log_rates * roots
    beta = np.linalg.lstsq(design, z, rcond=None)[0]
    # the place of the join is estimated too and costs one more degree of freedom
    freedom = len(t) - design.shape[1] - (join is not None)
    # not below 1, the variance of independent counts: a smoother course is chance
    spread = max(float(np.sum((z - design @ beta) ** 2)) / freedom, 1.0)
    covariance = spread * np.linalg.inv(design.T @ design)
    quantile = float(stats.t.isf((1 - level) / 2, freedom))
    pieces = [(np.eye(len(beta))[1], t[0], t[-1] if join is None else join)]
    if join is not None:
        pieces.append((np.array([0.0, 1.0, 1.0]), join, t[-1]))
    made = []
    for pick, first, last in pieces:
        slope, half = float(pick @ beta), quantile * math.sqrt(float(pick @ covariance @ pick))
        made.append(
            Segment(
                float(first),
                float(last),
                percent(slope),
                percent(slope - half),
                percent(slope + half),
                level,
            )
        )
    return tuple(made)


def join_point(
    years: Sequence[float],
    cases: Sequence[float],
    population: Sequence[float] | None = None,
    *,
    alpha: float = 0.05,
    permutations: int = 4499,
    seed: int = 1,
    level: float = 0.95,
) -> JoinPoint:
    """Did the trend change once? One join point against none, by permutation.

    Args:
        years: calendar years, rising, at least 7. A join may lie on any of them with at least 2
            years before and 2 after it.
        cases: events per year; a year without any counts as half an event on the log scale.
        population: people or person-time per year.
        alpha: the p-value up to which a join is accepted.
        permutations: how many shuffles; 4499 as in the National Cancer Institute's program.
        seed: start of the random numbers: the same input always gives the same answer.
        level: confidence level of the annual percent changes.

    Returns:
        JoinPoint. The line is fitted to log rates by least squares with weights equal to the cases
        (the inverse of their Poisson variance); the residuals' spread is estimated, so counts may
        be overdispersed; for the limits it is at least that of Poisson counts. Limits take the join
        as known, less one degree of freedom.

    Raises:
        TooShort below 7 years; AllZero, OutOfRange (years that do not rise), StrataMismatch,
        ZeroPopulation, NegativeCount, MissingValue, NotNumeric, NotFinite.

    Source:
        Kim, Fay, Feuer, Midthune, Stat Med 2000;19:335-351 (permutation test for join points).
    """
    t, y, n = yearly(years, cases, population, MINIMUM_YEARS)
    alpha, level = checks.probability(alpha, "alpha"), checks.probability(level, "level")
    permutations = checks.whole(permutations, "permutations", low=99, high=100_000)
    seed = checks.whole(seed, "seed", high=2**32 - 1)
    log_rates, roots = _weighted(t, y, n)
    joins = t[EDGE:-EDGE]
    observed, best = _statistics((log_rates * roots)[:, None], roots, t, joins)
    shuffled, _ = _statistics(_permuted(log_rates, roots, t, permutations, seed), roots, t, joins)
    p_value = (1 + int(np.sum(shuffled >= observed[0] * (1 - 1e-12)))) / (permutations + 1)
    changed, year = p_value <= alpha, float(joins[best[0]])
    segments = _segments(log_rates, roots, t, year if changed else None, level)
    return JoinPoint(changed, year, p_value, float(observed[0]), alpha, permutations, segments)
