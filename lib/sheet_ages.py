"""Ages as cards and lists tell them: 35, 45周岁, 3岁2个月, 1岁半, 6月, 2周, 28天, 八十二岁."""

import re

from lib.chinese_numbers import arabic
from lib.sheet_cells import text_of
from lib.text import half_width
from lib.workbooks import Cell

YEARS, MONTHS, DAYS = "years", "months", "days"
#: Below so many years an age is told in months, as the injury card does.
INFANT = 2
_YEAR = r"(?:周岁|岁|年|y(?:ears?)?)"
_MONTH = r"(?:个月龄|个月|月龄|月|m(?:onths?)?)"
_DAY = r"(?:天|日龄|日|d(?:ays?)?)"
AGE = re.compile(
    rf"(?:满|出生后?|生后)?\s*(?:(?P<years>\d{{1,3}}(?:\.\d+)?)\s*{_YEAR}\s*(?P<half>半)?)?\s*(?:零|又)?\s*"
    rf"(?:(?P<months>\d{{1,4}}(?:\.\d+)?)\s*{_MONTH}(?P<half_month>半)?)?\s*(?:零|又)?\s*"
    rf"(?:(?P<weeks>\d{{1,3}})\s*(?:周|星期))?\s*"
    rf"(?:(?P<days>\d{{1,4}})\s*{_DAY})?",
    re.IGNORECASE,
)
PLAIN = re.compile(r"\d{1,4}(?:\.\d+)?")
_HALF = re.compile(r"半\s*(?=岁|年|周岁)")


class NoAge(ValueError):
    """The cell tells no age."""


def read_age(cell: Cell, unit: str | None = None) -> tuple[int, str]:
    """Return an age as (number, unit): years, below two years months, below a month days.

    `unit` is that of a bare number (a column of its own); without one it is years. Fractions of
    older ages lose their part. Raises NoAge.
    """
    text = half_width(text_of(cell))
    if PLAIN.fullmatch(text):
        number = float(text)
        if (unit or YEARS) == YEARS:
            return _years(number)
        return int(number), str(unit)
    match = _age(text) or _age(arabic(text))
    if match is None:
        raise NoAge(text)
    return _told(match)


def _age(text: str) -> re.Match[str] | None:
    match = AGE.fullmatch(_HALF.sub("0.5", text))
    return match if match and any(match[p] for p in ("years", "months", "weeks", "days")) else None


def _years(number: float) -> tuple[int, str]:
    if number < INFANT and number != int(number):
        return round(number * 12), MONTHS
    return int(number), YEARS


def _told(match: re.Match[str]) -> tuple[int, str]:
    months = float(match["months"] or 0)
    if match["years"] is not None:
        years = float(match["years"]) + (0.5 if match["half"] else 0)
        if years < INFANT and (months or years != int(years)):
            return round(years * 12 + months), MONTHS
        return int(years), YEARS
    if match["months"] is not None:
        return int(months), MONTHS
    return int(match["weeks"] or 0) * 7 + int(match["days"] or 0), DAYS
