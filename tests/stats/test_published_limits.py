"""Limits of one count and of one proportion are those that the public health agencies publish."""

import json
from pathlib import Path

import pytest

from stats import crude_rate, poisson_interval, proportion

PUBLISHED = json.loads(
    (Path(__file__).parent / "data" / "count_and_proportion_limits.json").read_text()
)


@pytest.mark.parametrize("row", PUBLISHED["rows"], ids=lambda r: f"{r['method']}-{r['x']:g}")
def test_limits_of_the_health_security_agency_to_nine_digits(row):
    if row["method"] == "wilson":
        found = proportion(row["x"], row["n"], method="wilson", level=row["level"])
    else:
        found = poisson_interval(row["x"], method="byar", level=row["level"])
    assert found.high == pytest.approx(row["high"], rel=1e-9)
    if row["low"] is None:
        assert found.low is None
        assert "low_undefined" in found.flags
    else:
        assert found.low == pytest.approx(row["low"], rel=1e-9)


@pytest.mark.parametrize(
    ("events", "time", "value", "low", "high"),
    [(15, 48, 0.3125, 0.1749039, 0.5154212), (69, 251, 0.2749004, 0.2138889, 0.347904)],
)
def test_crude_rates_with_exact_limits_of_the_epir_manual(events, time, value, low, high):
    """Leptospirosis in dogs, Thrusfield 2007; seven printed decimals."""
    found = crude_rate(events, time, per=1, method="exact")
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-8)


def test_exact_limits_equal_those_of_r():
    """poisson.test(4, 3.3) and binom.test(7, 20) of R 4.2.2."""
    four = poisson_interval(4, method="exact")
    assert four.low / 3.3 == pytest.approx(0.3302622344, abs=5e-11)
    assert four.high / 3.3 == pytest.approx(3.1035117198, abs=5e-11)
    seven = proportion(7, 20, method="exact")
    assert (seven.low, seven.high) == pytest.approx((0.153909204785, 0.592188534533), abs=5e-13)


@pytest.mark.parametrize("method", ["exact", "byar", "midp"])
def test_no_event_at_all_still_has_an_upper_limit(method):
    found = crude_rate(0, 5000, method=method)
    assert found.value == 0
    assert found.low == 0
    assert 0 < found.high < 100
    assert "small_numbers" in found.flags


def test_nobody_and_everybody_have_limits_inside_zero_and_one():
    assert proportion(0, 30).low == 0
    assert proportion(30, 30).high == 1
    assert 0 < proportion(0, 30).high < 0.2
    assert 0.8 < proportion(30, 30).low < 1


def test_midp_limits_lie_inside_the_exact_ones():
    exact, midp = (poisson_interval(7, method=method) for method in ("exact", "midp"))
    assert exact.low < midp.low < 7 < midp.high < exact.high
