"""From a fitted baseline to the count that is out of the ordinary."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

POWERS = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}
POISSON_BELOW = 1 + 1e-9  # a dispersion this close to 1 has no negative binomial of its own


@dataclass(frozen=True)
class Bound:
    """Per series: ``upper`` bound and ``p_value``, the chance of the observed count or more."""

    upper: np.ndarray
    p_value: np.ndarray


def power_bound(
    y: np.ndarray, mu: np.ndarray, variance: np.ndarray, phi: np.ndarray, z: float, power: str
) -> Bound:
    """Prediction bound on a power of the count (Farrington et al. 1996, section 3.5).

    ``variance`` is that of the estimated mean, ``z`` the normal quantile. With 2/3 the skewness of
    a Poisson count vanishes; 1/2 steadies its variance; "none" is for large counts.
    """
    tau = phi + variance / mu
    exponent = POWERS[power]
    spread = exponent * mu ** (exponent - 0.5) * np.sqrt(tau)
    upper = np.maximum(mu**exponent + z * spread, 0) ** (1 / exponent)
    return Bound(upper, stats.norm.sf(y**exponent, mu**exponent, spread))


def count_bound(y: np.ndarray, mu: np.ndarray, phi: np.ndarray, alpha: float) -> Bound:
    """The ``1 - alpha`` quantile of a negative binomial of mean ``mu`` and variance ``phi mu``
    (Poisson where ``phi`` is 1), and the chance of ``y`` or more (Noufaily et al. 2013).
    """
    over = phi > POISSON_BELOW
    upper = stats.poisson.ppf(1 - alpha, mu)
    p_value = stats.poisson.sf(y - 1, mu)
    size = mu[over] / (phi[over] - 1)
    upper[over] = stats.nbinom.ppf(1 - alpha, size, 1 / phi[over])
    p_value[over] = stats.nbinom.sf(y[over] - 1, size, 1 / phi[over])
    return Bound(upper, p_value)
