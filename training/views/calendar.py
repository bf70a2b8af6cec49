"""The strip of a year's months above the list of events."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from lib.periods import Period, PeriodKind
from training.kinds import campaigns_of
from training.models import Event
from training.workflow import TOOK_PLACE, EventState


@dataclass(frozen=True)
class MonthCell:
    """A month: its events held and planned, the campaigns of its season, its address."""

    month: Period
    held: int
    planned: int
    campaigns: list[str | Promise]
    query: str
    current: bool


@dataclass(frozen=True)
class YearStrip:
    """Twelve months of a year, and the queries of the years beside it."""

    year: Period
    months: list[MonthCell]
    before: str
    after: str


def year_strip(user: User, start: str) -> YearStrip:
    """Return the strip of the year in which the date `start` (ISO) lies, else of this year."""
    today = timezone.localdate()
    year = _year_of(start) or Period.containing(today, PeriodKind.YEAR)
    held: Counter[int] = Counter()
    planned: Counter[int] = Counter()
    rows = Event.objects.visible_to(user).begun_in(year).order_by()
    for starts_at, state in rows.values_list("starts_at", "state"):
        month = timezone.localtime(starts_at).month
        held[month] += state in TOOK_PLACE
        planned[month] += state == EventState.PLANNED
    cells = [
        MonthCell(
            month=one,
            held=held[one.start.month],
            planned=planned[one.start.month],
            campaigns=[campaign.label for campaign in campaigns_of(one.start.month)],
            query=_query(one),
            current=one.start <= today < one.end,
        )
        for one in year.months()
    ]
    return YearStrip(year, cells, _query(year.previous), _query(year.shifted(1)))


def _year_of(start: str) -> Period | None:
    try:
        year = Period.parse(start[:4])
    except ValueError:
        return None
    return year if 1950 <= year.start.year <= 2100 else None


def _query(period: Period) -> str:
    return f"?start={period.start}&end={period.last_day}"
