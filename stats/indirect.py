"""Indirect standardisation: observed against expected events."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import special

from stats import arrays, checks
from stats.interval import Estimate
from stats.intervals import (
    POISSON_METHODS,
    Limits,
    limit_flags,
    small_flags,
    spread,
    z_value,
)
from stats.repeats import repeat_variance


def _lognormal_limits(observed: float, level: float) -> Limits:
    if observed == 0:
        return None, math.inf
    factor = spread(z_value(level) / math.sqrt(observed))
    return observed / factor, observed * factor


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
        method: limits of the observed count: ``exact``, ``byar``, ``midp``, ``byar-or-exact`` or
            ``lognormal`` (exp(±z / sqrt(observed)), for large counts).
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
        observed * factor,
        None if low is None else low * factor,
        high * factor,
        level,
        method,
        "standardised_ratio",
        per=per,
        numerator=observed,
        denominator=expected,
        p_value=_ratio_p(observed, expected, method) if variance is None else None,
        flags=(*small_flags(observed), *limit_flags(low, high)),
    )


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
    n = arrays.counts(population, "population")
    cases = arrays.counts(reference_cases, "reference_cases")
    people = arrays.populations(reference_population, "reference_population")
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
        method: ``exact``, ``byar``, ``midp``, ``byar-or-exact`` or ``lognormal``.
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
    arrays.not_all_zero(np.array([expected]), "reference_cases")
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
        ratio.value * crude,
        None if ratio.low is None else ratio.low * crude,
        ratio.high * crude,
        ratio.level,
        method,
        "standardised_rate",
        per=per,
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        p_value=ratio.p_value,
        flags=ratio.flags,
    )


def _total(cases: float | Sequence[float], population: Sequence[float]) -> float:
    if not isinstance(cases, Iterable):
        return checks.count(cases, "cases")
    events = arrays.counts(cases, "cases")
    checks.same_length(population=arrays.counts(population, "population"), cases=events)
    return float(events.sum())
