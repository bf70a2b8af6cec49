"""Confidence limits of one count (Poisson) and of one proportion (binomial).

The functions that end in ``_limits`` take and give bare numbers, for the other modules; the public
functions wrap them in an :class:`~stats.interval.Estimate`. Every page with a share asks for
Wilson's limits, which need no scipy: the exact limits import it where they use it.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

from stats import checks
from stats.errors import OutOfRange
from stats.interval import Estimate

Limits = tuple[float | None, float]

SMALL_COUNT = 10  # below this many events every result carries the flag ``small_numbers``


def z_value(level: float) -> float:
    """The two-sided normal quantile of ``level``: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def spread(exponent: float) -> float:
    """exp, infinite where a float ends: the factor from an estimate to its log-normal limits."""
    return math.exp(exponent) if exponent < 700 else math.inf


def small_flags(events: float) -> tuple[str, ...]:
    """``("small_numbers",)`` below :data:`SMALL_COUNT` events."""
    return ("small_numbers",) if events < SMALL_COUNT else ()


def byar_limits(events: float, level: float) -> Limits:
    """Byar's approximation; the lower limit is None where the cube turns negative."""
    z = z_value(level)
    upper = events + 1
    high = upper * (1 - 1 / (9 * upper) + z / (3 * math.sqrt(upper))) ** 3
    if events == 0:
        return 0.0, high
    root = 1 - 1 / (9 * events) - z / (3 * math.sqrt(events))
    return (events * root**3 if root >= 0 else None), high


def exact_limits(events: float, level: float) -> tuple[float, float]:
    """Garwood's exact limits: half of chi-square quantiles on 2x and 2x + 2 degrees of freedom,
    which are quantiles of the gamma distribution.
    """
    from scipy import special

    tail = (1 - level) / 2
    low = float(special.gammaincinv(events, tail)) if events > 0 else 0.0
    return low, float(special.gammainccinv(events + 1, tail))


def midp_limits(events: float, level: float) -> Limits:
    """Limits where the probability beyond ``events`` plus half of that at ``events`` is the tail.

    The mid-p tail lies between two exact tails, so each limit lies inside the exact one and
    outside the exact one for one event more (or less): a safe bracket for the root.
    """
    from scipy import optimize, special

    tail = (1 - level) / 2
    low, high = exact_limits(events, level)
    if events == 0:
        return 0.0, -math.log(2 * tail)

    def at_or_above(mean: float) -> float:
        return 0.5 * float(special.gammainc(events, mean) + special.gammainc(events + 1, mean))

    lower = optimize.brentq(lambda m: at_or_above(m) - tail, low, events + 1, xtol=1e-13)
    upper = optimize.brentq(
        lambda m: 1 - at_or_above(m) - tail, max(events - 1, 0.0), high, xtol=1e-13
    )
    return lower, upper


def byar_or_exact_limits(events: float, level: float) -> Limits:
    """Byar's limits, or exact ones below :data:`SMALL_COUNT` events, where Byar's are poor."""
    return (byar_limits if events >= SMALL_COUNT else exact_limits)(events, level)


POISSON_METHODS: dict[str, Callable[[float, float], Limits]] = {
    "exact": exact_limits,
    "byar": byar_limits,
    "midp": midp_limits,
    "byar-or-exact": byar_or_exact_limits,
}


def wilson_limits(successes: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's score limits of a proportion."""
    z2 = z_value(level) ** 2
    centre = 2 * successes + z2
    spread = z_value(level) * math.sqrt(z2 + 4 * successes * (1 - successes / n))
    low, high = (centre - spread) / (2 * (n + z2)), (centre + spread) / (2 * (n + z2))
    # at 0 and at n one limit is 0 or 1 in theory and misses it by rounding
    return (0.0 if successes == 0 else low), (1.0 if successes == n else high)


def newcombe_limits(
    yes: float, n: float, reference_yes: float, reference_n: float, level: float
) -> tuple[float, float]:
    """Limits of a difference of two proportions from the Wilson limits of both.

    Newcombe, Stat Med 1998;17:873-890, method 10 (`two_proportions` gives the same, with a test
    and with what a process has to load for it).
    """
    share, reference = yes / n, reference_yes / reference_n
    low, high = wilson_limits(yes, n, level)
    reference_low, reference_high = wilson_limits(reference_yes, reference_n, level)
    change = share - reference
    return (
        change - math.hypot(share - low, reference_high - reference),
        change + math.hypot(high - share, reference - reference_low),
    )


def clopper_pearson_limits(successes: float, n: float, level: float) -> tuple[float, float]:
    """Exact binomial limits from the beta distribution."""
    from scipy import special

    tail, failures = (1 - level) / 2, n - successes
    low = float(special.betaincinv(successes, failures + 1, tail)) if successes > 0 else 0.0
    high = float(special.betainccinv(successes + 1, failures, tail)) if failures > 0 else 1.0
    return low, high


PROPORTION_METHODS = {"wilson": wilson_limits, "exact": clopper_pearson_limits}


def limit_flags(low: float | None, high: float | None) -> tuple[str, ...]:
    """Flags of limits that do not exist."""
    flags = ("low_undefined",) if low is None else ()
    return (*flags, "high_unbounded") if high is not None and math.isinf(high) else flags


def poisson_interval(events: float, *, method: str = "exact", level: float = 0.95) -> Estimate:
    """Confidence interval of a number of events that follows a Poisson distribution.

    Args:
        events: the count, 0 or more (fractions are allowed: weighted data).
        method: ``exact`` (Garwood: half chi-square quantiles, never too narrow), ``byar`` (an
            approximation that needs no tables, good from about 5 events; it has no lower limit for
            1 event at 99.8 %: ``low`` is None with the flag ``low_undefined``), ``midp`` (between
            both, closer to the nominal level), ``byar-or-exact`` (Byar from 10 events, exact below:
            the rule of PHEindicatormethods for rates and ratios).
        level: confidence level, 0.95 or 0.998 for example.

    Returns:
        Estimate in events. 0 events give ``low`` 0 and a positive ``high``.

    Raises:
        MissingValue, NotNumeric, NotFinite, NegativeCount, OutOfRange, UnknownChoice.

    Source:
        Garwood, Biometrika 1936;28:437-442. Breslow, Day, Statistical Methods in Cancer Research,
        vol. II, 1987, p. 69 (Byar). The test reproduces the published test values of
        PHEindicatormethods 2.1.0 (UK Health Security Agency).
    """
    events = checks.count(events, "events")
    level = checks.probability(level, "level")
    limits = POISSON_METHODS[checks.choice(method, tuple(POISSON_METHODS), "method")]
    low, high = limits(events, level)
    flags = (*small_flags(events), *limit_flags(low, high))
    return Estimate(events, low, high, level, method, "count", numerator=events, flags=flags)


def proportion(
    successes: float, n: float, *, method: str = "wilson", level: float = 0.95
) -> Estimate:
    """A proportion with its confidence interval.

    Args:
        successes: how many of ``n`` have the property; fractions are allowed (weighted surveys).
        n: how many were looked at, above 0 and not below ``successes``.
        method: ``wilson`` (score interval) or ``exact`` (Clopper-Pearson).
        level: confidence level.

    Returns:
        Estimate as a fraction from 0 to 1 (not in percent).

    Raises:
        ZeroPopulation for ``n`` = 0, OutOfRange for ``successes`` above ``n``, and the errors of
        a bad value (MissingValue, NotNumeric, NotFinite, NegativeCount, UnknownChoice).

    Source:
        Wilson, JASA 1927;22:209-212; Clopper, Pearson, Biometrika 1934;26:404-413. The test
        reproduces the published test values of PHEindicatormethods 2.1.0.
    """
    n = checks.population(n, "n")
    successes = checks.count(successes, "successes")
    if successes > n:
        raise OutOfRange("successes", value=successes, allowed=f"0 … {n:g} (n)")
    level = checks.probability(level, "level")
    limits = PROPORTION_METHODS[checks.choice(method, tuple(PROPORTION_METHODS), "method")]
    low, high = limits(successes, n, level)
    return Estimate(
        successes / n,
        low,
        high,
        level,
        method,
        "proportion",
        numerator=successes,
        denominator=n,
        flags=small_flags(n),
    )
