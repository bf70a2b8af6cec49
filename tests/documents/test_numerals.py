"""Numbers and dates are written the same everywhere, the way people check them by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from documents.wording import chinese_number
from lib.numerals import format_value


@pytest.mark.parametrize(
    ("value", "kind", "digits", "printed"),
    [
        (1234567, "integer", None, "1,234,567"),
        (0, "integer", None, "0"),
        (2.675, "decimal", 2, "2.68"),
        (2.5, "integer", None, "3"),
        (Decimal("18.375"), "decimal", 2, "18.38"),
        (12.5, "percent", None, "12.5%"),
        (100, "percent", None, "100.0%"),
        (0.05, "percent", 1, "0.1%"),
        (-3, "integer", None, "−3"),
        (-0.001, "decimal", 2, "0.00"),
        (1e-7, "decimal", 2, "0.00"),
        (None, "integer", None, "—"),
        ("<5", "integer", None, "<5"),
        (12, "text", None, "12"),
        (12.345, "text", None, "12.35"),
    ],
)
def test_a_value_is_printed(value: object, kind: str, digits: int | None, printed: str) -> None:
    for language in ("zh-hans", "en"):
        assert format_value(value, kind=kind, digits=digits, language=language) == printed


def test_a_date_follows_the_language() -> None:
    day = dt.date(2026, 3, 9)
    assert format_value(day, language="zh-hans") == "2026年3月9日"
    assert format_value(day, language="en") == "9 March 2026"


def test_a_moment_is_told_in_the_portals_time_zone(settings) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    settings.USE_TZ = True
    moment = dt.datetime(2026, 4, 1, 22, 30, tzinfo=dt.UTC)
    assert format_value(moment, language="zh-hans") == "2026年4月2日 06:30"


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
)
def test_chapters_are_counted_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written
