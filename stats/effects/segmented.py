"""The segmented regression behind an interrupted time series: design, fit, error structure."""

import warnings
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from scipy import optimize
from statsmodels.genmod.generalized_linear_model import GLMResults
from statsmodels.stats.sandwich_covariance import S_hac_simple
from statsmodels.tools.sm_exceptions import PerfectSeparationError, PerfectSeparationWarning

from stats.errors import NotConverged
from stats.words import Phrase

REGRESSION = Phrase(en="log-linear regression", zh="对数线性回归模型")

LOG_ALPHA = (-18.0, 3.0)  # from no more than Poisson to a hundred times its variance and beyond


@dataclass(frozen=True)
class Design:
    """Columns of the model ``(n, p)`` with their ``names``; ``after`` marks the columns that the
    intervention brings, which the counterfactual sets to 0.
    """

    x: np.ndarray
    names: tuple[str, ...]
    after: np.ndarray

    @property
    def counterfactual(self) -> np.ndarray:
        return np.where(self.after, 0.0, self.x)


def segmented_design(
    n: int, change_at: int, *, slope: bool, period: float, harmonics: int, first_period: int
) -> Design:
    """Intercept, time 1 … n, step, slope change, then sine and cosine of each harmonic.

    The slope change counts 1, 2, … from the first period after the start and is 0 before, so the
    step is the one at the start and not an extrapolation to the beginning of the series.
    """
    time = np.arange(1, n + 1, dtype=float)
    step = (np.arange(n) >= change_at).astype(float)
    columns = {"intercept": np.ones(n), "time": time, "step": step}
    if slope:
        columns["slope"] = step * (time - change_at)
    for k in range(1, harmonics + 1):
        angle = 2 * np.pi * k * (first_period + np.arange(n)) / period
        columns[f"sin{k}"] = np.sin(angle)
        if 2 * k != period:  # at the highest frequency the sine is 0 throughout
            columns[f"cos{k}"] = np.cos(angle)
        else:
            columns[f"cos{k}"] = np.cos(angle)
            del columns[f"sin{k}"]
    names = tuple(columns)
    after = np.array([name in ("step", "slope") for name in names])
    return Design(np.column_stack(list(columns.values())), names, after)


@dataclass(frozen=True)
class SegmentedFit:
    """Coefficients ``(p,)``, their covariance by the model, mean ``(n,)``, Pearson dispersion,
    deviance, residual degrees of freedom, deviance residuals ``(n,)``; ``alpha`` of the negative
    binomial (variance ``mu + alpha mu^2``), 0 otherwise.
    """

    design: Design
    y: np.ndarray
    beta: np.ndarray
    covariance: np.ndarray
    mu: np.ndarray
    dispersion: float
    deviance: float
    df: int
    residuals: np.ndarray
    alpha: float

    def newey_west(self, lags: int) -> np.ndarray:
        """Covariance robust to unequal variance and to autocorrelation up to ``lags`` (Bartlett
        weights ``1 - l / (lags + 1)``, no small-sample factor; Newey, West 1987).
        """
        spread = 1 + self.alpha * self.mu
        x = self.design.x
        scores = x * ((self.y - self.mu) / spread)[:, None]
        bread = np.linalg.inv(x.T @ (x * (self.mu / spread)[:, None]))
        return bread @ S_hac_simple(scores, nlags=lags) @ bread


def fit_segmented(y: np.ndarray, design: Design, offset: np.ndarray, model: str) -> SegmentedFit:
    """Fit by maximum (quasi-)likelihood with log link.

    ``poisson``: dispersion 1. ``quasi-poisson``: covariance times Pearson's dispersion.
    ``negative-binomial``: alpha by maximum likelihood; standard errors take it as known (as R
    MASS ``glm.nb``).
    """
    alpha = _best_alpha(y, design.x, offset) if model == "negative-binomial" else 0.0
    result = fit_glm(y, design.x, offset, alpha)
    pearson = float(np.sum(np.asarray(result.resid_pearson) ** 2))
    df = int(result.df_resid)
    scale = pearson / df if model == "quasi-poisson" else 1.0
    return SegmentedFit(
        design=design,
        y=y,
        beta=np.asarray(result.params),
        covariance=np.asarray(result.normalized_cov_params) * scale,
        mu=np.asarray(result.fittedvalues),
        dispersion=pearson / df,
        deviance=float(result.deviance),
        df=df,
        residuals=np.asarray(result.resid_deviance),
        alpha=alpha,
    )


def fit_glm(
    y: np.ndarray, x: np.ndarray, offset: np.ndarray, alpha: float = 0.0, argument: str = "counts"
) -> GLMResults:
    """Log-linear fit, Poisson or (``alpha`` > 0) negative binomial, with dispersion 1; raises
    NotConverged, which names ``argument``, where there is no finite solution.
    """
    family = sm.families.NegativeBinomial(alpha=alpha) if alpha > 0 else sm.families.Poisson()
    try:
        with warnings.catch_warnings():
            # Steps on the way may overflow; what counts is where the fit ends, checked below.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", PerfectSeparationWarning)
            # Judged by the coefficients: the deviance of a large series never settles to 1e-12.
            result = sm.GLM(y, x, family=family, offset=offset).fit(
                tol=1e-9, tol_criterion="params", maxiter=100, scale=1.0
            )
    except (np.linalg.LinAlgError, PerfectSeparationError, PerfectSeparationWarning, ValueError):
        raise NotConverged(argument, model=REGRESSION) from None
    if not (result.converged and np.all(np.isfinite(result.params))):
        raise NotConverged(argument, model=REGRESSION)
    return result


def _best_alpha(y: np.ndarray, x: np.ndarray, offset: np.ndarray) -> float:
    """The alpha of highest profile likelihood; at the lower end of the range it is as good as 0."""

    def minus_log_likelihood(log_alpha: float) -> float:
        try:
            value = -float(fit_glm(y, x, offset, float(np.exp(log_alpha))).llf)
        except NotConverged:
            return np.inf
        return value if np.isfinite(value) else np.inf

    found = optimize.minimize_scalar(
        minus_log_likelihood, bounds=LOG_ALPHA, method="bounded", options={"xatol": 1e-8}
    )
    return float(np.exp(found.x))
