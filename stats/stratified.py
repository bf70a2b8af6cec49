"""Two groups compared over strata (age groups, sexes): the Mantel-Haenszel rate ratio."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from stats import arrays, checks
from stats.errors import AllZero
from stats.interval import Estimate
from stats.intervals import small_flags, spread, z_value
from stats.words import Phrase, p_text

HOMOGENEITY = Phrase(
    en=" Over {strata} strata; test of equal effect in all strata: {p}.",
    zh="共 {strata} 层；各层效应是否一致的检验：{p}。",
)


@dataclass(frozen=True)
class StratifiedEstimate(Estimate):
    """An :class:`Estimate` over ``strata`` strata; ``crude`` is the value without strata and
    ``homogeneity_p`` the p-value of equal effects in all strata (None when no test is possible).
    """

    strata: int = 1
    crude: float | None = None
    homogeneity_p: float | None = None

    def sentence(self, language: str = "en") -> str:
        """The estimate, and whether the strata agree."""
        return super().sentence(language) + HOMOGENEITY.say(
            language, strata=self.strata, p=p_text(self.homogeneity_p, language)
        )


def _strata(
    cases: Sequence[float],
    population: Sequence[float],
    reference_cases: Sequence[float],
    reference_population: Sequence[float],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    a, b = arrays.counts(cases, "cases"), arrays.counts(reference_cases, "reference_cases")
    t1 = arrays.populations(population, "population")
    t0 = arrays.populations(reference_population, "reference_population")
    checks.same_length(cases=a, population=t1, reference_cases=b, reference_population=t0)
    if not np.any(a) and not np.any(b):
        raise AllZero("cases")
    return a, t1, b, t0


def _homogeneity(a: np.ndarray, t1: np.ndarray, b: np.ndarray, t0: np.ndarray) -> float | None:
    """Wald test that log rate ratios are equal; strata with a zero count carry no weight."""
    use = (a > 0) & (b > 0)
    if use.sum() < 2:
        return None
    logs = np.log(a[use] / t1[use]) - np.log(b[use] / t0[use])
    weights = 1 / (1 / a[use] + 1 / b[use])
    mean = np.sum(weights * logs) / weights.sum()
    return float(stats.chi2.sf(np.sum(weights * (logs - mean) ** 2), use.sum() - 1))


def mantel_haenszel(
    cases: Sequence[float],
    population: Sequence[float],
    reference_cases: Sequence[float],
    reference_population: Sequence[float],
    *,
    level: float = 0.95,
) -> StratifiedEstimate:
    """Mantel-Haenszel rate ratio over strata (age groups, sexes), with interval.

    Args:
        cases, population: per stratum, events and population (or person-time) of the group.
        reference_cases, reference_population: the same of the reference, in the same order.
        level: confidence level.

    Returns:
        StratifiedEstimate: the common ratio with limits (Greenland-Robins variance of its log),
        ``crude`` (ratio of the pooled rates), ``homogeneity_p`` (Wald test of equal ratios).

    Raises:
        StrataMismatch when the lists differ in length; ZeroPopulation naming the stratum; AllZero
        when no case occurred at all; NegativeCount, MissingValue, NotNumeric, NotFinite,
        OutOfRange, EmptyInput.

    Source:
        Mantel, Haenszel, JNCI 1959;22:719-748; Greenland, Robins, Biometrics 1985;41:55-68. The
        test reproduces the two strata of the epiR manual.
    """
    a, t1, b, t0 = _strata(cases, population, reference_cases, reference_population)
    level = checks.probability(level, "level")
    total = t1 + t0
    top, bottom = float(np.sum(a * t0 / total)), float(np.sum(b * t1 / total))
    rate = b.sum() / t0.sum()
    crude = float(a.sum() / t1.sum() / rate) if rate > 0 else math.inf
    value = top / bottom if bottom > 0 else math.inf
    low = high = p_value = None
    flags = small_flags(min(a.sum(), b.sum()))
    if top > 0 and bottom > 0:
        variance = float(np.sum((a + b) * t1 * t0 / total**2)) / (top * bottom)
        factor = spread(z_value(level) * math.sqrt(variance))
        low, high = value / factor, value * factor
        p_value = 2 * float(stats.norm.sf(abs(math.log(value)) / math.sqrt(variance)))
    else:
        flags = (*flags, "interval_undefined")
    return StratifiedEstimate(
        value,
        low,
        high,
        level,
        "mantel-haenszel",
        "rate_ratio",
        numerator=float(a.sum()),
        denominator=float(b.sum()),
        p_value=p_value,
        flags=flags,
        strata=len(a),
        crude=crude,
        homogeneity_p=_homogeneity(a, t1, b, t0),
    )
