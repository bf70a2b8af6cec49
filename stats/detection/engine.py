"""Farrington's regression, for a stack of series or weeks at once."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from stats.detection.loglinear import (
    Fit,
    Stack,
    anscombe_residuals,
    downweighted,
    fit_quasi_poisson,
)
from stats.detection.thresholds import Bound, count_bound, power_bound

YEARS_FOR_TREND = 3


@dataclass(frozen=True)
class Rule:
    """How a baseline becomes a bound. ``alpha`` is the one-sided tail. See ``farrington.py``."""

    b: int
    w: int
    no_periods: int
    skipped: int
    reweight: bool
    weights_threshold: float
    trend: bool
    p_threshold_trend: float
    threshold_method: str
    power: str
    alpha: float
    limit54: tuple[float, int]


@dataclass(frozen=True)
class Forecast:
    """Per series ``(s,)``: the mean of the current week, the variance of its logarithm, the
    dispersion (≥ 1), the trend (NaN: none) and whether the model holds at all.
    """

    mean: np.ndarray
    log_variance: np.ndarray
    dispersion: np.ndarray
    trend: np.ndarray
    sound: np.ndarray


def design(seasons: np.ndarray, time: np.ndarray, no_periods: int) -> np.ndarray:
    """One indicator per season, then time in weeks from the current week (which is 0).

    Cell means instead of an intercept keep the equations sound when one season is all zero; with
    time 0 now, the first coefficient is the log of the current mean.
    """
    indicators = seasons[..., None] == np.arange(no_periods)
    return np.concatenate([indicators, time[..., None]], axis=-1).astype(float)


def forecast(stack: Stack, offset_now: np.ndarray, rule: Rule) -> Forecast:
    """Fit every series, with a trend where the rule and the data allow one.

    A trend is kept only with three years of baseline, a p-value below ``p_threshold_trend``, and
    a forecast not above the largest baseline count (Farrington et al. 1996, section 3.4).
    """
    if not (rule.trend and rule.b >= YEARS_FOR_TREND):
        return _as_forecast(_fit(stack.without_last_column(), rule), stack, offset_now, False)
    fit = _fit(stack, rule)
    result = _as_forecast(fit, stack, offset_now, True)
    drop = ~_keeps_trend(fit, result, stack, rule)
    if drop.any():
        rows = stack.rows(np.flatnonzero(drop))
        flat_fit = _fit(rows.without_last_column(), rule)
        flat = _as_forecast(flat_fit, rows, offset_now[drop], False)
        for name in ("mean", "log_variance", "dispersion", "trend", "sound"):
            getattr(result, name)[drop] = getattr(flat, name)
    return result


def _fit(stack: Stack, rule: Rule) -> Fit:
    fit = fit_quasi_poisson(stack)
    if not rule.reweight:
        return fit
    residuals = anscombe_residuals(stack, fit, np.maximum(fit.dispersion, 1))
    weights = downweighted(stack.weights, residuals, rule.weights_threshold)
    again = fit_quasi_poisson(stack.reweighted(weights))
    return replace(again, converged=fit.converged & again.converged)


def _keeps_trend(fit: Fit, result: Forecast, stack: Stack, rule: Rule) -> np.ndarray:
    error = np.sqrt(fit.dispersion * fit.covariance[:, -1, -1])
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = 2 * stats.t.sf(np.abs(fit.beta[:, -1] / error), fit.df)
    largest = np.where(stack.weights > 0, stack.y, 0).max(axis=1)
    significant = p_value < rule.p_threshold_trend
    return fit.converged & significant & (result.mean <= largest)


def _as_forecast(fit: Fit, stack: Stack, offset_now: np.ndarray, trend: bool) -> Forecast:
    dispersion = np.maximum(fit.dispersion, 1)
    now = stack.x[..., 0] > 0
    return Forecast(
        mean=np.exp(np.clip(fit.beta[:, 0] + offset_now, -50, 50)),
        log_variance=dispersion * fit.covariance[:, 0, 0],
        dispersion=dispersion,
        trend=fit.beta[:, -1].copy() if trend else np.full(len(fit.beta), np.nan),
        sound=fit.converged & ((stack.weights > 0) & now).any(axis=1),
    )


def bound(y: np.ndarray, f: Forecast, rule: Rule) -> Bound:
    """The upper bound of the current count by the rule's threshold method."""
    z = stats.norm.ppf(1 - rule.alpha)
    if rule.threshold_method == "nbPlugin":
        return count_bound(y, f.mean, f.dispersion, rule.alpha)
    if rule.threshold_method == "muan":
        with np.errstate(over="ignore"):
            pessimistic = f.mean * np.exp(z * np.sqrt(f.log_variance))
        usable = np.isfinite(pessimistic) & (pessimistic < 1e9)
        result = count_bound(y, np.where(usable, pessimistic, 1.0), f.dispersion, rule.alpha)
        return Bound(np.where(usable, result.upper, np.nan), result.p_value)
    return power_bound(y, f.mean, f.mean**2 * f.log_variance, f.dispersion, z, rule.power)
