"""Validators of arguments: what comes back is a value that is safe to use.

Each takes the value and the *name of the argument* that a caller knows it by, and raises the
named error of :mod:`stats.errors`. Nothing here repairs a value silently.
Lists that become arrays are in :mod:`stats.arrays`, so that checking a number loads no numpy.
"""

import math
import numbers
from collections.abc import Iterable, Mapping, Sequence, Sized
from decimal import Decimal
from typing import Any

from stats.errors import (
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
    if isinstance(value, bool) or not isinstance(value, (numbers.Real, Decimal)):
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
        if not isinstance(label, (str, numbers.Integral)):
            raise BadShape(argument, reason=LABELS_NEEDED)
    return [str(label) for label in found]


def mapping(value: Any, argument: str, *, position: Any = None) -> Mapping[str, Any]:
    """A JSON object (a dict with text keys) that is not empty."""
    if not isinstance(value, Mapping):
        raise BadShape(argument, position=position, reason=OBJECT_NEEDED)
    if not value:
        raise EmptyInput(argument, position=position)
    return value


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


def choice(value: Any, allowed: Sequence[str], argument: str) -> str:
    """``value`` if it is one of ``allowed``."""
    if value not in allowed:
        raise UnknownChoice(argument, value=value, allowed=", ".join(allowed))
    return str(value)
