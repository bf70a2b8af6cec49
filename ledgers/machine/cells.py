"""Cells to values, by the kind of the field."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from ledgers.declaration import Field, Kind
from ledgers.problems import Unreadable
from lib.sheet_cells import shown, text_of
from lib.sheet_days import NoDay, NoHour, read_day
from lib.text import half_width
from lib.workbooks import Cell

YES = frozenset(["是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对"])
NO = frozenset(["否", "无", "×", "✗", "x", "n", "no", "false", "0", "不是", "没有"])
NUMBER = re.compile(r"(-?[\d,]+(?:\.\d+)?)\s*(?:m2|[^\d.]*)")
#: Excel keeps 15 digits of a number; a longer one has lost its end.
EXACT = 10**15
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,3}", re.IGNORECASE)


def read_cell(field: Field, cell: Cell, *, today: dt.date) -> Any:
    """Return the value of a cell that is not empty. Raises Unreadable."""
    return _READERS[field.kind](field, cell)


def _text(field: Field, cell: Cell) -> str:
    text = text_of(cell).replace("\0", "")
    if len(text) > field.limit:
        raise Unreadable("too-long", limit=field.limit)
    return text


def _day(field: Field, cell: Cell) -> dt.date:
    return _moment_parts(cell)[0]


def _moment_parts(cell: Cell) -> tuple[dt.date, int | None]:
    try:
        return read_day(cell)
    except NoHour as error:
        raise Unreadable("bad-hour", value=str(error)) from None
    except NoDay:
        raise Unreadable("bad-day", value=shown(cell)) from None


def _moment(field: Field, cell: Cell) -> dt.datetime:
    if isinstance(cell, dt.datetime):
        return timezone.make_aware(cell) if timezone.is_naive(cell) else cell
    day, hour = _moment_parts(cell)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour or 0)))


def _decimal(field: Field, cell: Cell) -> Decimal:
    match = NUMBER.fullmatch(half_width(text_of(cell)))
    try:
        value = Decimal(match[1].replace(",", "")) if match else None
    except InvalidOperation:
        value = None
    if value is None:
        raise Unreadable("bad-number", value=shown(cell))
    _refuse_outside(field, value)
    return value if field.places is None else round(value, field.places)


def _refuse_outside(field: Field, value: Decimal | int) -> None:
    if field.lowest is not None and value < field.lowest:
        raise Unreadable("too-low", limit=field.lowest)
    if field.highest is not None and value > field.highest:
        raise Unreadable("too-high", limit=field.highest)


def _integer(field: Field, cell: Cell) -> int:
    value = _decimal(field, cell)
    if value != value.to_integral_value():
        raise Unreadable("bad-integer", value=shown(cell))
    return int(value)


def _flag(field: Field, cell: Cell) -> bool:
    text = half_width(text_of(cell)).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable("bad-flag", value=shown(cell))


def _number(field: Field, cell: Cell) -> str:
    text = "".join(half_width(text_of(cell)).split())
    cut = isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT
    if cut or SCIENTIFIC.fullmatch(text):
        raise Unreadable("number-cut")
    if len(text) > field.limit:
        raise Unreadable("too-long", limit=field.limit)
    return text


_READERS: dict[Kind, Callable[[Field, Cell], Any]] = {
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.PHONE: _number,
    Kind.IDENTITY: _number,
}
