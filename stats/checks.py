"""Validators of arguments: what comes back is a numpy array or a number that is safe to use.

Each takes the value and the *name of the argument* that a caller knows it by, and raises the
named error of :mod:`stats.errors`. Nothing here repairs a value silently.
"""

import math
import numbers
from collections.abc import Iterable, Mapping, Sequence, Sized
from decimal import Decimal
from typing import Any

import numpy as np

from stats.errors import (
    AllZero,
    BadShape,
    EmptyInput,
    MissingValue,
    NegativeCount,
    NotFinite,
    NotNumeric,
    NotWhole,
    OutOfRange,
    StrataMismatch,
    TooShort,
    UnknownChoice,
    ZeroPopulation,
)
from stats.words import Phrase

# More than a hundred times mankind: a larger count is a typing error or a wrong unit, and exact
# Poisson limits lose their digits beyond it.
MAX_COUNT = 1e12

LIST_NEEDED = Phrase(en="a list of values is needed", zh="需要一个列表")
LABELS_NEEDED = Phrase(en="a list of texts is needed", zh="需要一个文本列表")
OBJECT_NEEDED = Phrase(en="an object with names and values is needed", zh="需要名称与值的对象")


def number(
    value: Any,
    argument: str,
    *,
    low: float = -MAX_COUNT,
    high: float = MAX_COUNT,
    position: Any = None,
) -> float:
    """One finite number in ``[low, high]``."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        raise MissingValue(argument, position=position)
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (numbers.Real, Decimal)):
        raise NotNumeric(argument, position=position, value=value)
    result = float(value)
    if not math.isfinite(result):
        raise NotFinite(argument, position=position, value=result)
    if not low <= result <= high:
        raise OutOfRange(argument, position=position, value=result, allowed=f"{low:g} … {high:g}")
    return result


def count(value: Any, argument: str, *, position: Any = None) -> float:
    """One count: finite, from 0 to :data:`MAX_COUNT`. Fractions are allowed (weighted data)."""
    result = number(value, argument, high=math.inf, low=-math.inf, position=position)
    if result < 0:
        raise NegativeCount(argument, position=position, value=result)
    if result > MAX_COUNT:
        raise OutOfRange(argument, position=position, value=result, allowed=f"0 … {MAX_COUNT:g}")
    return result


def whole_count(value: Any, argument: str, *, position: Any = None) -> int:
    """One count that must be a whole number."""
    result = count(value, argument, position=position)
    if not result.is_integer():
        raise NotWhole(argument, position=position, value=result)
    return int(result)


def whole(value: Any, argument: str, *, low: int = 0, high: int = 1_000_000) -> int:
    """One whole number in ``[low, high]`` (a lag, a number of weeks, a number of repeats)."""
    result = number(value, argument, low=low, high=high)
    if not result.is_integer():
        raise NotWhole(argument, value=result)
    return int(result)


def population(value: Any, argument: str, *, position: Any = None) -> float:
    """One population or person-time: above 0."""
    result = count(value, argument, position=position)
    if result == 0:
        raise ZeroPopulation(argument, position=position)
    return result


def positive(value: Any, argument: str, *, position: Any = None) -> float:
    """One number above 0 (a multiplier, an expected number, a weight)."""
    result = number(value, argument, position=position)
    if result <= 0:
        raise OutOfRange(argument, position=position, value=result, allowed="> 0")
    return result


def probability(value: Any, argument: str) -> float:
    """One probability strictly between 0 and 1 (a level, alpha, power)."""
    result = number(value, argument)
    if not 0 < result < 1:
        raise OutOfRange(argument, value=result, allowed="0 < … < 1")
    return result


def proportion(value: Any, argument: str) -> float:
    """One proportion from 0 to 1, both included."""
    return number(value, argument, low=0.0, high=1.0)


def items(values: Any, argument: str) -> list[Any]:
    """A non-empty list of anything."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise BadShape(argument, reason=LIST_NEEDED)
    found = list(values)
    if not found:
        raise EmptyInput(argument)
    return found


def labels(values: Any, argument: str) -> list[str]:
    """A non-empty list of labels (text, or whole numbers such as years)."""
    found = items(values, argument)
    for i, label in enumerate(found):
        if label is None:
            raise MissingValue(argument, position=i)
        if not isinstance(label, (str, int, np.integer)):
            raise BadShape(argument, reason=LABELS_NEEDED)
    return [str(label) for label in found]


def mapping(value: Any, argument: str, *, position: Any = None) -> Mapping[str, Any]:
    """A JSON object (a dict with text keys) that is not empty."""
    if not isinstance(value, Mapping):
        raise BadShape(argument, position=position, reason=OBJECT_NEEDED)
    if not value:
        raise EmptyInput(argument, position=position)
    return value


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
    found = items(values, argument)
    return np.array([number(item, argument, position=i) for i, item in enumerate(found)])


def counts(values: Any, argument: str, *, whole: bool = False) -> np.ndarray:
    """A non-empty list of counts, shape ``(n,)`` of float; ``whole`` forbids fractions."""
    array = _array_within(values, 0, MAX_COUNT)
    if array is not None and not (whole and np.any(array != np.floor(array))):
        return array
    check = whole_count if whole else count
    found = items(values, argument)
    return np.array([float(check(item, argument, position=i)) for i, item in enumerate(found)])


def populations(values: Any, argument: str) -> np.ndarray:
    """A non-empty list of populations or person-times above 0, shape ``(n,)``."""
    found = items(values, argument)
    return np.array([population(item, argument, position=i) for i, item in enumerate(found)])


def proportions(values: Any, argument: str) -> np.ndarray:
    """A non-empty list of numbers from 0 to 1, shape ``(n,)``."""
    found = items(values, argument)
    checked = [number(x, argument, low=0.0, high=1.0, position=i) for i, x in enumerate(found)]
    return np.array(checked)


def table(values: Any, argument: str, *, whole: bool = True) -> np.ndarray:
    """A list of rows of counts, all of one length, shape ``(rows, columns)``."""
    rows = [
        counts(row, f"{argument}[{i}]", whole=whole)
        for i, row in enumerate(items(values, argument))
    ]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise StrataMismatch(
                f"{argument}[{i}]", other=f"{argument}[0]", found=len(row), expected=len(rows[0])
            )
    return np.array(rows)


def same_length(**lists: Sized) -> int:
    """The one length that all ``lists`` (given by their argument names) have."""
    (first, reference), *others = lists.items()
    for name, items in others:
        if len(items) != len(reference):
            raise StrataMismatch(name, other=first, found=len(items), expected=len(reference))
    return len(reference)


def same_labels(labels: Sequence[Any], expected: Sequence[Any], argument: str, other: str) -> None:
    """Both lists of stratum labels are equal, in the same order."""
    same_length(**{other: expected, argument: labels})
    for i, (label, wanted) in enumerate(zip(labels, expected, strict=True)):
        if label != wanted:
            raise StrataMismatch(
                argument, position=i, other=other, found=repr(label), expected=repr(wanted)
            )


def long_enough(values: Sized, argument: str, needed: int) -> None:
    """At least ``needed`` values of history."""
    if len(values) < needed:
        raise TooShort(argument, found=len(values), needed=needed)


def not_all_zero(values: np.ndarray, argument: str) -> None:
    """At least one event somewhere."""
    if not np.any(values):
        raise AllZero(argument)


def choice(value: Any, allowed: Sequence[str], argument: str) -> str:
    """``value`` if it is one of ``allowed``."""
    if value not in allowed:
        raise UnknownChoice(argument, value=value, allowed=", ".join(allowed))
    return str(value)
