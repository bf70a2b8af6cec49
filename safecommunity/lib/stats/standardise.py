"""Direct and indirect standardisation."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from safecommunity.lib.stats import checks
from safecommunity.lib.stats.errors import MissingValue, StrataMismatch
from safecommunity.lib.stats.interval import Estimate
from safecommunity.lib.stats.intervals import (
    POISSON_METHODS,
    Limits,
    limit_flags,
    small_flags,
    z_value,
)
from safecommunity.lib.stats.populations import standard_weights
from safecommunity.lib.stats.repeats import repeat_variance
from safecommunity.lib.stats.words import Phrase, number_text

BYAR_MINIMUM = 10  # PHEindicatormethods gives no directly standardised rate below 10 events


@dataclass(frozen=True)
class WeightedSum:
    """A sum of Poisson counts with weights: value = sum(c x), the ground of every direct method.

    ``cases`` x and ``factors`` c have shape ``(strata,)``; ``variance`` is sum(c^2 var(x)).
    """

    cases: np.ndarray
    factors: np.ndarray
    variance: float

    @property
    def total(self) -> float:
        return float(self.cases.sum())

    @property
    def value(self) -> float:
        return float(self.factors @ self.cases)


def _dobson(limits: Callable[[float, float], Limits]) -> Callable[[WeightedSum, float], Limits]:
    """Dobson: the limits of the total count, stretched to the variance of the weighted sum."""

    def method(data: WeightedSum, level: float) -> Limits:
        low, high = limits(data.total, level)
        if data.total == 0:  # no variance is seen: the largest factor is the cautious scale
            return 0.0, high * float(data.factors.max())
        stretch = math.sqrt(data.variance / data.total)
        low = None if low is None else data.value + stretch * (low - data.total)
        return low, data.value + stretch * (high - data.total)

    return method


def _gamma_quantile(tail: float, mean: float, variance: float, *, upper: bool) -> float:
    """Quantile of the gamma distribution with this mean and variance; 0 for mean 0."""
    if mean == 0:
        return 0.0
    quantile = stats.gamma.isf if upper else stats.gamma.ppf
    return float(quantile(tail, mean**2 / variance, scale=variance / mean))


def _gamma(
    added: Callable[[np.ndarray], tuple[float, float]],
) -> Callable[[WeightedSum, float], Limits]:
    """Fay and Feuer: gamma limits; ``added`` gives what one more case adds to mean, variance."""

    def method(data: WeightedSum, level: float) -> Limits:
        tail = (1 - level) / 2
        mean, variance = added(data.factors)
        low = _gamma_quantile(tail, data.value, data.variance, upper=False)
        high = _gamma_quantile(tail, data.value + mean, data.variance + variance, upper=True)
        return low, high

    return method


def _largest(factors: np.ndarray) -> tuple[float, float]:
    return float(factors.max()), float(factors.max() ** 2)


def _average(factors: np.ndarray) -> tuple[float, float]:
    return float(factors.mean()), float(factors.mean() ** 2)


def _middle(factors: np.ndarray) -> tuple[float, float]:
    middle = float(factors.min() + factors.max()) / 2
    return middle, middle**2


def _tiwari(factors: np.ndarray) -> tuple[float, float]:
    return float(factors.mean()), float((factors**2).mean())


def _gamma_midp(data: WeightedSum, level: float) -> Limits:
    """Fay and Kim: quantiles of the half-and-half mixture of the lower and the upper gamma."""
    tail = (1 - level) / 2
    mean, variance = _largest(data.factors)
    mean, variance = data.value + mean, data.variance + variance

    def below(x: float) -> float:
        upper = special.gammainc(mean**2 / variance, x * mean / variance)
        if data.value == 0:
            return 0.5 + 0.5 * float(upper)
        shape, rate = data.value**2 / data.variance, data.value / data.variance
        return 0.5 * float(upper + special.gammainc(shape, x * rate))

    top = _gamma_quantile(tail / 2, mean, variance, upper=True)

    def quantile(p: float) -> float:
        if below(0.0) >= p:
            return 0.0
        return optimize.brentq(lambda x: below(x) - p, 0.0, top, xtol=1e-18, rtol=1e-14)

    return quantile(tail), quantile(1 - tail)


def _normal(data: WeightedSum, level: float) -> Limits:
    half = z_value(level) * math.sqrt(data.variance)
    return data.value - half, data.value + half


def _lognormal(data: WeightedSum, level: float) -> Limits:
    if data.value == 0:
        return None, math.inf
    spread = math.exp(z_value(level) * math.sqrt(data.variance) / data.value)
    return data.value / spread, data.value * spread


DIRECT_METHODS: dict[str, Callable[[WeightedSum, float], Limits]] = {
    "dobson-byar": _dobson(POISSON_METHODS["byar"]),
    "dobson-exact": _dobson(POISSON_METHODS["exact"]),
    "dobson-midp": _dobson(POISSON_METHODS["midp"]),
    "gamma": _gamma(_largest),
    "gamma-mean": _gamma(_average),
    "gamma-minmaxavg": _gamma(_middle),
    "gamma-tcz": _gamma(_tiwari),
    "gamma-midp": _gamma_midp,
    "normal": _normal,
    "lognormal": _lognormal,
}

CRUDE = Phrase(en=" Crude rate {crude}.", zh="粗率 {crude}。")


@dataclass(frozen=True)
class StandardisedRate(Estimate):
    """An :class:`Estimate` with the ``crude`` rate beside it, per ``per``, and the
    ``standard_error`` of the standardised rate. ``numerator`` and ``denominator`` are the totals.
    """

    crude: float | None = None
    standard_error: float | None = None

    def sentence(self, language: str = "en") -> str:
        """The standardised rate, and the crude one to compare with."""
        return super().sentence(language) + CRUDE.say(
            language, crude=number_text(self.crude, language)
        )


def _cases(cases: Sequence[float | None], missing: str) -> np.ndarray:
    checks.choice(missing, ("error", "zero"), "missing")
    if missing == "error":
        return checks.counts(cases, "cases")
    filled = [0 if x is None or (isinstance(x, float) and math.isnan(x)) else x for x in cases]
    return checks.counts(filled, "cases")


def weighted_estimate(
    data: WeightedSum, method: str, level: float, per: float, minimum_events: int
) -> tuple[float | None, float | None, float | None, tuple[str, ...]]:
    """Value, limits and flags of a weighted sum, or nothing below ``minimum_events``."""
    if data.total < minimum_events:
        return None, None, None, ("no_value",)
    low, high = DIRECT_METHODS[method](data, level)
    flags = (*small_flags(data.total), *limit_flags(low, high))
    return data.value * per, None if low is None else low * per, high * per, flags


def directly_standardised_rate(
    cases: Sequence[float | None],
    population: Sequence[float],
    standard: str | Sequence[float],
    *,
    ages: Sequence[str] | None = None,
    per: float = 100_000,
    method: str = "dobson-byar",
    level: float = 0.95,
    people_by_events: Sequence[Sequence[float | None]] | None = None,
    minimum_events: int | None = None,
    missing: str = "error",
) -> StandardisedRate:
    """Directly standardised rate: what the rate would be with the age structure of ``standard``.

    Args:
        cases: events per stratum (age group), 0 or more.
        population: people or person-time per stratum, above 0, in the same order.
        standard: weights per stratum (any scale: only proportions matter), or the name of a
            table (``china_2020``: see ``standard_population_names``).
        ages: age labels of the strata; needed with a named table unless the strata are exactly
            its published groups.
        per: multiplier of the rate.
        method: ``dobson-byar``, ``dobson-exact``, ``dobson-midp`` (Dobson's method on the named
            limits of the total count); ``gamma`` (Fay-Feuer, largest weight: never too narrow),
            ``gamma-mean``, ``gamma-minmaxavg``, ``gamma-tcz`` (Tiwari, Clegg, Zou: for tiny
            cells), ``gamma-midp`` (Fay-Kim); ``normal``, ``lognormal``.
        level: confidence level.
        people_by_events: only where events are not independent: one list per stratum with the
            number of people (or accidents) that have 1, 2, 3 … events; the variance of a stratum
            becomes sum(k^2 f_k).
        minimum_events: below this total no value is given (``value`` None, flag ``no_value``).
            Default: 10 for ``dobson-byar`` (the rule of its publisher), else 0.
        missing: ``error``, or ``zero`` to count a missing number of cases as none.

    Returns:
        StandardisedRate per ``per``, with the ``crude`` rate and the ``standard_error``.

    Raises:
        StrataMismatch, ZeroPopulation (naming the stratum), NegativeCount, MissingValue,
        NotNumeric, NotFinite, OutOfRange, UnknownChoice, EmptyInput, AllZero (standard).

    Source:
        Dobson et al., Stat Med 1991;10:457-462; Fay, Feuer, Stat Med 1997;16:791-801; Tiwari,
        Clegg, Zou, Stat Methods Med Res 2006;15:547-569; Fay, Kim, Biom J 2017;59:840-854. The
        tests reproduce PHEindicatormethods 2.1.0 (also events that are not independent), Table 1
        of Fay and Feuer (epitools 0.5-10.1) and the vignette of dsrTest 1.0.0.
    """
    x, n = _cases(cases, missing), checks.populations(population, "population")
    checks.same_length(cases=x, population=n)
    per, level = checks.positive(per, "per"), checks.probability(level, "level")
    checks.choice(method, tuple(DIRECT_METHODS), "method")
    if minimum_events is None:
        minimum_events = BYAR_MINIMUM if method == "dobson-byar" else 0
    minimum_events = checks.whole(minimum_events, "minimum_events")
    factors = standard_weights(standard, len(x), ages) / n
    variances = x if people_by_events is None else repeat_variance(people_by_events, x)
    data = WeightedSum(x, factors, float(factors**2 @ variances))
    value, low, high, flags = weighted_estimate(data, method, level, per, minimum_events)
    return StandardisedRate(
        value, low, high, level, method, "standardised_rate", per=per, numerator=data.total,
        denominator=float(n.sum()), flags=flags, crude=data.total / float(n.sum()) * per,
        standard_error=None if value is None else math.sqrt(data.variance) * per,
    )  # fmt: skip


def _lognormal_limits(observed: float, level: float) -> Limits:
    if observed == 0:
        return None, math.inf
    spread = math.exp(z_value(level) / math.sqrt(observed))
    return observed / spread, observed * spread


RATIO_LIMITS = {**POISSON_METHODS, "lognormal": _lognormal_limits}


def _ratio_p(observed: float, expected: float, method: str) -> float:
    """Two-sided p that the mean is ``expected``: twice the smaller tail, mid-p for ``midp``."""
    at_least = float(special.gammainc(observed, expected)) if observed > 0 else 1.0
    more = float(special.gammainc(observed + 1, expected))
    if method == "midp":
        above = (at_least + more) / 2
        return min(1.0, 2 * min(above, 1 - above))
    return min(1.0, 2 * min(at_least, 1 - more))


def _stretched(limits: Limits, observed: float, variance: float | None) -> Limits:
    if variance is None or observed == 0:
        return limits
    stretch = math.sqrt(variance / observed)
    low = None if limits[0] is None else observed + stretch * (limits[0] - observed)
    return low, observed + stretch * (limits[1] - observed)


def standardised_ratio(
    observed: float,
    expected: float,
    *,
    per: float = 1,
    method: str = "exact",
    level: float = 0.95,
    people_by_events: Sequence[float | None] | None = None,
) -> Estimate:
    """Standardised mortality or incidence ratio (SMR, SIR): observed over expected events.

    Args:
        observed: events seen, 0 or more.
        expected: events expected from the reference rates, above 0.
        per: 1 for a ratio, 100 for "per cent of the expected".
        method: limits of the observed count: ``exact``, ``byar``, ``midp`` or ``lognormal``
            (exp(±z / sqrt(observed)), for large counts).
        level: confidence level.
        people_by_events: as in ``crude_rate``, for events that are not independent.

    Returns:
        Estimate; ``p_value`` tests observed = expected by exact Poisson tails (mid-p tails for
        ``midp``; None for ``people_by_events``, where the count is not Poisson).

    Raises:
        OutOfRange for ``expected`` = 0; NegativeCount, MissingValue, NotNumeric, NotFinite,
        UnknownChoice, StrataMismatch.

    Source:
        Breslow, Day, Statistical Methods in Cancer Research, vol. II, 1987. The test reproduces
        the manual of epiR (Byar, mid-p) and epitools 0.5-10.1 (log-normal; Selvin 2004).
    """
    observed = checks.count(observed, "observed")
    expected = checks.positive(expected, "expected")
    per, level = checks.positive(per, "per"), checks.probability(level, "level")
    limits = RATIO_LIMITS[checks.choice(method, tuple(RATIO_LIMITS), "method")](observed, level)
    variance = None
    if people_by_events is not None:
        variance = float(repeat_variance([people_by_events], np.array([observed]))[0])
    low, high = _stretched(limits, observed, variance)
    factor = per / expected
    return Estimate(
        observed * factor, None if low is None else low * factor, high * factor, level, method,
        "standardised_ratio", per=per, numerator=observed, denominator=expected,
        p_value=_ratio_p(observed, expected, method) if variance is None else None,
        flags=(*small_flags(observed), *limit_flags(low, high)),
    )  # fmt: skip


def expected_events(
    population: Sequence[float],
    reference_cases: Sequence[float],
    reference_population: Sequence[float],
) -> float:
    """Events expected in a population at the stratum rates of a reference.

    Args:
        population: people or person-time per stratum of the place studied (0 is allowed here).
        reference_cases, reference_population: the reference, per stratum in the same order.

    Returns:
        The sum over strata of population x reference rate.

    Raises:
        StrataMismatch, ZeroPopulation (reference), NegativeCount, MissingValue, NotNumeric,
        NotFinite, OutOfRange, EmptyInput.

    Source:
        Breslow, Day 1987, ch. 2; checked against Selvin's deaths of 1940 and 1960 (epitools).
    """
    n = checks.counts(population, "population")
    cases = checks.counts(reference_cases, "reference_cases")
    people = checks.populations(reference_population, "reference_population")
    checks.same_length(population=n, reference_cases=cases, reference_population=people)
    return float(n @ (cases / people))


def indirectly_standardised_ratio(
    cases: float | Sequence[float],
    population: Sequence[float],
    reference_cases: Sequence[float],
    reference_population: Sequence[float],
    *,
    per: float = 1,
    method: str = "exact",
    level: float = 0.95,
) -> Estimate:
    """SMR or SIR from strata: observed events over those expected at the reference rates.

    Args:
        cases: events per stratum, or their total (indirect standardisation needs only that).
        population: people or person-time per stratum of the place studied.
        reference_cases, reference_population: the reference, per stratum in the same order.
        per: 1, or 100 for per cent.
        method: ``exact``, ``byar``, ``midp`` or ``lognormal``.
        level: confidence level.

    Returns:
        Estimate as ``standardised_ratio``; ``numerator`` observed, ``denominator`` expected.

    Raises:
        As ``expected_events`` and ``standardised_ratio``.

    Source:
        As ``standardised_ratio``.
    """
    total = _total(cases, population)
    expected = expected_events(population, reference_cases, reference_population)
    checks.not_all_zero(np.array([expected]), "reference_cases")
    return standardised_ratio(total, expected, per=per, method=method, level=level)


def indirectly_standardised_rate(
    cases: float | Sequence[float],
    population: Sequence[float],
    reference_cases: Sequence[float],
    reference_population: Sequence[float],
    *,
    per: float = 100_000,
    method: str = "exact",
    level: float = 0.95,
) -> Estimate:
    """Indirectly standardised rate: the standardised ratio times the reference's crude rate.

    Args:
        cases, population, reference_cases, reference_population, method, level: as in
            ``indirectly_standardised_ratio``.
        per: multiplier of the rate.

    Returns:
        Estimate per ``per``; ``numerator`` observed, ``denominator`` expected events.

    Raises:
        As ``indirectly_standardised_ratio``.

    Source:
        As ``standardised_ratio``; the rate as in PHEindicatormethods (calculate_ISRate).
    """
    ratio = indirectly_standardised_ratio(
        cases, population, reference_cases, reference_population, method=method, level=level
    )
    per = checks.positive(per, "per")
    crude = float(np.sum(reference_cases)) / float(np.sum(reference_population)) * per
    assert ratio.value is not None and ratio.high is not None
    return Estimate(
        ratio.value * crude, None if ratio.low is None else ratio.low * crude, ratio.high * crude,
        ratio.level, method, "standardised_rate", per=per, numerator=ratio.numerator,
        denominator=ratio.denominator, p_value=ratio.p_value, flags=ratio.flags,
    )  # fmt: skip


def _total(cases: float | Sequence[float], population: Sequence[float]) -> float:
    if cases is None:
        raise MissingValue("cases")
    if np.ndim(cases) == 0:
        return checks.count(cases, "cases")
    events = checks.counts(cases, "cases")
    if len(events) != len(population):
        raise StrataMismatch(
            "cases", other="population", found=len(events), expected=len(population)
        )
    return float(events.sum())
