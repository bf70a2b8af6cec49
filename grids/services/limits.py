"""Until when a hazard must be rectified."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from communities.working_days import WorkCalendar, work_calendar
from grids.models import Hazard, TimeLimit


@dataclass(frozen=True)
class Term:
    """A deadline and how it came about.

    `since` and `working_days` say what it was reckoned from, and are empty when a person has set
    the day; `by_weekends` that the notice of a year in between was not known.
    """

    day: dt.date
    since: dt.date | None = None
    working_days: int | None = None
    by_weekends: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a hazard."""
        return {
            "deadline": self.day,
            "reckoned_since": self.since,
            "reckoned_days": self.working_days,
            "by_weekends": self.by_weekends,
        }


def reckon(calendar: WorkCalendar, since: dt.date, working_days: int) -> Term:
    """Return the deadline `working_days` after `since`."""
    day = calendar.add(since, working_days)
    return Term(day, since, working_days, by_weekends=not calendar.knows(since, day))


class TimeLimits:
    """All time limits with the calendar they are counted in: two statements, for many hazards."""

    def __init__(self, rows: Mapping[tuple[str | None, str], TimeLimit]) -> None:
        self._rows = rows

    @classmethod
    def load(cls) -> Self:
        """Read the limits; the calendar is read when a day is asked for."""
        return cls({(row.category_id, row.grade): row for row in TimeLimit.objects.all()})

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days."""
        return work_calendar()

    def of(self, category: str | None, grade: str) -> TimeLimit | None:
        """Return the limit; one of the category goes before the general one."""
        return self._rows.get((category, grade)) or self._rows.get((None, grade))

    def term(self, category: str | None, grade: str, day: dt.date) -> Term | None:
        """Return the deadline of a hazard found on `day`; None when no limit is set."""
        limit = self.of(category, grade)
        return reckon(self.calendar, day, limit.working_days) if limit else None

    def latest(self, hazard: Hazard, found_on: dt.date) -> dt.date | None:
        """Return the last day that an extension may reach; None when there is no bound."""
        limit = self.of(hazard.category_id, hazard.grade)
        if limit is None or limit.at_most is None:
            return None
        return self.calendar.add(found_on, limit.at_most)
