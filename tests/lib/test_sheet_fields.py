"""Cells read what offices type and paste: days, numbers and periods of every usual spelling."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from lib.sheet_fields import DayField, FigureField, PeriodField


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６年３月１日",
        " 2026 年 3 月 1 日 ",
        "20260301",
        "46082",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(text: str) -> None:
    assert DayField().clean(text) == dt.date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026年13月1日", "3月1日", "明年", "2026-02-30", "99999999999"])
def test_what_is_no_day_is_named_in_the_message(text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        DayField().clean(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200.50", "1200.50"),
        ("１２，０００", "12000"),
        ("¥ 1,200", "1200"),
        ("1200元", "1200"),
        ("85%", "85"),
        ("-3.5", "-3.5"),
        ("−3.5", "-3.5"),
    ],
)
def test_a_number_is_read_with_its_marks(text: str, number: str) -> None:
    assert FigureField().clean(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,20", "12,34,567", "约100", "1.2.3", "1e5x", "NaN", "%"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """A comma that parts no thousands may be a decimal one: nobody guesses."""
    with pytest.raises(ValidationError):
        FigureField().clean(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025", "2025"),
        ("2025年", "2025"),
        ("2025-09", "2025-09"),
        ("2025年9月", "2025-09"),
        ("2025.9", "2025-09"),
        ("2025-Q3", "2025-Q3"),
        ("2025年第3季度", "2025-Q3"),
        ("2025年三季度", "2025-Q3"),
        ("", ""),
    ],
)
def test_a_period_is_read_as_it_is_said(text: str, code: str) -> None:
    assert PeriodField(required=False).clean(text) == code


@pytest.mark.parametrize("text", ["去年", "2025年13月", "2025-Q5"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PeriodField().clean(text)
