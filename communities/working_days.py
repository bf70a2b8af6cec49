"""Working days after the yearly notices of the State Council, with holidays and make-up days.

The notice for a year comes out in the autumn before it (domain facts 11.11). Until the office has
entered it, that year is reckoned by weekends, and each deadline that reaches into it says so.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from communities.holidays import read_notice
from communities.models import HolidayNotice
from lib.registry import Registry
from lib.waiting import Horizon


@dataclass(frozen=True)
class WorkCalendar:
    """The days that depart from weekends (True: worked), and the years whose notice is known."""

    days: Mapping[dt.date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working_day(self, day: dt.date) -> bool:
        """Tell whether offices work on `day`, as far as known."""
        return self.days.get(day, day.weekday() < 5)

    def add(self, day: dt.date, count: int) -> dt.date:
        """Return the `count`-th working day after `day`; 0 is `day` itself."""
        while count > 0:
            day += dt.timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def knows(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether the notices of all years from `first` to `last` are known."""
        return self.years.issuperset(range(first.year, last.year + 1))


def work_calendar() -> WorkCalendar:
    """Return the calendar as it stands: one statement; who reckons much reads it once."""
    days: dict[dt.date, bool] = {}
    years = set()
    for year, text in HolidayNotice.objects.order_by("year").values_list("year", "text"):
        days.update(read_notice(text, year))
        years.add(year)
    return WorkCalendar(days, frozenset(years))


#: How far the home page looks ahead, in working days.
AHEAD = 3


def horizon(today: dt.date | None = None) -> Horizon:
    """Return what is today's work and what lies ahead, by the working days that are known."""
    today = today or timezone.localdate()
    calendar, day = work_calendar(), dt.timedelta(days=1)
    until, soon = calendar.add(today, 1) - day, calendar.add(today, AHEAD + 1) - day
    return Horizon(today, until, soon)


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """Open deadlines that a room has reckoned in working days.

    `again(actor)` reckons them anew after a notice was entered or changed, and returns how many
    have moved.
    """

    key: str
    again: Callable[[Any], int]


reckonings: Registry[Reckoning] = Registry("reckonings")
