"""Log-linear models of counts, Poisson or negative binomial, chosen by dispersion.

statsmodels fits; what is ours is the choice and the search for the dispersion of the negative
binomial, which is profiled (one parameter on a bounded scale) because the joint search of
statsmodels fails on short series.
"""

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from stats.errors import NotConverged
from stats.words import Phrase

MODELS = ("auto", "poisson", "quasi-poisson", "negative-binomial")
MODEL_NAMES = {
    "Poisson": Phrase(en="Poisson regression", zh="泊松回归模型"),
    "NegativeBinomial": Phrase(en="negative binomial regression", zh="负二项回归模型"),
}
OVERDISPERSED_BELOW = 0.05  # p of Pearson's chi-square below which Poisson is not believed

DIVERGED = 50  # a standard error on the log scale (per spread of its variable) that says nothing


@dataclass(frozen=True)
class CountModel:
    """A fitted model: ``beta`` (p,) and ``covariance`` (p, p); ``dispersion`` is Pearson's
    chi-square of the Poisson fit per degree of freedom, ``dispersion_p`` its p-value, ``alpha`` the
    negative binomial's dispersion (variance mu + alpha mu^2), ``freedom`` the residual degrees.
    """

    model: str
    beta: np.ndarray
    covariance: np.ndarray
    fitted: np.ndarray
    deviance: float
    dispersion: float
    dispersion_p: float
    alpha: float | None
    freedom: int

    def quantile(self, level: float) -> float:
        """The two-sided quantile for an interval: t when the dispersion was estimated (quasi)."""
        tail = (1 - level) / 2
        if self.model == "quasi-poisson":
            return float(stats.t.isf(tail, self.freedom))
        return float(stats.norm.isf(tail))


def _fit(y: np.ndarray, x: np.ndarray, offset: np.ndarray, family: Any, argument: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        # judged by the coefficients: the deviance of large counts never settles to the last digit
        result = sm.GLM(y, x, family=family, offset=offset).fit(
            maxiter=200, tol=1e-11, tol_criterion="params"
        )
    spread = result.bse * np.maximum(x.std(axis=0), 1e-300)
    # all events at one end: the estimate runs to infinity, and its error with it
    if not result.converged or not np.all(spread < DIVERGED):
        raise NotConverged(argument, model=MODEL_NAMES[type(family).__name__])
    return result


def _negative_binomial(
    y: np.ndarray, x: np.ndarray, offset: np.ndarray, argument: str
) -> tuple[Any, float]:
    """The GLM at the dispersion with the greatest likelihood, and that dispersion."""

    def loss(log_alpha: float) -> float:
        family = sm.families.NegativeBinomial(alpha=math.exp(log_alpha))
        return -_fit(y, x, offset, family, argument).llf

    best = optimize.minimize_scalar(
        loss, bounds=(-14, 4), method="bounded", options={"xatol": 1e-6}
    )
    alpha = math.exp(best.x)
    return _fit(y, x, offset, sm.families.NegativeBinomial(alpha=alpha), argument), alpha


def fit_counts(
    y: np.ndarray, x: np.ndarray, exposure: np.ndarray, *, model: str, argument: str
) -> CountModel:
    """Fit log(mean) = log(exposure) + x beta; shapes (n,), (n, p), (n,).

    ``model`` ``auto`` keeps Poisson unless Pearson's chi-square rejects it (p < 0.05), then takes
    the negative binomial.
    """
    offset = np.log(exposure)
    poisson = _fit(y, x, offset, sm.families.Poisson(), argument)
    freedom = int(poisson.df_resid)
    dispersion = float(poisson.pearson_chi2) / freedom if freedom > 0 else math.nan
    p_value = float(stats.chi2.sf(poisson.pearson_chi2, freedom)) if freedom > 0 else math.nan
    if model == "auto":
        model = "negative-binomial" if p_value < OVERDISPERSED_BELOW else "poisson"
    result, alpha, scale = poisson, None, 1.0
    if model == "negative-binomial":
        result, alpha = _negative_binomial(y, x, offset, argument)
    elif model == "quasi-poisson":
        scale = dispersion
    return CountModel(
        model,
        np.asarray(result.params),
        np.asarray(result.cov_params()) * scale,
        np.asarray(result.fittedvalues),
        float(poisson.deviance),
        dispersion,
        p_value,
        alpha,
        freedom,
    )
