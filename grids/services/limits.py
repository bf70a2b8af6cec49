"""Until when a hazard must be rectified."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.db import transaction

from accounts.models import User
from communities.models import Area
from communities.services.saving import save_record
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

    def __init__(self, rows: Iterable[TimeLimit]) -> None:
        self._rows: dict[tuple[str | None, str], list[TimeLimit]] = {}
        for row in rows:
            self._rows.setdefault((row.category_id, row.grade), []).append(row)

    @classmethod
    def load(cls) -> Self:
        """Read the limits; the calendar is read when a day is asked for."""
        return cls(TimeLimit.objects.select_related("area"))

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days."""
        return work_calendar()

    def of(
        self, category: str | None, grade: str, day: dt.date, area: Area | None = None
    ) -> TimeLimit | None:
        """Return the limit of a hazard found on `day` in `area` (None: anywhere).

        One of the category goes before the general one, then one of the nearest area.
        """
        for key in dict.fromkeys([(category, grade), (None, grade)]):
            held = [row for row in self._rows.get(key, ()) if row.holds(area, day)]
            if held:
                return max(held, key=_nearness)
        return None

    def term(
        self, category: str | None, grade: str, day: dt.date, area: Area | None = None
    ) -> Term | None:
        """Return the deadline of a hazard found on `day`; None when no limit is set."""
        limit = self.of(category, grade, day, area)
        return reckon(self.calendar, day, limit.working_days) if limit else None

    def latest(self, hazard: Hazard, found_on: dt.date) -> dt.date | None:
        """Return the last day that an extension may reach; None when there is no bound."""
        limit = self.of(hazard.category_id, hazard.grade, found_on, hazard.area)
        if limit is None or limit.at_most is None:
            return None
        return self.calendar.add(found_on, limit.at_most)


def _nearness(limit: TimeLimit) -> tuple[int, dt.date]:
    """Order limits that hold: by how near their area lies, then by how new they are."""
    return (len(limit.area.path) if limit.area else 0, limit.valid_from)


@transaction.atomic
def set_limit(
    *, actor: User, record: TimeLimit, code: str, unchecked: Sequence[str] = ()
) -> TimeLimit:
    """Keep a limit; a new one ends the one before it, and lasts until the one behind it begins."""
    if record._state.adding:
        alike = TimeLimit.objects.select_for_update(of=("self",)).same_key(record)
        behind = alike.filter(valid_from__gt=record.valid_from).order_by("valid_from").first()
        if behind is not None:
            record.valid_to = min(record.valid_to or behind.valid_from, behind.valid_from)
        before = alike.filter(valid_from__lt=record.valid_from).order_by("-valid_from").first()
        if before is not None and (before.valid_to is None or before.valid_to > record.valid_from):
            before.valid_to = record.valid_from
            save_record(actor=actor, record=before, code=code)
    return save_record(actor=actor, record=record, code=code, unchecked=unchecked)
