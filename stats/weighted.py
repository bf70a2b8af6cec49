"""Confidence limits of a weighted sum of Poisson counts: the ground of every direct method."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from stats.intervals import (
    POISSON_METHODS,
    Limits,
    limit_flags,
    small_flags,
    spread,
    z_value,
)


@dataclass(frozen=True)
class WeightedSum:
    """A sum of Poisson counts with factors: value = sum(c x).

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
    if data.variance == 0:  # no event: the formula would claim certainty
        return None, math.inf
    half = z_value(level) * math.sqrt(data.variance)
    return data.value - half, data.value + half


def _lognormal(data: WeightedSum, level: float) -> Limits:
    if data.value == 0:
        return None, math.inf
    factor = spread(z_value(level) * math.sqrt(data.variance) / data.value)
    return data.value / factor, data.value * factor


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


def weighted_estimate(
    data: WeightedSum, method: str, level: float, per: float, minimum_events: int
) -> tuple[float | None, float | None, float | None, tuple[str, ...]]:
    """Value, limits and flags of a weighted sum, or nothing below ``minimum_events``."""
    if data.total < minimum_events:
        return None, None, None, ("no_value",)
    low, high = DIRECT_METHODS[method](data, level)
    flags = (*small_flags(data.total), *limit_flags(low, high))
    return data.value * per, None if low is None else low * per, high * per, flags
