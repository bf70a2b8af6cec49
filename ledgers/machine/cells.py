"""Cells to values, by the kind of the field."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ledgers.declaration import ANGLE, Field, Kind
from ledgers.problems import Unreadable
from lib.sheet_cells import shown, text_of
from lib.sheet_days import NoDay, NoHour, NoYear, read_day
from lib.sheet_numbers import CutNumber, NoNumber, OtherUnit, read_angle, read_name, read_quantity
from lib.sheet_phones import NoPhone, read_phones
from lib.sheet_words import NoAnswer, read_yes
from lib.workbooks import Cell

#: Degrees are kept to a tenth of a metre.
ANGLE_PLACES = 6


def read_cell(field: Field, cell: Cell, *, year: int | None = None) -> Any:
    """Return the value of a cell that is not empty; `year` is that of a day without one.

    Raises Unreadable.
    """
    return _READERS[field.kind](field, cell, year)


def _text(field: Field, cell: Cell, year: int | None) -> str:
    return _short(field, text_of(cell).replace("\0", ""))


def _short(field: Field, text: str) -> str:
    if len(text) > field.limit:
        raise Unreadable("too-long", limit=field.limit)
    return text


def _day(field: Field, cell: Cell, year: int | None) -> dt.date:
    return _moment_parts(cell, year)[0]


def _moment_parts(cell: Cell, year: int | None) -> tuple[dt.date, int | None]:
    try:
        return read_day(cell, year)
    except NoHour as error:
        raise Unreadable("bad-hour", value=str(error)) from None
    except NoYear:
        raise Unreadable("no-year", value=shown(cell)) from None
    except NoDay:
        raise Unreadable("bad-day", value=shown(cell)) from None


def _moment(field: Field, cell: Cell, year: int | None) -> dt.datetime:
    if isinstance(cell, dt.datetime):
        return timezone.make_aware(cell) if timezone.is_naive(cell) else cell
    day, hour = _moment_parts(cell, year)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour or 0)))


def _decimal(field: Field, cell: Cell, year: int | None) -> Decimal:
    try:
        if field.unit == ANGLE:
            value = round(Decimal(repr(read_angle(cell))), ANGLE_PLACES)
        else:
            value = read_quantity(cell, field.unit)
    except OtherUnit as error:
        raise Unreadable("other-unit", value=shown(cell), unit=error.wanted) from None
    except NoNumber:
        raise Unreadable("bad-number", value=shown(cell)) from None
    _refuse_outside(field, value)
    return value if field.places is None else round(value, field.places)


def _refuse_outside(field: Field, value: Decimal | int) -> None:
    if field.lowest is not None and value < field.lowest:
        raise Unreadable("too-low", limit=field.lowest)
    if field.highest is not None and value > field.highest:
        raise Unreadable("too-high", limit=field.highest)


def _integer(field: Field, cell: Cell, year: int | None) -> int:
    value = _decimal(field, cell, year)
    if value != value.to_integral_value():
        raise Unreadable("bad-integer", value=shown(cell))
    return int(value)


def _flag(field: Field, cell: Cell, year: int | None) -> bool:
    try:
        return read_yes(cell)
    except NoAnswer:
        raise Unreadable("bad-flag", value=shown(cell)) from None


def _number(field: Field, cell: Cell, year: int | None) -> str:
    try:
        return _short(field, read_name(cell))
    except CutNumber:
        raise Unreadable("number-cut") from None


def _phone(field: Field, cell: Cell, year: int | None) -> str:
    try:
        return _short(field, "、".join(read_phones(cell)))
    except CutNumber:
        raise Unreadable("number-cut") from None
    except NoPhone:
        raise Unreadable("bad-phone", value=shown(cell)) from None


_READERS: dict[Kind, Callable[[Field, Cell, int | None], Any]] = {
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.PHONE: _phone,
    Kind.IDENTITY: _number,
}
