"""From dated events to a weekly series: ISO weeks, gaps, late reports."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from stats.detection import detect_latest, reporting_delay, weekly_series
from stats.detection.reference import baseline_weeks, same_week_before
from stats.errors import EmptyInput, OutOfRange, StrataMismatch, TooShort


def test_a_year_of_53_weeks_keeps_its_53rd_week():
    found = weekly_series(["2020-12-28", "2021-01-03", "2021-01-20"], as_of="2021-01-31")
    assert found.weeks == ("2020-W53", "2021-W01", "2021-W02", "2021-W03", "2021-W04")
    assert found.counts == (2, 0, 0, 1, 0)
    assert found.start == "2020-12-28"


def test_unfinished_and_freshly_reported_weeks_are_held_back():
    days = ["2026-01-05", "2026-01-14", "2026-01-21", "2026-01-27"]
    found = weekly_series(days, as_of="2026-01-28", reporting_delay_weeks=1)
    assert found.weeks == ("2026-W02", "2026-W03")
    assert found.held_back == 2
    assert "2 events" in found.sentence("en")


def test_a_week_without_reporting_is_unknown_and_a_quiet_week_is_zero():
    found = weekly_series(
        ["2026-01-05", "2026-01-26"], as_of="2026-02-01", not_reported=["2026-W03"]
    )
    assert found.counts == (1, None, 0, 1)
    assert "unknown" in found.sentence("en") and "未知" in found.sentence("zh-hans")


def test_counts_per_day_are_summed_and_events_before_the_first_week_are_told():
    found = weekly_series(
        ["2026-01-01", "2026-01-05", "2026-01-06"],
        counts=[7, 2, 3],
        as_of="2026-01-11",
        first_week="2026-01-05",
    )
    assert (found.counts, found.outside) == ((5,), 7)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dates(date(2018, 1, 1), date(2022, 12, 31)), min_size=1, max_size=40))
def test_no_event_is_lost(days):
    found = weekly_series(days, as_of="2023-01-31")
    assert sum(found.counts) + found.held_back + found.outside == len(days)
    assert len(set(found.weeks)) == len(found.weeks)


def test_a_series_goes_straight_to_the_detectors():
    days = [date(2025, 1, 6) + timedelta(days=3 * i) for i in range(98)]
    series = weekly_series(days, as_of="2025-10-26")
    assert detect_latest(series.counts, start=series.start).verdict.week == "2025-W43"


def test_the_wait_is_the_week_by_which_nine_of_ten_were_reported():
    events = ["2026-01-05"] * 10
    reports = ["2026-01-06"] * 5 + ["2026-01-13"] * 4 + ["2026-03-01"]
    found = reporting_delay(events, reports)
    assert (found.weeks, found.share) == (1, 0.9)
    assert found.shares[0] == 0.5
    assert reporting_delay(events, reports, completeness=0.95, max_weeks=4).weeks is None


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 10))
def test_the_same_week_of_a_past_year_is_the_nearest_monday(day, years):
    monday = day - timedelta(days=day.weekday())
    found = same_week_before(monday, years)
    assert found.weekday() == 0
    leap = (monday.month, monday.day) == (2, 29)
    anniversary = monday.replace(
        year=monday.year - years, month=3 if leap else monday.month, day=1 if leap else monday.day
    )
    assert abs((found - anniversary).days) <= 3


@settings(max_examples=50, deadline=None)
@given(st.integers(270, 520), st.integers(1, 20), st.integers(0, 5), st.integers(0, 52))
def test_a_baseline_is_all_in_the_past_and_each_week_has_one_season(position, periods, w, skipped):
    found = baseline_weeks(
        position, b=5, w=w, no_periods=periods, skipped=skipped, start=date(2010, 1, 4)
    )
    assert found.positions.max() < position - skipped
    assert len(set(found.positions.tolist())) == len(found.positions)
    if skipped < 50:
        assert set(found.seasons.tolist()) == set(range(periods))


@pytest.mark.parametrize(
    "error, call",
    [
        (EmptyInput, lambda: weekly_series([], as_of="2026-01-01")),
        (OutOfRange, lambda: weekly_series(["yesterday"], as_of="2026-01-01")),
        (OutOfRange, lambda: weekly_series(["2026-02-01"], as_of="2026-01-01")),
        (OutOfRange, lambda: weekly_series(["1026-02-01"], as_of="2026-01-01")),
        (OutOfRange, lambda: reporting_delay(["2026-02-01"], ["2026-01-01"])),
        (StrataMismatch, lambda: weekly_series(["2026-01-01"], counts=[1, 2], as_of="2026-02-01")),
        (StrataMismatch, lambda: reporting_delay(["2026-02-01"], [])[0]),
        (TooShort, lambda: weekly_series(["2026-01-06"], as_of="2026-01-07")),
    ],
)
def test_bad_dates_get_a_named_error(error, call):
    if error is StrataMismatch:
        error = (StrataMismatch, EmptyInput)
    with pytest.raises(error):
        call()
