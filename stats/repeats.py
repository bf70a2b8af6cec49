"""Events that are not independent: one person hurt several times, one accident, several injured.

A count of such events varies more than a Poisson count. With f_k people who have k events each, the
variance of the count is sum(k^2 f_k) instead of sum(k f_k).
"""

from collections.abc import Sequence

import numpy as np

from stats import arrays, checks
from stats.errors import StrataMismatch


def repeat_variance(
    people_by_events: Sequence[Sequence[float | None]], cases: np.ndarray
) -> np.ndarray:
    """Variance of each stratum's count, shape ``(strata,)``.

    ``people_by_events[i][k - 1]`` is how many people of stratum i have k events; None and missing
    tails mean 0. The events they make up must equal ``cases[i]``.
    """
    rows = checks.items(people_by_events, "people_by_events")
    checks.same_length(cases=cases, people_by_events=rows)
    variances = [
        _variance(people, float(events), stratum)
        for stratum, (people, events) in enumerate(zip(rows, cases, strict=True))
    ]
    return np.array(variances)


def _variance(people: Sequence[float | None], events: float, stratum: int) -> float:
    name = f"people_by_events[{stratum}]"
    filled = [0 if x is None else x for x in checks.items(people, name)]
    numbers = arrays.counts(filled, name)
    k = np.arange(1, len(numbers) + 1)
    found = float(numbers @ k)
    if not np.isclose(found, events, rtol=1e-9, atol=1e-9):
        raise StrataMismatch(name, other=f"cases[{stratum}]", found=found, expected=events)
    return float(numbers @ k**2)
