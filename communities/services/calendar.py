"""Notices of holidays: kept by the office, filled in from a package that follows them."""

import datetime as dt
from collections.abc import Iterable
from importlib.metadata import version
from itertools import groupby

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.models import HolidayNotice
from communities.services.saving import save_record
from communities.working_days import reckonings

PACKAGE = "chinesecalendar"


@transaction.atomic
def save_notice(
    *, actor: User, record: HolidayNotice, code: str, unchecked: Iterable[str] = ()
) -> HolidayNotice:
    """Keep a notice, and reckon anew the open deadlines that were reckoned without it."""
    save_record(actor=actor, record=record, code=code, unchecked=tuple(unchecked))
    if moved := reckon_deadlines(actor):
        audit.record(
            actor=actor, code=f"{code}.reckoned", target=record, changes={"count": [None, moved]}
        )
    return record


def reckon_deadlines(actor: User | None) -> int:
    """Reckon all open deadlines anew by the calendar as it is now; return how many moved."""
    return sum(one.again(actor) for one in reckonings)


def fill_years(**_kwargs: object) -> list[int]:
    """Add the years that the package knows and the office has not entered; return them.

    What is there is never overwritten: it belongs to the office.
    """
    # Read here, since it is needed after migrating only.
    from chinese_calendar.constants import holidays

    missing = {day.year for day in holidays} - set(
        HolidayNotice.objects.values_list("year", flat=True)
    )
    source = f"{PACKAGE} {version(PACKAGE)}"
    HolidayNotice.objects.bulk_create(
        HolidayNotice(year=year, text=packaged_notice(year), source=source)
        for year in sorted(missing)
    )
    return sorted(missing)


def packaged_notice(year: int) -> str:
    """Return what the package knows of a year, in the lines of a notice."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    lines = []
    for holiday in Holiday:
        off = sorted(day for day, name in holidays.items() if _is(day, year, name, holiday.value))
        worked = sorted(
            day for day, name in workdays.items() if _is(day, year, name, holiday.value)
        )
        parts = [_off_in_words(run) for run in _runs(off)]
        if worked:
            parts.append("、".join(_day_in_words(day) for day in worked) + "上班。")
        if parts:
            lines.append((min(off + worked), f"{holiday.chinese}：" + "".join(parts)))
    return "\n".join(line for _first, line in sorted(lines))


def _is(day: dt.date, year: int, name: str, holiday: str) -> bool:
    return day.year == year and name == holiday


def _runs(days: list[dt.date]) -> list[list[dt.date]]:
    """Return days that follow each other together."""
    numbered = enumerate(days)
    groups = groupby(numbered, key=lambda pair: pair[1] - dt.timedelta(days=pair[0]))
    return [[day for _number, day in group] for _first, group in groups]


def _off_in_words(run: list[dt.date]) -> str:
    if len(run) == 1:
        return f"{_day_in_words(run[0])}放假。"
    return f"{_day_in_words(run[0])}至{_day_in_words(run[-1])}放假，共{len(run)}天。"


def _day_in_words(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
