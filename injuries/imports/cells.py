"""Cells to values: dates of every usual spelling, hours, ages, codes, numbers kept as text."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models

from injuries.identity import check_digit_fits
from injuries.imports.texts import code_of
from lib import sheet_ages
from lib.sheet_cells import shown, text_of
from lib.sheet_days import NoDay, NoHour, read_day
from lib.sheet_numbers import is_cut
from lib.sheet_words import NoAnswer, read_yes
from lib.text import half_width
from lib.workbooks import Cell

HOUR = re.compile(r"(\d{1,2})(?:\.0+)?\s*(?:(?:[:时点])\s*\d{0,2}(?:[:分]\s*\d{0,2}\s*秒?)?)?")
ID_MARKS = frozenset(" \t-.·,，'\"")
MOBILE_DIGITS = 11
#: A column of codes or days says the same few things over and over; what a cell says depends on the
#: cell alone. Not for names and numbers of persons: it keeps what it has seen. `typed`, because
#: True and 1 are equal and do not read alike.
remembered = lru_cache(maxsize=4096, typed=True)


class CellProblem(Exception):
    """A cell that means nothing: `code` is a key of injuries.wording.MESSAGES."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Moment:
    """A day, and the hour where the cell gave one."""

    day: dt.date
    hour: int | None = None


@remembered
def read_moment(cell: Cell) -> Moment:
    """Read a day, perhaps with an hour. Raises CellProblem."""
    try:
        return Moment(*read_day(cell))
    except NoHour as error:
        raise CellProblem("bad-hour", value=str(error)) from None
    except NoDay:
        raise CellProblem("bad-date", value=shown(cell)) from None


@remembered
def read_hour(cell: Cell) -> int:
    """Read an hour of the day: 14, “14时”, “14:30”, a time cell. Raises CellProblem."""
    if isinstance(cell, dt.datetime | dt.time):
        return cell.hour
    if isinstance(cell, dt.timedelta):
        return _hour(int(cell.total_seconds() // 3600), cell)
    if isinstance(cell, float) and 0 < cell < 1:
        return int(cell * 24 + 1e-9)
    match = HOUR.fullmatch(half_width(text_of(cell)))
    if match is None:
        raise CellProblem("bad-hour", value=shown(cell))
    return _hour(int(match[1]), cell)


def _hour(hour: int, cell: Cell) -> int:
    if not 0 <= hour <= 23:
        raise CellProblem("bad-hour", value=shown(cell))
    return hour


@remembered
def read_age(cell: Cell, unit: str | None = None) -> tuple[int, str]:
    """Read an age: 35, “35岁”, “8个月”, 1.42 (years of an infant: 17 months). Raises CellProblem.

    A unit inside the cell goes before `unit`. Fractions of years below 2 become months, because
    the card tells infants in months; older fractions lose their part.
    """
    try:
        return sheet_ages.read_age(cell, unit)
    except sheet_ages.NoAge:
        raise CellProblem("bad-age", value=shown(cell)) from None


@remembered
def read_code(cell: Cell, choices: type[models.Choices]) -> str:
    """Read a code by number or words. Raises CellProblem."""
    found = code_of(choices, half_width(text_of(cell)))
    if found is None:
        raise CellProblem("unknown-code", value=shown(cell))
    return found


def read_flag(cell: Cell) -> bool:
    """Read yes or no. Raises CellProblem."""
    try:
        return read_yes(cell)
    except NoAnswer:
        raise CellProblem("bad-flag", value=shown(cell)) from None


def read_text(cell: Cell, limit: int) -> str:
    """Read text of at most `limit` characters. Raises CellProblem."""
    text = text_of(cell).replace("\0", "")
    if len(text) > limit:
        raise CellProblem("too-long", limit=limit)
    return text


def read_number(cell: Cell, limit: int) -> str:
    """Read a number that names something: a card, a telephone. Raises CellProblem when it is cut.

    Full-width digits, spaces and Excel's marks go; a mobile's hyphens go as well.
    """
    text = "".join(half_width(text_of(cell)).split())
    if is_cut(cell, text):
        raise CellProblem("number-cut")
    digits = text.replace("-", "")
    if len(digits) == MOBILE_DIGITS and digits.isdecimal() and digits.startswith("1"):
        text = digits
    return read_text(text, limit)


def read_identity(cell: Cell) -> str:
    """Read an identity number without its marks. Raises CellProblem when Excel has cut its digits.

    A number cell keeps 15 digits: the end of an 18-digit number is lost for good, also when it
    came here as text with three zeros at its end.
    """
    written = half_width(text_of(cell))
    text = "".join(letter for letter in written if letter not in ID_MARKS).upper()
    lost_end = len(text) == 18 and text.endswith("000") and not check_digit_fits(text)
    if is_cut(cell, written) or lost_end:
        raise CellProblem("id-cut")
    return read_text(text, 30)
