"""Bad input gets a named error that says which argument and what to do, never a silent NaN."""

import inspect
import math
from decimal import Decimal

import numpy as np
import pytest

import stats
from stats import arrays, errors
from stats.catalogue import call, examples, functions
from stats.words import Phrase

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("function", "arguments", "error", "argument", "position"),
    [
        ("crude_rate", {"cases": -1, "population": 10}, "NegativeCount", "cases", None),
        ("crude_rate", {"cases": None, "population": 10}, "MissingValue", "cases", None),
        ("crude_rate", {"cases": NAN, "population": 10}, "NotFinite", "cases", None),
        ("crude_rate", {"cases": 1, "population": INF}, "NotFinite", "population", None),
        ("crude_rate", {"cases": 1e15, "population": 10}, "OutOfRange", "cases", None),
        ("crude_rate", {"cases": "3", "population": 10}, "NotNumeric", "cases", None),
        ("crude_rate", {"cases": True, "population": 10}, "NotNumeric", "cases", None),
        ("crude_rate", {"cases": 1, "population": 0}, "ZeroPopulation", "population", None),
        ("crude_rate", {"cases": 1, "population": 9, "level": 95}, "OutOfRange", "level", None),
        ("crude_rate", {"cases": 1, "population": 9, "per": 0}, "OutOfRange", "per", None),
        ("crude_rate", {"cases": 1, "population": 9, "method": 1}, "UnknownChoice", "method", None),
        (
            "crude_rate",
            {"cases": 5, "population": 9, "people_by_events": [1, 1]},
            "StrataMismatch",
            "people_by_events[0]",
            None,
        ),
        ("proportion", {"successes": 11, "n": 10}, "OutOfRange", "successes", None),
        ("proportion", {"successes": 0, "n": 0}, "ZeroPopulation", "n", None),
        (
            "rate_ratio",
            {"cases": 0, "population": 9, "reference_cases": 0, "reference_population": 9},
            "AllZero",
            "cases",
            None,
        ),
        (
            "mantel_haenszel",
            {
                "cases": [1, 2],
                "population": [9, 9],
                "reference_cases": [1],
                "reference_population": [9, 9],
            },
            "StrataMismatch",
            "reference_cases",
            None,
        ),
        (
            "directly_standardised_rate",
            {"cases": [1, 2, 3], "population": [9, 0, 9], "standard": [1, 1, 1]},
            "ZeroPopulation",
            "population",
            1,
        ),
        (
            "directly_standardised_rate",
            {"cases": [1, 2], "population": [9, 9], "standard": [1, 1, 1]},
            "StrataMismatch",
            "standard",
            None,
        ),
        (
            "directly_standardised_rate",
            {"cases": [1, None], "population": [9, 9], "standard": [1, 1]},
            "MissingValue",
            "cases",
            1,
        ),
        (
            "directly_standardised_rate",
            {"cases": [], "population": [], "standard": []},
            "EmptyInput",
            "cases",
            None,
        ),
        (
            "directly_standardised_rate",
            {"cases": [1, 2], "population": [9, 9], "standard": [0, 0]},
            "AllZero",
            "standard",
            None,
        ),
        ("standardised_ratio", {"observed": 3, "expected": 0}, "OutOfRange", "expected", None),
        (
            "indirectly_standardised_ratio",
            {"cases": 3, "population": [5], "reference_cases": [0], "reference_population": [9]},
            "AllZero",
            "reference_cases",
            None,
        ),
        (
            "rank_areas",
            {"labels": ["A"], "cases": [1, 2], "population": [9, 9]},
            "StrataMismatch",
            "labels",
            None,
        ),
        (
            "funnel",
            {"labels": ["A"], "numerators": [3], "denominators": [2], "kind": "proportion"},
            "OutOfRange",
            "numerators",
            0,
        ),
        ("compare_with_target", {"low": 3, "high": 2, "target": 1}, "OutOfRange", "low", None),
        ("seasonality", {"cases": [0] * 24}, "AllZero", "cases", None),
        ("suppress_table", {"table": [[1, 2], [3]]}, "StrataMismatch", "table[1]", None),
        ("suppress_table", {"table": [[1.5, 2]]}, "NotWhole", "table[0]", 0),
        ("suppress_table", {"table": "none"}, "BadShape", "table", None),
        (
            "suppress_cells",
            {"cells": {"a": 1, "T": 3}, "equations": [{"total": "T", "parts": ["a"]}]},
            "StrataMismatch",
            "equations[0]",
            None,
        ),
        (
            "suppress_margins",
            {"records": [{"area": "A", "count": 1}], "tables": [["sex"]]},
            "UnknownChoice",
            "tables[0]",
            None,
        ),
        ("round_table", {"table": [[1]], "base": 1}, "OutOfRange", "base", None),
    ],
)
def test_the_error_names_the_argument(function, arguments, error, argument, position):
    with pytest.raises(getattr(errors, error)) as caught:
        getattr(stats, function)(**arguments)
    assert type(caught.value).__name__ == error
    assert caught.value.argument == argument
    assert caught.value.position == position


def leaves():
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    return [k for k in kinds if issubclass(k, errors.StatsError) and not k.__subclasses__()]


EVERY_DETAIL = {
    "value": 1,
    "allowed": "…",
    "reason": Phrase(en="…", zh="……"),
    "other": "x",
    "found": 1,
    "expected": 2,
    "needed": 3,
    "model": "…",
    "name": "…",
}


@pytest.mark.parametrize("kind", leaves(), ids=lambda kind: kind.__name__)
def test_every_error_says_what_to_do_in_both_languages_and_stands_in_the_tree(kind):
    error = kind("cases", position=3, **EVERY_DETAIL)
    assert "cases[3]" in str(error)
    assert str(error).count(".") + str(error).count(";") >= 2  # what is wrong, what to do
    assert "cases[3]" in error.sentence("zh-hans")
    assert error.sentence("zh-hans") != error.sentence("en")
    assert error.as_dict()["code"] == kind.code
    assert kind.__name__ in errors.__doc__


def test_codes_are_unique():
    codes = [kind.code for kind in leaves()]
    assert len(codes) == len(set(codes))


def strict():
    """Functions in which every number is needed and no other kind of thing is allowed; detectors
    and surveys take unknown weeks (null) and yes/no answers, and have tests of their own.
    """
    return sorted(n for n in examples() if functions()[n].__module__.count(".") == 1)


def numbers_in(thing):
    if isinstance(thing, dict):
        for item in thing.values():
            yield from numbers_in(item)
    elif isinstance(thing, (list, tuple)):
        for item in thing:
            yield from numbers_in(item)
    elif isinstance(thing, (int, float)):
        yield thing


def spoiled(arguments, bad):
    """Every way to put ``bad`` in the place of one number or of the first number of a list."""
    for name, value in arguments.items():
        if isinstance(value, (int, float)):
            yield name, {**arguments, name: bad}
        elif isinstance(value, list) and value and isinstance(value[0], (int, float)):
            yield name, {**arguments, name: [bad, *value[1:]]}
        elif name == "table":
            yield name, {**arguments, name: [[bad, *value[0][1:]], *value[1:]]}


# Here an absent count is a week that nobody reported: said in the verdict, not refused.
UNKNOWN_WEEKS = {"detect_latest", "ears", "farrington", "farrington_flexible"}


@pytest.mark.parametrize("bad", [None, NAN, INF, -INF, "seven", True, 1e300, [1]])
@pytest.mark.parametrize("name", strict())
def test_no_function_takes_a_spoiled_number(name, bad):
    """Each number of each documented example, spoiled in turn."""
    for argument, arguments in spoiled(examples()[name], bad):
        default = inspect.signature(getattr(stats, name)).parameters[argument].default
        if bad is None and default is None:
            continue
        if bad is None and argument == "counts" and name in UNKNOWN_WEEKS:
            continue
        with pytest.raises(errors.StatsError) as caught:
            getattr(stats, name)(**arguments)
        assert argument in caught.value.argument or argument in str(caught.value)


WRONG_KINDS = [
    5,
    -1,
    2.5,
    True,
    "x",
    "",
    [],
    {},
    [None],
    [[None]],
    [[]],
    {"a": 1},
    ["x"],
    [[1]],
    [[1, 2], [3]],
    [0.1, 0.2, 0.3],
    [{}],
    [{"a": 1}],
]


@pytest.mark.parametrize("name", strict())
def test_the_wrong_kind_of_argument_never_ends_in_another_error(name):
    """Any argument, replaced by any kind of thing: an answer or a named error."""
    function = getattr(stats, name)
    refused = 0
    for argument in inspect.signature(function).parameters:
        for wrong in WRONG_KINDS:
            try:
                function(**{**examples()[name], argument: wrong})
            except errors.StatsError:
                refused += 1
    assert refused >= len(inspect.signature(function).parameters)


@pytest.mark.parametrize("name", sorted(examples()))
def test_no_result_of_an_example_holds_a_nan(name):
    assert not any(math.isnan(x) for x in numbers_in(call(name, examples()[name])))


def test_decimals_of_a_database_are_numbers():
    assert stats.crude_rate(Decimal("3"), Decimal("28.5")) == stats.crude_rate(3, 28.5)
    with pytest.raises(errors.NotFinite):
        stats.crude_rate(Decimal("NaN"), 10)


def test_arrays_are_taken_like_lists_and_checked_like_lists():
    assert arrays.counts(np.array([1, 2]), "cases").tolist() == [1.0, 2.0]
    with pytest.raises(errors.NotFinite, match=r"cases\[1\]"):
        arrays.counts(np.array([1.0, np.nan]), "cases")
    with pytest.raises(errors.NegativeCount, match=r"cases\[0\]"):
        arrays.counts(np.array([-1, 2]), "cases")
    with pytest.raises(errors.NotWhole, match=r"cases\[1\]"):
        arrays.counts(np.array([1, 2.5]), "cases", whole=True)
