"""Deadlines follow the Chinese calendar.

Holidays and make-up days: notices of the General Office of the State Council for 2025 and 2026.
"""

import datetime as dt
import logging

import pytest

from checklists.models import Grade, HazardCategory
from grids.models import TimeLimit
from grids.services.limits import suggested_deadline
from grids.working_days import _warn, add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2025, 10, 1), False),  # National Day
        (dt.date(2025, 9, 28), True),  # a Sunday made up for it
        (dt.date(2025, 10, 11), True),  # a Saturday made up for it
        (dt.date(2025, 10, 12), False),  # an ordinary Sunday
        (dt.date(2025, 10, 9), True),
    ],
)
def test_holidays_and_make_up_days(day: dt.date, works: bool) -> None:
    assert is_working_day(day) is works


def test_three_working_days_over_the_national_day() -> None:
    assert add_working_days(dt.date(2025, 9, 29), 3) == dt.date(2025, 10, 10)


def test_zero_working_days_is_the_day_itself() -> None:
    assert add_working_days(dt.date(2025, 10, 1), 0) == dt.date(2025, 10, 1)


def test_outside_the_known_years_weekdays_count_and_the_log_says_so(caplog) -> None:
    _warn.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert add_working_days(dt.date(2090, 1, 6), 1) == dt.date(2090, 1, 9)  # Friday → Monday
        assert is_working_day(dt.date(2090, 1, 10))
    assert len([r for r in caplog.records if "2090" in r.getMessage()]) == 1


def test_the_limit_of_a_category_goes_before_the_general_one(db) -> None:
    monday = dt.date(2025, 11, 3)
    assert suggested_deadline("gas", Grade.GENERAL, monday) == dt.date(2025, 11, 6)
    gas = HazardCategory.objects.get(code="gas")
    TimeLimit.objects.create(category=gas, grade=Grade.GENERAL, working_days=1)
    assert suggested_deadline("gas", Grade.GENERAL, monday) == dt.date(2025, 11, 4)
    assert suggested_deadline("fire", Grade.GENERAL, monday) == dt.date(2025, 11, 6)
    assert suggested_deadline("fire", Grade.MAJOR, monday) == dt.date(2025, 11, 12)


def test_without_a_limit_there_is_no_suggestion(db) -> None:
    TimeLimit.objects.all().delete()
    assert suggested_deadline("fire", Grade.GENERAL, dt.date(2025, 11, 3)) is None
