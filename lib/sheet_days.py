"""Days as offices write them into sheets.

2026-03-01, 2026年3月1日, 2026.3.1, 26.3.1, 20260301, 46082, 二〇二六年三月一日, 3月1日 (the year
from elsewhere), 2026.3.15上午, 2026年2月27日下午3时; months and spans: 2026年3月, 2026.12,
4月1日-4月30日.
"""

import calendar
import datetime as dt
import math
import re
from dataclasses import dataclass

from lib.chinese_numbers import arabic
from lib.sheet_cells import text_of
from lib.text import half_width
from lib.workbooks import Cell

#: Excel counts days from here (its 1900 system, with the leap day that 1900 did not have).
EXCEL_ZERO = dt.date(1899, 12, 30)
#: Serial numbers taken for days: 1954 to 2119.
EXCEL_DAYS = range(20_000, 80_000)

AFTERNOON = {"下午", "傍晚", "晚上", "晚", "夜间"}
_PART = "上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜间|晚"
_HOUR = (
    rf"(?:[T\s]*(?P<part>{_PART})?\s*"
    r"(?:(?P<hour>\d{1,2})\s*(?:[:时点](?:\s*(?:半|\d{0,2}\s*(?:[:分]\s*\d{0,2}(?:\.\d+)?\s*秒?)?))?)?)?"
    r")?"
)
_WEEKDAY = r"\s*(?:\(?(?:周|星期|礼拜)[一二三四五六日天1-7]\)?)?\s*"
DATE = re.compile(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_WEEKDAY}{_HOUR}"
)
#: Two digits for the year: only with 年, or where they cannot be a month (26.3.1).
SHORT = re.compile(
    r"(\d{2})(?:\s*年\s*|(?<=1[3-9]|[2-9]\d)[-.])(\d{1,2})\s*[-.月]\s*(\d{1,2})\s*[日号]?"
    rf"{_WEEKDAY}{_HOUR}"
)
#: A day of a year that is said elsewhere.
YEARLESS = re.compile(rf"()(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{_WEEKDAY}{_HOUR}")
COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:\s*(?P<hour>\d{2}):?\d{2}(?::?\d{2})?)?(?P<part>(?!))?"
)
MONTH = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*月?(?:份)?")
YEAR = re.compile(r"(\d{4})\s*年(?:度)?")
#: What parts the two ends of a span; a hyphen also stands inside of days, so it comes last.
SPAN_MARKS = ("至", "到", "~", "—", "–", "－", "-")
#: Words for a day that does not come.
NEVER = {"长期", "长期有效", "永久", "永久有效", "无期限", "至今", "无固定期限"}


class NoDay(ValueError):
    """The cell names no day that there is."""


class NoHour(ValueError):
    """The cell names a day, and behind it an hour that there is not."""


class NoYear(NoDay):
    """The cell names a day of a year that is said nowhere."""


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def read_day(cell: Cell, year: int | None = None) -> tuple[dt.date, int | None]:
    """Return the day of a cell, and its hour where one is given. Raises NoDay, NoHour.

    `year` is that of a day without one (its sheet's); without it such a cell raises NoYear.
    """
    if isinstance(cell, dt.datetime):
        return cell.date(), cell.hour if cell.time() != dt.time() else None
    if isinstance(cell, dt.date):
        return cell, None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(cell)
    text = half_width(text_of(cell))
    match = _match(text) or _match(arabic(text))
    if match is None:
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            return _serial(float(text))
        raise NoDay(text)
    return _day(match, text, year), _hour(match)


def _match(text: str) -> re.Match[str] | None:
    return (
        DATE.fullmatch(text)
        or COMPACT.fullmatch(text)
        or SHORT.fullmatch(text)
        or YEARLESS.fullmatch(text)
    )


def _day(match: re.Match[str], text: str, year: int | None) -> dt.date:
    stated, month, day = match[1], int(match[2]), int(match[3])
    if not stated and year is None:
        raise NoYear(text)
    number = int(stated) if stated else int(year or 0)
    if stated and len(stated) == 2:
        number += 2000 if number < 70 else 1900
    try:
        return dt.date(number, month, day)
    except ValueError:
        raise NoDay(text) from None


def _hour(match: re.Match[str]) -> int | None:
    """Return the hour of 24. Raises NoHour."""
    if match["hour"] is None:
        return None
    hour, part = int(match["hour"]), match["part"] or ""
    if hour < 12 and part in AFTERNOON or part == "中午" and hour < 3:
        hour += 12
    if hour > 23:
        raise NoHour(match["hour"])
    return hour


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


def read_span(cell: Cell, year: int | None = None) -> Span:
    """Return the days that a cell names: one, a month, a year, or from one to another.

    2026.1 in a cell of a number is refused: it is January, or October without its zero. Raises
    NoDay, NoHour.
    """
    try:
        day, _hour = read_day(cell, year)
    except (NoYear, NoHour):
        raise
    except NoDay:
        text = arabic(half_width(text_of(cell)))
        return _whole(cell, text, year) or _between(text, year)
    return Span(day, day)


def read_last_day(cell: Cell, year: int | None = None) -> dt.date | None:
    """Return until when something holds, None for ever (长期): of a month its last day.

    Raises NoDay, NoHour.
    """
    text = half_width(text_of(cell))
    return None if text in NEVER else read_span(cell, year).last


def _whole(cell: Cell, text: str, year: int | None) -> Span | None:
    """Return a month or a year, None when the text is neither."""
    if isinstance(cell, float) and text.endswith(".1"):
        return None
    if match := YEAR.fullmatch(text):
        number = int(match[1])
        return Span(dt.date(number, 1, 1), dt.date(number, 12, 31)) if number else None
    match = MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not (match[1] or "月" in text):
        return None
    if match[1] is None and year is None:
        raise NoYear(text)
    number, month = int(match[1] or year or 0), int(match[2])
    if number < dt.MINYEAR:
        return None
    last = calendar.monthrange(number, month)[1]
    return Span(dt.date(number, month, 1), dt.date(number, month, last))


def _between(text: str, year: int | None) -> Span:
    """Read two ends: what the second leaves out (year, month) is the first one's."""
    for mark in SPAN_MARKS:
        for place in (match.start() for match in re.finditer(re.escape(mark), text)):
            first, second = text[:place].strip(), text[place + len(mark) :].strip()
            if span := _ends(first, second, year):
                return span
    raise NoDay(text)


def _ends(first: str, second: str, year: int | None) -> Span | None:
    """Return the span between two texts, None when one of them names no day."""
    try:
        start = _one_end(first, year)
        if re.fullmatch(r"\d{1,2}\s*[日号]", second):
            second = f"{start.first.month}月{second}"
        end = _one_end(second, start.first.year)
    except (NoDay, NoHour) as error:
        if isinstance(error, NoYear):
            raise
        return None
    return Span(start.first, end.last) if start.first <= end.last else None


def _one_end(text: str, year: int | None) -> Span:
    if match := re.fullmatch(r"(\d{1,2})[./](\d{1,2})", text):
        text = f"{match[1]}月{match[2]}日"
    try:
        day, _hour = read_day(text, year)
    except NoYear:
        raise
    except NoDay:
        whole = _whole(text, text, year)
        if whole is None:
            raise
        return whole
    return Span(day, day)


def year_in(texts: list[str]) -> int | None:
    """Return the one year that titles, the name of a sheet or of a file speak of; None without one.

    2026年上半年 speaks of 2026. The first text that speaks of one year only decides.
    """
    for text in texts:
        plain = arabic(half_width(text))
        years = {
            int(one) for one in re.findall(r"(?<!\d)((?:19|20)\d{2})(?=\s*[年学至.\-/_]|$)", plain)
        }
        if len(years) == 1:
            return years.pop()
    return None
