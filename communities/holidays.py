"""Reading the yearly notice of holidays as the General Office of the State Council words it.

One line a holiday, as people copy it from the notice:
“二、春节：2月15日（农历腊月二十八、周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。”
Lines without 放假 or 上班 are left out: heading, greeting, signature. Days may be written as
2027-02-15 too, and those of another year with their year (2022年12月31日).
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lib.text import half_width

_DAY = r"(?:(?:(\d{4})[年/.-])?(\d{1,2})[月/.-])?(\d{1,2})日?"
_NAME = re.compile(r"^\s*(?:[一二三四五六七八九十\d]+[、.]\s*)?([^:\d]{1,20}):")
_ASIDE = re.compile(r"\([^()]*\)")
_OFF = re.compile(rf"{_DAY}(?:\s*(?:至|到|-|—|~)\s*{_DAY})?\s*放假(?:调休)?(?:\s*,?\s*共?(\d+)天)?")
_WORKED = re.compile(rf"((?:{_DAY}[、,和\s]*)+)\s*(?:(?:照常|正常)?上班|补班)")
_ONE = re.compile(_DAY)
_TITLE_YEAR = re.compile(r"(\d{4})年部分节假日")
#: No holiday of China is longer than this: a longer one is a slip of a month.
LONGEST = 16


class Unreadable(ValidationError):
    """A notice that cannot be read; the message names the line."""


class Slip(ValueError):
    """What is wrong with the days of a line, in the reader's words."""


@lru_cache(maxsize=256)
def read_notice(text: str, year: int) -> Mapping[dt.date, bool]:
    """Return the days on which `text` departs from plain weekends: True is worked, False is off.

    Days off that fall on a weekend are there as well. Raises Unreadable, a ValidationError.
    """
    days: dict[dt.date, bool] = {}
    title = _TITLE_YEAR.search(half_width(text))
    if title and int(title[1]) != year:
        raise Unreadable(_("This is the notice for %(found)s.") % {"found": title[1]})
    for number, line in enumerate(half_width(text).splitlines(), 1):
        if "放假" in line or "上班" in line:
            for day, worked in _days_of(line, number, year):
                if days.setdefault(day, worked) is not worked:
                    raise _problem(number, line, _("%s is both a day off and worked.") % day)
    if False not in days.values():
        raise Unreadable(_("No holiday was found. Put each on its line, as the notice does."))
    return MappingProxyType(days)


def names_of(text: str) -> list[tuple[str, str]]:
    """Return each holiday's name and its line, for the page."""
    lines = [line.strip() for line in half_width(text).splitlines()]
    found = [(_NAME.match(line), line) for line in lines if "放假" in line]
    return [
        (name[1].strip() if name else "", line[name.end() :] if name else line)
        for name, line in found
    ]


def _days_of(line: str, number: int, year: int) -> Iterator[tuple[dt.date, bool]]:
    plain = line
    while (shorter := _ASIDE.sub("", plain)) != plain:
        plain = shorter
    plain = _NAME.sub("", plain, count=1)
    off, worked = list(_OFF.finditer(plain)), list(_WORKED.finditer(plain))
    if (
        not off
        and not worked
        or plain.count("放假") > len(off)
        or plain.count("上班") > len(worked)
    ):
        raise _problem(number, line, _("The days cannot be read."))
    try:
        for found in off:
            yield from ((day, False) for day in _days_off(found, year))
        for found in worked:
            yield from ((day, True) for day in _days_worked(found[1], year))
    except Slip as slip:
        raise _problem(number, line, str(slip)) from slip
    except ValueError as error:  # a 30th of February: Python's sentence about it is nobody's
        raise _problem(number, line, _("The days cannot be read.")) from error


def _days_off(found: re.Match[str], year: int) -> list[dt.date]:
    own_year, month, day, end_year, end_month, end_day, told = found.groups()
    if month is None:
        raise Slip(_("The days cannot be read."))
    first = last = dt.date(int(own_year or year), int(month), int(day))
    if end_day:
        last = dt.date(int(end_year or year), int(end_month or month), int(end_day))
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST:
        raise Slip(_("The last day lies before the first, or far behind it."))
    if told and int(told) != count:
        text = _("It says %(told)s days, but from %(first)s to %(last)s are %(count)s.")
        raise Slip(text % {"told": told, "first": first, "last": last, "count": count})
    return [first + dt.timedelta(days=number) for number in range(count)]


def _days_worked(text: str, year: int) -> Iterator[dt.date]:
    month: str | None = None
    for own_year, own_month, own_day in _ONE.findall(text):
        month = own_month or month
        if month is None:
            raise Slip(_("The days cannot be read."))
        day = dt.date(int(own_year or year), int(month), int(own_day))
        if day.weekday() < 5:
            raise Slip(_("%s is no Saturday or Sunday: nothing is to be made up.") % day)
        yield day


def _problem(number: int, line: str, reason: str) -> Unreadable:
    text = _("Line %(number)s, “%(line)s”: %(reason)s")
    return Unreadable(text % {"number": number, "line": line.strip()[:40], "reason": reason})
