"""Quasi-Poisson regression of many short series at once.

Farrington's method fits one small log-linear model per series and week. statsmodels fits them one
by one (some milliseconds each, four fits a week); a street office scans thousands of series, so
this module runs the same iteratively reweighted least squares over a whole stack with numpy. The
tests hold it to statsmodels.
"""

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-12  # relative change of the deviance: the coefficients are then exact to ~1e-10
SETTLED = 1e-9  # or no fitted log mean moves by more: the deviance of huge counts is never so exact
MAX_ITERATIONS = 60  # an all-zero season takes about 30: its coefficient drifts to minus infinity
ETA_RANGE = (-50.0, 50.0)


@dataclass(frozen=True)
class Stack:
    """``s`` series of ``n`` observations and their design.

    ``y`` counts ``(s, n)``; ``x`` design ``(n, p)`` when all series share it, else ``(s, n, p)``;
    ``weights`` prior weights ``(s, n)``, 0 leaves an observation out; ``offset`` ``(s, n)``.
    """

    y: np.ndarray
    x: np.ndarray
    weights: np.ndarray
    offset: np.ndarray

    def reweighted(self, weights: np.ndarray) -> "Stack":
        return Stack(self.y, self.x, weights, self.offset)

    def without_last_column(self) -> "Stack":
        return Stack(self.y, self.x[..., :-1], self.weights, self.offset)

    def rows(self, index: np.ndarray) -> "Stack":
        x = self.x if self.x.ndim == 2 else self.x[index]
        return Stack(self.y[index], x, self.weights[index], self.offset[index])

    def gram(self, w: np.ndarray) -> np.ndarray:
        """``X' diag(w) X`` of every series, ``(s, p, p)``."""
        p = self.x.shape[-1]
        if self.x.ndim == 2:
            products = (self.x[:, :, None] * self.x[:, None, :]).reshape(len(self.x), p * p)
            return (w @ products).reshape(-1, p, p)
        return np.matmul((self.x * w[..., None]).transpose(0, 2, 1), self.x)

    def project(self, v: np.ndarray) -> np.ndarray:
        """``X' v`` of every series, ``(s, p)``."""
        return v @ self.x if self.x.ndim == 2 else np.einsum("snp,sn->sp", self.x, v)

    def predict(self, beta: np.ndarray) -> np.ndarray:
        """``X beta`` of every series, ``(s, n)``."""
        return beta @ self.x.T if self.x.ndim == 2 else np.einsum("snp,sp->sn", self.x, beta)


@dataclass(frozen=True)
class Fit:
    """Fitted models: ``beta`` ``(s, p)``, ``mu`` ``(s, n)``, ``covariance`` for dispersion 1
    ``(s, p, p)``, ``dispersion`` (Pearson) and ``df`` residual degrees of freedom ``(s,)``,
    ``converged`` ``(s,)``.
    """

    beta: np.ndarray
    mu: np.ndarray
    covariance: np.ndarray
    dispersion: np.ndarray
    df: np.ndarray
    converged: np.ndarray


def fit_quasi_poisson(stack: Stack) -> Fit:
    """Maximum quasi-likelihood fit of every series: log link, variance ``phi * mu / weight``.

    The dispersion is Pearson's: sum of ``weight * (y - mu)^2 / mu`` over the residual degrees of
    freedom, not bounded below. A column that no observation of a series uses keeps coefficient 0.
    """
    s, n = stack.y.shape
    p = stack.x.shape[-1]
    mu = stack.y + 0.1
    beta = np.zeros((s, p))
    deviance = np.full(s, np.inf)
    converged = np.zeros(s, dtype=bool)
    active = np.arange(s)
    for _ in range(MAX_ITERATIONS):
        part = stack if len(active) == s else stack.rows(active)
        before = mu[active]
        beta[active], mu[active] = _step(part, before)
        new = _deviance(part, mu[active])
        done = np.abs(new - deviance[active]) < TOLERANCE * (np.abs(new) + 0.1)
        done |= np.abs(np.log(mu[active] / before)).max(axis=1) < SETTLED
        deviance[active] = new
        converged[active[done]] = True
        active = active[~done]
        if not len(active):
            break
    return _finish(stack, beta, mu, converged & np.isfinite(beta).all(axis=1))


def _step(stack: Stack, mu: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    eta = np.log(mu)
    w = stack.weights * mu
    working = eta - stack.offset + (stack.y - mu) / mu
    gram, scale = _scaled(stack.gram(w))
    right = stack.project(w * working) * scale
    beta = np.linalg.solve(gram, right[..., None])[..., 0] * scale
    eta = np.clip(stack.predict(beta) + stack.offset, *ETA_RANGE)
    return beta, np.exp(eta)


def _scaled(gram: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The matrices with a unit diagonal (empty columns made inert), and the scale to undo it.

    The whisker on the diagonal keeps one degenerate series from failing the whole stack; it moves
    a sound coefficient by less than 1e-13 of itself.
    """
    diagonal = np.diagonal(gram, axis1=1, axis2=2)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = gram * scale[:, :, None] * scale[:, None, :]
    index = np.arange(gram.shape[-1])
    scaled[:, index, index] = 1 + 1e-14
    return scaled, scale


def _deviance(stack: Stack, mu: np.ndarray) -> np.ndarray:
    y = stack.y
    log_ratio = y * (np.log(np.where(y > 0, y, 1.0)) - np.where(y > 0, np.log(mu), 0.0))
    return 2 * np.sum(stack.weights * (log_ratio - (y - mu)), axis=1)


def _finish(stack: Stack, beta: np.ndarray, mu: np.ndarray, converged: np.ndarray) -> Fit:
    raw = stack.gram(stack.weights * mu)
    gram, scale = _scaled(raw)
    covariance = np.linalg.inv(gram) * scale[:, :, None] * scale[:, None, :]
    used = (np.diagonal(raw, axis1=1, axis2=2) > 0).sum(axis=1)
    df = np.maximum((stack.weights > 0).sum(axis=1) - used, 1)
    pearson = np.sum(stack.weights * (stack.y - mu) ** 2 / mu, axis=1)
    return Fit(beta, mu, covariance, pearson / df, df, converged)


def anscombe_residuals(stack: Stack, fit: Fit, phi: np.ndarray) -> np.ndarray:
    """Standardised Anscombe residuals ``(s, n)`` (Farrington et al. 1996, section 3.3):
    ``3/2 (y^(2/3) mu^(-1/6) - mu^(1/2)) / sqrt(phi (1 - h))`` with the leverage ``h``.
    """
    w = stack.weights * fit.mu
    if stack.x.ndim == 2:
        p = stack.x.shape[1]
        products = (stack.x[:, :, None] * stack.x[:, None, :]).reshape(-1, p * p)
        leverage = w * (fit.covariance.reshape(-1, p * p) @ products.T)
    else:
        leverage = w * np.einsum("snp,snp->sn", np.matmul(stack.x, fit.covariance), stack.x)
    spread = np.sqrt(phi[:, None] * np.maximum(1 - leverage, 1e-12))
    return 1.5 * (stack.y ** (2 / 3) * fit.mu ** (-1 / 6) - np.sqrt(fit.mu)) / spread


def downweighted(weights: np.ndarray, residuals: np.ndarray, threshold: float) -> np.ndarray:
    """Weights for the second fit: ``gamma * s^-2`` where a residual ``s`` exceeds ``threshold``,
    ``gamma`` elsewhere, scaled so that they sum to the number of observations in use.
    """
    used = weights > 0
    shrink = np.where(residuals > threshold, np.maximum(residuals, 1e-6) ** -2.0, 1.0) * used
    total = shrink.sum(axis=1, keepdims=True)
    return shrink * used.sum(axis=1, keepdims=True) / np.maximum(total, 1e-300)
