"""Least squares with the standard errors that a comparison of areas needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm

from stats import arrays, checks
from stats.effects.terms import Term, make_term
from stats.errors import BadShape, OutOfRange, TooShort
from stats.words import Phrase

ERRORS = ("classical", "HC0", "HC1", "HC2", "HC3", "cluster")
LABELS_NEEDED = Phrase(
    en='errors="cluster" needs one label per row', zh='errors="cluster" 需要每行一个标签'
)
EMPTY_GROUP = Phrase(
    en="some group or period of the comparison has no row", zh="比较中有某组或某期没有数据"
)
ZERO_OR_ONE = Phrase(en="0 or 1", zh="0 或 1")

FEW_CLUSTERS = 10  # below this the cluster-robust errors are known to be too small


@dataclass(frozen=True)
class LeastSquares:
    """``terms`` by name, ``r_squared``, residual degrees of freedom ``df``, ``clusters``."""

    terms: dict[str, Term]
    r_squared: float
    df: int
    clusters: int | None


def cluster_codes(cluster: Sequence[Any] | None, n: int, errors: str) -> np.ndarray | None:
    """Group numbers ``(n,)`` from labels; needed with cluster-robust errors, at least two."""
    if errors != "cluster":
        return None
    if cluster is None:
        raise BadShape("cluster", reason=LABELS_NEEDED)
    labels = checks.labels(cluster, "cluster")
    checks.same_length(outcome=range(n), cluster=labels)
    codes = np.unique(labels, return_inverse=True)[1]
    if codes.max() < 1:
        raise TooShort("cluster", found=1, needed=2)
    return codes


def least_squares(
    y: np.ndarray,
    columns: dict[str, np.ndarray],
    *,
    errors: str,
    codes: np.ndarray | None,
    level: float,
    weights: np.ndarray | None = None,
    absorbed: int = 0,
) -> LeastSquares:
    """Ordinary (or weighted) least squares of ``y`` on ``columns``, each ``(n,)``.

    ``absorbed`` is the number of means already taken out of ``y`` and ``columns``: it lowers the
    residual degrees of freedom of the classical and HC1 errors. Cluster-robust errors have the
    factor G / (G - 1) x (n - 1) / (n - p) and limits from Student's t with G - 1.
    """
    x = np.column_stack(list(columns.values()))
    n, p = x.shape
    df = n - p - absorbed
    if df < 1 and codes is None:
        raise TooShort("outcome", found=n, needed=p + absorbed + 1)
    if np.linalg.matrix_rank(x) < p:
        raise BadShape("outcome", reason=EMPTY_GROUP)
    model = sm.OLS(y, x) if weights is None else sm.WLS(y, x, weights=weights)
    fit = model.fit()
    covariance = _covariance(fit, errors, codes, n - p, df)
    clusters = None if codes is None else int(codes.max()) + 1
    freedom = float(df if clusters is None else clusters - 1)
    ses = np.sqrt(np.maximum(np.diag(covariance), 0)).tolist()
    rows = zip(columns, np.asarray(fit.params).tolist(), ses, strict=True)
    terms = {name: make_term(name, value, se, level, freedom) for name, value, se in rows}
    return LeastSquares(terms, _r_squared(y, fit, weights), df, clusters)


def _covariance(
    fit: Any, errors: str, codes: np.ndarray | None, df_plain: int, df: int
) -> np.ndarray:
    if errors == "classical":
        return np.asarray(fit.cov_params()) * df_plain / df
    if errors == "cluster":
        robust = fit.get_robustcov_results("cluster", groups=codes, use_correction=True)
        return np.asarray(robust.cov_params())
    robust = np.asarray(fit.get_robustcov_results(errors).cov_params())
    return robust * df_plain / df if errors == "HC1" else robust


def _r_squared(y: np.ndarray, fit: Any, weights: np.ndarray | None) -> float:
    w = np.ones(len(y)) if weights is None else weights
    total = float(np.sum(w * (y - np.average(y, weights=w)) ** 2))
    return 1 - float(fit.ssr) / total if total > 0 else 0.0


def indicator(values: Any, argument: str) -> np.ndarray:
    """A list of 0 and 1, ``(n,)``."""
    array = arrays.reals(values, argument)
    for i, value in enumerate(array.tolist()):
        if value not in (0.0, 1.0):
            raise OutOfRange(argument, position=i, value=value, allowed=ZERO_OR_ONE)
    return array
