"""Calendar periods: months, quarters, halves and years as half-open ranges of dates."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _


class PeriodKind(StrEnum):
    """Length of a period."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Number of months."""
        return {"month": 1, "quarter": 3, "year": 12}[self]


PERIOD_KIND_LABELS = {
    PeriodKind.MONTH: _("Month"),
    PeriodKind.QUARTER: _("Quarter"),
    PeriodKind.YEAR: _("Year"),
}


FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def usable(day: dt.date) -> dt.date:
    """Return `day`, or the nearest from 1900 to 2199.

    What somebody writes into an address may be the first or the last day there is: those have no
    moment in UTC and no next day.
    """
    return min(max(day, FIRST_DAY), LAST_DAY)


def day_start(day: dt.date) -> dt.datetime:
    """Return the first moment of `day` in the portal's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def this_and_next_year() -> tuple[int, int]:
    """Return the year of today and the one behind it."""
    year = timezone.localdate().year
    return year, year + 1


@dataclass(frozen=True, order=True)
class Period:
    """A calendar period. `start` is its first day; `end` is the day after its last day.

    `until` cuts it short: the days before it are meant, as in "the month so far" (`so_far`).
    """

    start: dt.date
    kind: PeriodKind = PeriodKind.MONTH
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if self.start.day != 1 or (self.start.month - 1) % self.kind.months:
            raise ValueError(f"{self.start} does not begin a {self.kind}.")

    @classmethod
    def containing(cls, day: dt.date, kind: PeriodKind = PeriodKind.MONTH) -> "Period":
        """Return the period of `kind` in which `day` lies."""
        month = (day.month - 1) // kind.months * kind.months + 1
        return cls(dt.date(day.year, month, 1), kind)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2026`, `2026-Q3` or `2026-09`. Raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?", text)
        if not match:
            raise ValueError(f"not a period: {text!r}")
        year, quarter, month = match.groups()
        if quarter:
            return cls(dt.date(int(year), int(quarter) * 3 - 2, 1), PeriodKind.QUARTER)
        if month:
            return cls(dt.date(int(year), int(month), 1), PeriodKind.MONTH)
        return cls(dt.date(int(year), 1, 1), PeriodKind.YEAR)

    @property
    def end(self) -> dt.date:
        """The day after the last day."""
        return self.until or self.shifted(1).start

    @property
    def last_day(self) -> dt.date:
        """The last day."""
        return self.end - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days

    @property
    def years(self) -> float:
        """Length in years, for person-time: twelve months are one year."""
        whole = self.kind.months / 12
        return whole if self.until is None else whole * self.days / self.shifted(0).days

    @property
    def start_at(self) -> dt.datetime:
        """First moment, in the portal's time zone."""
        return day_start(self.start)

    @property
    def end_at(self) -> dt.datetime:
        """First moment after, in the portal's time zone."""
        return day_start(self.end)

    def shifted(self, steps: int) -> "Period":
        """Return the whole period `steps` lengths later (earlier when negative)."""
        months = self.start.year * 12 + self.start.month - 1 + steps * self.kind.months
        return Period(dt.date(months // 12, months % 12 + 1, 1), self.kind)

    @property
    def previous(self) -> "Period":
        """The period before."""
        return self.shifted(-1)

    @property
    def year_before(self) -> "Period":
        """The same period one year earlier; of one cut short, the same days."""
        earlier = self.shifted(-12 // self.kind.months)
        if self.until is None:
            return earlier
        year, month, day = self.until.year - 1, self.until.month, self.until.day
        cut = dt.date(year, 3, 1) if (month, day) == (2, 29) else dt.date(year, month, day)
        return Period(earlier.start, self.kind, cut)

    def so_far(self, today: dt.date) -> "Period":
        """The period up to and with `today`; itself when it is over or still to come."""
        tomorrow = today + dt.timedelta(days=1)
        if not self.start <= today or tomorrow >= self.end:
            return self
        return Period(self.start, self.kind, tomorrow)

    def months(self) -> list["Period"]:
        """Return the months it is made of."""
        first = Period(self.start)
        return [first.shifted(step) for step in range(self.kind.months)]

    def back(self, count: int) -> list["Period"]:
        """Return the last `count` periods up to and with this one, oldest first."""
        return [self.shifted(step) for step in range(1 - count, 1)]

    @property
    def code(self) -> str:
        """Stable text: 2026, 2026-Q3, 2026-09."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.start.year}"
        if self.kind is PeriodKind.QUARTER:
            return f"{self.start.year}-Q{self.start.month // 3 + 1}"
        return f"{self.start:%Y-%m}"

    def __str__(self) -> str:
        """Label in the active language: 2026年9月, September 2026, 2026年第3季度."""
        if self.until is not None:
            first, last = (date_format(day, "DATE_FORMAT") for day in (self.start, self.last_day))
            return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        if self.kind is PeriodKind.QUARTER:
            return gettext("Quarter %(quarter)d of %(year)d") % {
                "quarter": self.start.month // 3 + 1,
                "year": self.start.year,
            }
        if self.kind is PeriodKind.YEAR:
            return gettext("Year %(year)d") % {"year": self.start.year}
        return date_format(self.start, "YEAR_MONTH_FORMAT")
