"""Validators of lists of numbers: what comes back is a numpy array that is safe to use.

Each takes the values and the *name of the argument* that a caller knows them by, and raises the
named error of :mod:`stats.errors`, with the position of the culprit.
"""

from typing import Any

import numpy as np

from stats import checks
from stats.checks import MAX_COUNT
from stats.errors import AllZero, StrataMismatch


def _array_within(values: Any, low: float, high: float) -> np.ndarray | None:
    """A numeric array that is wholly in bounds, checked at once (thousands of series are scanned
    in one run); None sends the caller on to the slow check, which names the culprit.
    """
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "iuf" or values.ndim != 1:
        return None
    sound = values.size > 0 and bool(np.all((values >= low) & (values <= high)))  # NaN fails
    return values.astype(float) if sound else None


def reals(values: Any, argument: str) -> np.ndarray:
    """A non-empty list of finite numbers, shape ``(n,)``."""
    if (array := _array_within(values, -MAX_COUNT, MAX_COUNT)) is not None:
        return array
    found = checks.items(values, argument)
    return np.array([checks.number(item, argument, position=i) for i, item in enumerate(found)])


def counts(values: Any, argument: str, *, whole: bool = False) -> np.ndarray:
    """A non-empty list of counts, shape ``(n,)`` of float; ``whole`` forbids fractions."""
    array = _array_within(values, 0, MAX_COUNT)
    if array is not None and not (whole and np.any(array != np.floor(array))):
        return array
    check = checks.whole_count if whole else checks.count
    found = checks.items(values, argument)
    return np.array([float(check(item, argument, position=i)) for i, item in enumerate(found)])


def populations(values: Any, argument: str) -> np.ndarray:
    """A non-empty list of populations or person-times above 0, shape ``(n,)``."""
    found = checks.items(values, argument)
    return np.array([checks.population(item, argument, position=i) for i, item in enumerate(found)])


def table(values: Any, argument: str, *, whole: bool = True) -> np.ndarray:
    """A list of rows of counts, all of one length, shape ``(rows, columns)``."""
    rows = [
        counts(row, f"{argument}[{i}]", whole=whole)
        for i, row in enumerate(checks.items(values, argument))
    ]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise StrataMismatch(
                f"{argument}[{i}]", other=f"{argument}[0]", found=len(row), expected=len(rows[0])
            )
    return np.array(rows)


def not_all_zero(values: np.ndarray, argument: str) -> None:
    """At least one event somewhere."""
    if not np.any(values):
        raise AllZero(argument)
