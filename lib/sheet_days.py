"""Days as offices write them into sheets: 2026-03-01, 2026年3月1日, 2026.3.1, 20260301, 46082."""

import datetime as dt
import math
import re

from lib.sheet_cells import text_of
from lib.text import half_width
from lib.workbooks import Cell

#: Excel counts days from here (its 1900 system, with the leap day that 1900 did not have).
EXCEL_ZERO = dt.date(1899, 12, 30)
#: Serial numbers taken for days: 1954 to 2119.
EXCEL_DAYS = range(20_000, 80_000)

DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*(?:[:时点](?:\s*\d{0,2}\s*(?:[:分]\s*\d{0,2}(?:\.\d+)?\s*秒?)?)?)?)?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*(\d{2}):?\d{2}(?::?\d{2})?)?")


class NoDay(ValueError):
    """The cell names no day that there is."""


class NoHour(ValueError):
    """The cell names a day, and behind it an hour that there is not."""


def read_day(cell: Cell) -> tuple[dt.date, int | None]:
    """Return the day of a cell, and its hour where one is given. Raises NoDay, NoHour."""
    if isinstance(cell, dt.datetime):
        return cell.date(), cell.hour if cell.time() != dt.time() else None
    if isinstance(cell, dt.date):
        return cell, None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(cell)
    text = half_width(text_of(cell))
    match = DATE.fullmatch(text) or COMPACT.fullmatch(text)
    if match is None:
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            return _serial(float(text))
        raise NoDay(text)
    year, month, day, hour = match.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise NoDay(text) from None
    if hour is not None and int(hour) > 23:
        raise NoHour(hour)
    return date, int(hour) if hour is not None else None


def _serial(number: float) -> tuple[dt.date, int | None]:
    """Read an Excel serial number, or 20260930 stored as a number."""
    if 19_000_000 < number < 21_000_000:
        return read_day(text_of(float(int(number))))
    if not math.isfinite(number) or int(number) not in EXCEL_DAYS:
        raise NoDay(str(number))
    days, part = divmod(number, 1)
    seconds = round(part * 86_400)
    day = EXCEL_ZERO + dt.timedelta(days=int(days))
    return day, min(seconds // 3600, 23) if seconds else None
