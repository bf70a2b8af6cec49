"""Months, quarters and years as people count them."""

import datetime as dt

import pytest

from lib.periods import Period, PeriodKind


def test_periods_read_and_write_their_codes() -> None:
    """2026, 2026-Q3, 2026-09."""
    for code in ("2026", "2026-Q3", "2026-09"):
        assert Period.parse(code).code == code
    for wrong in ("2026-13", "26-01", "2026-Q5", "", "2026-9"):
        with pytest.raises(ValueError, match=r"period|month"):
            Period.parse(wrong)


def test_neighbours_cross_the_year() -> None:
    """December, January, and the same month a year before."""
    january = Period.parse("2026-01")
    assert january.previous.code == "2025-12"
    assert january.year_before.code == "2025-01"
    assert Period.parse("2026-Q1").previous.code == "2025-Q4"
    assert Period.parse("2026-Q1").year_before.code == "2025-Q1"
    assert january.last_day == dt.date(2026, 1, 31)
    assert [one.code for one in january.back(3)] == ["2025-11", "2025-12", "2026-01"]


def test_a_period_begins_where_it_can() -> None:
    """February begins no quarter."""
    with pytest.raises(ValueError, match="does not begin"):
        Period(dt.date(2026, 2, 1), PeriodKind.QUARTER)
    assert Period.containing(dt.date(2026, 2, 17), PeriodKind.QUARTER).code == "2026-Q1"
