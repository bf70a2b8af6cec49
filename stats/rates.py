"""Rates, and two places or two periods compared by ratio and difference.

For before against after give the period after as ``cases`` and ``population`` and the period
before as the reference; for pilot against comparison area give the pilot first.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from stats import checks
from stats.errors import AllZero
from stats.interval import Estimate
from stats.intervals import (
    POISSON_METHODS,
    clopper_pearson_limits,
    exact_limits,
    limit_flags,
    small_flags,
    spread,
    z_value,
)
from stats.repeats import repeat_variance


def crude_rate(
    cases: float,
    population: float,
    *,
    per: float = 100_000,
    method: str = "exact",
    level: float = 0.95,
    people_by_events: Sequence[float | None] | None = None,
) -> Estimate:
    """Crude rate: events per ``per`` of population or person-time, with its interval.

    Args:
        cases: number of events, 0 or more.
        population: people (or person-time: people x years) under observation, above 0.
        per: multiplier of the rate (100,000).
        method: ``exact`` (Garwood), ``byar``, ``midp`` or ``byar-or-exact``: see
            ``poisson_interval``.
        level: confidence level.
        people_by_events: only where events are not independent (one person hurt several times,
            one accident with several injured): how many people (or accidents) have 1, 2, 3 …
            events. It widens the interval by the square root of sum(k^2 f_k) / sum(k f_k); the sum
            of k f_k must equal ``cases``.

    Returns:
        Estimate per ``per``. No case gives 0 with a positive upper limit.

    Raises:
        ZeroPopulation for ``population`` = 0; NegativeCount, MissingValue, NotFinite, NotNumeric,
        OutOfRange, UnknownChoice, StrataMismatch.

    Source:
        Garwood, Biometrika 1936;28:437-442. The test reproduces the crude rates of the epiR manual
        (data of Thrusfield 2007). Events that are not independent: as in the directly standardised
        rate of PHEindicatormethods.
    """
    cases = checks.count(cases, "cases")
    population = checks.population(population, "population")
    per = checks.positive(per, "per")
    level = checks.probability(level, "level")
    limits = POISSON_METHODS[checks.choice(method, tuple(POISSON_METHODS), "method")]
    low, high = limits(cases, level)
    if people_by_events is not None and cases > 0:
        variance = repeat_variance([people_by_events], np.array([cases]))
        stretch = math.sqrt(variance[0] / cases)
        low = None if low is None else cases + stretch * (low - cases)
        high = cases + stretch * (high - cases)
    factor = per / population
    flags = (*small_flags(cases), *limit_flags(low, high))
    return Estimate(
        cases * factor,
        None if low is None else low * factor,
        high * factor,
        level,
        method,
        "rate",
        per=per,
        numerator=cases,
        denominator=population,
        flags=flags,
    )


@dataclass(frozen=True)
class _Pair:
    """Two groups that passed the checks: ``a`` cases in ``t1``, ``b`` in the reference ``t0``."""

    a: float
    t1: float
    b: float
    t0: float

    @property
    def ratio(self) -> float:
        return math.inf if self.b == 0 else (self.a / self.t1) / (self.b / self.t0)


def _pair(a: float, t1: float, b: float, t0: float) -> _Pair:
    return _Pair(
        checks.count(a, "cases"),
        checks.population(t1, "population"),
        checks.count(b, "reference_cases"),
        checks.population(t0, "reference_population"),
    )


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)


def _binomial_above(a: float, b: float, share: float) -> tuple[float, float]:
    """P(A >= a) and P(A > a) for A binomial(a + b, share), by incomplete beta functions, which
    also know what to do with fractional (weighted) counts.
    """
    at_least = float(special.betainc(a, b + 1, share)) if a > 0 else 1.0
    more = float(special.betainc(a + 1, b, share)) if b > 0 else 0.0
    return at_least, more


def _exact_ratio(pair: _Pair, level: float) -> tuple[float, float, float]:
    """Limits and p of the rate ratio, given the sum of both counts: a share of a binomial."""
    n, scale = pair.a + pair.b, pair.t0 / pair.t1
    low, high = clopper_pearson_limits(pair.a, n, level)
    share = pair.t1 / (pair.t1 + pair.t0)
    at_least, more = _binomial_above(pair.a, pair.b, share)
    return _odds(low) * scale, _odds(high) * scale, min(1.0, 2 * min(at_least, 1 - more))


def _midp_above(a: float, b: float, share: float) -> float:
    """P(A > a) + P(A = a) / 2."""
    return 0.5 * sum(_binomial_above(a, b, share))


def _midp_share(a: float, b: float, tail: float) -> float:
    """The share at which the mid-p tail above ``a`` is ``tail`` (0 or 1 where none is)."""
    from scipy import optimize  # 20 MB that only this method needs

    at_zero, at_one = _midp_above(a, b, 0.0), _midp_above(a, b, 1.0)
    if at_zero >= tail:
        return 0.0
    if at_one <= tail:
        return 1.0
    return optimize.brentq(lambda s: _midp_above(a, b, s) - tail, 0.0, 1.0, xtol=1e-15, rtol=1e-14)


def _midp_ratio(pair: _Pair, level: float) -> tuple[float, float, float]:
    scale, tail = pair.t0 / pair.t1, (1 - level) / 2
    low, high = (_odds(_midp_share(pair.a, pair.b, t)) * scale for t in (tail, 1 - tail))
    above = _midp_above(pair.a, pair.b, pair.t1 / (pair.t1 + pair.t0))
    return low, high, min(1.0, 2 * min(above, 1 - above))


def _wald_ratio(pair: _Pair, level: float) -> tuple[float | None, float | None, float]:
    """Log-normal limits; the p-value is that of the score test, as epitools prints it."""
    n = pair.a + pair.b
    z = (pair.a * pair.t0 - pair.b * pair.t1) / math.sqrt(n * pair.t1 * pair.t0)
    p_value = math.erfc(abs(z) / math.sqrt(2))
    if pair.a == 0 or pair.b == 0:
        return None, None, p_value
    factor = spread(z_value(level) * math.sqrt(1 / pair.a + 1 / pair.b))
    return pair.ratio / factor, pair.ratio * factor, p_value


RATIO_METHODS = {"exact": _exact_ratio, "midp": _midp_ratio, "wald": _wald_ratio}


def rate_ratio(
    cases: float,
    population: float,
    reference_cases: float,
    reference_population: float,
    *,
    method: str = "exact",
    estimator: str = "auto",
    level: float = 0.95,
) -> Estimate:
    """Rate ratio of a group against a reference group, with interval and p-value.

    Args:
        cases, population: events and population (or person-time) of the group: pilot, after.
        reference_cases, reference_population: the same of the reference: comparison, before.
        method: ``exact`` (conditional on the sum of both counts, for small numbers; p is twice the
            smaller tail), ``midp`` (the same with half of the observed probability), ``wald``
            (log-normal limits; p of the score test). Wald gives no interval when one count is 0.
        estimator: ``mle`` (the plain ratio of the two rates), ``median`` (median-unbiased: the
            ratio at which the mid-p tails are equal) or ``auto``: median for ``midp``, else mle.
        level: confidence level.

    Returns:
        Estimate without unit; above 1 means more than the reference. 0 cases give 0 with ``low`` 0;
        0 reference cases give an infinite value and upper limit (``null`` in JSON, flag
        ``high_unbounded``). ``numerator`` and ``denominator`` are the two counts.

    Raises:
        AllZero when both counts are 0; ZeroPopulation, NegativeCount, MissingValue, NotNumeric,
        NotFinite, OutOfRange, UnknownChoice.

    Source:
        Rothman, Greenland, Lash, Modern Epidemiology, 3rd ed. 2008, ch. 14. The test reproduces
        the rate ratios of epitools 0.5-10.1 and epiR (Rothman's breast cancer data, Feychting
        1998).
    """
    pair = _pair(cases, population, reference_cases, reference_population)
    level = checks.probability(level, "level")
    checks.choice(method, tuple(RATIO_METHODS), "method")
    checks.choice(estimator, ("auto", "mle", "median"), "estimator")
    if pair.a + pair.b == 0:
        raise AllZero("cases")
    low, high, p_value = RATIO_METHODS[method](pair, level)
    median = estimator == "median" or (estimator == "auto" and method == "midp")
    scale = pair.t0 / pair.t1
    value = _odds(_midp_share(pair.a, pair.b, 0.5)) * scale if median else pair.ratio
    flags = (*small_flags(min(pair.a, pair.b)), *limit_flags(0 if high is None else low, high))
    if high is None:
        flags = (*flags, "interval_undefined")
    return Estimate(
        value,
        low,
        high,
        level,
        method,
        "rate_ratio",
        numerator=pair.a,
        denominator=pair.b,
        p_value=p_value,
        flags=flags,
    )


def rate_difference(
    cases: float,
    population: float,
    reference_cases: float,
    reference_population: float,
    *,
    per: float = 100_000,
    method: str = "mover",
    level: float = 0.95,
) -> Estimate:
    """Rate difference of a group against a reference group, with its interval.

    Args:
        cases, population, reference_cases, reference_population: as in ``rate_ratio``.
        per: multiplier of the rates (100,000).
        method: ``mover`` (built from the exact limits of both rates; sound for small counts and
            for 0) or ``wald`` (normal limits; no interval when one count is 0).
        level: confidence level.

    Returns:
        Estimate per ``per``; above 0 means more than the reference.

    Raises:
        ZeroPopulation, NegativeCount, MissingValue, NotNumeric, NotFinite, OutOfRange,
        UnknownChoice.

    Source:
        Wald: Rothman, Greenland, Lash 2008, ch. 14; the test reproduces Feychting 1998 in the epiR
        manual. Mover: Donner, Zou, Stat Methods Med Res 2012;21:347-359.
    """
    pair = _pair(cases, population, reference_cases, reference_population)
    per = checks.positive(per, "per")
    level = checks.probability(level, "level")
    checks.choice(method, ("mover", "wald"), "method")
    rate1, rate0 = pair.a / pair.t1, pair.b / pair.t0
    difference = rate1 - rate0
    flags = small_flags(min(pair.a, pair.b))
    if method == "mover":
        (l1, u1), (l0, u0) = (exact_limits(x, level) for x in (pair.a, pair.b))
        down = math.hypot(rate1 - l1 / pair.t1, u0 / pair.t0 - rate0)
        up = math.hypot(u1 / pair.t1 - rate1, rate0 - l0 / pair.t0)
    elif pair.a == 0 or pair.b == 0:
        return Estimate(
            difference * per,
            None,
            None,
            level,
            method,
            "rate_difference",
            per=per,
            flags=(*flags, "interval_undefined"),
        )
    else:
        error = math.sqrt(pair.a / pair.t1**2 + pair.b / pair.t0**2)
        down = up = z_value(level) * error
    return Estimate(
        difference * per,
        (difference - down) * per,
        (difference + up) * per,
        level,
        method,
        "rate_difference",
        per=per,
        flags=flags,
    )
