"""ISO weeks: Monday to Sunday, named ``2026-W53``; a year has 52 or 53 of them (ISO 8601)."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from stats.errors import MissingValue, OutOfRange
from stats.words import Phrase

ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})")
ALLOWED_DAY = Phrase(en="a date such as 2026-01-05", zh="日期，如 2026-01-05")
ALLOWED_WEEK = Phrase(
    en="a Monday such as 2026-01-05, or an ISO week such as 2026-W02",
    zh="周一的日期（如 2026-01-05）或 ISO 周（如 2026-W02）",
)


def parse_day(value: Any, argument: str, position: int | None = None) -> date:
    """A ``date`` from a date, a datetime or ISO text."""
    if value is None:
        raise MissingValue(argument, position=position)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value).date()
    except (TypeError, ValueError):
        raise OutOfRange(
            argument, position=position, value=repr(value), allowed=ALLOWED_DAY
        ) from None


def monday_of(day: date) -> date:
    """The Monday on which the ISO week of ``day`` begins."""
    return day - timedelta(days=day.weekday())


def parse_week(value: Any, argument: str, position: int | None = None) -> date:
    """The Monday that begins a week, from that Monday or from an ISO week name."""
    match = ISO_WEEK.fullmatch(value) if isinstance(value, str) else None
    try:
        if match:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        day = parse_day(value, argument, position)
    except ValueError as error:
        if isinstance(error, MissingValue):
            raise
        day = None
    if day is None or day.weekday() != 0:
        raise OutOfRange(argument, position=position, value=repr(value), allowed=ALLOWED_WEEK)
    return day


def week_name(monday: date) -> str:
    """``2026-W53``."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"
