"""How a number is written, in every medium and both languages, by one function.

The web page, the PDF and the Word file of a report all call ``format_value``, so they cannot
disagree. Digits are grouped by three with a comma in both languages: GB/T 15835-2011 (numerals
in publications) allows it, and an office compares columns of figures.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeGuard

from django.utils import timezone

Number = int | float | Decimal
Value = Number | str | dt.date | None

MISSING = "—"
MINUS = "\u2212"

# What a value is; decides its digits, its mark and its side of the column.
KINDS = ("text", "integer", "decimal", "percent", "date")
NUMERIC_KINDS = frozenset({"integer", "decimal", "percent"})
DEFAULT_DIGITS = {"integer": 0, "decimal": 2, "percent": 1}


def is_number(value: object) -> TypeGuard[int | float | Decimal]:
    """True of int, float and Decimal; a bool is no number."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def format_value(
    value: Value, *, kind: str = "text", digits: int | None = None, language: str
) -> str:
    """``value`` as it is printed.

    ``percent`` takes 0 to 100 (12.5 is printed 12.5%). A number in a text column is printed
    by its own type; a text in a number column (a suppressed cell, "<5") is printed as it is.
    """
    if value is None:
        return MISSING
    if isinstance(value, dt.date):
        return format_date(value, language=language)
    if isinstance(value, bool) or not is_number(value):
        return str(value)
    if kind not in NUMERIC_KINDS:
        kind = "integer" if isinstance(value, int) else "decimal"
    return format_number(value, kind=kind, digits=digits)


def format_number(value: Number, *, kind: str = "integer", digits: int | None = None) -> str:
    """A number rounded half up, as people check it by hand, grouped by three.

    A float is rounded from its shortest decimal form, so 2.675 is printed 2.68.
    """
    places = DEFAULT_DIGITS[kind] if digits is None else digits
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}{'%' if kind == 'percent' else ''}"


def format_date(value: dt.date, *, language: str) -> str:
    """2026年3月9日 and 9 March 2026; a moment gets hours and minutes behind it.

    A moment with a time zone is told in the portal's (``TIME_ZONE``).
    """
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if language == "en":
        day = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    else:
        day = f"{value.year}年{value.month}月{value.day}日"
    return f"{day} {value:%H:%M}" if isinstance(value, dt.datetime) else day


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
