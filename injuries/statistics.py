"""Counting injuries: the database counts, `stats` computes, indicators and sections carry.

Everything counts live records of an area's whole subtree by `event_date`. `listed` gives the
address of the list that shows exactly the rows of a count.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import Substr, TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import stats
from communities.denominators import residents
from communities.models import Area
from injuries.models import InjuryRecord, ReportingSite
from injuries.models.records import InjuryQuerySet
from lib.indicators import rows_href
from lib.periods import Period
from stats.interval import Estimate

PER = 100_000
NO_POPULATION = _("No population figures are on record for this area, so no rate can be stated.")
SENTINEL_ONLY = _(
    "Only sentinel sites have reported: how many people stand behind their cards is unknown, so "
    "proportions can be stated but no rate."
)
BEFORE_REGISTER = _("The injury register of this area begins after this period.")
NOBODY_REPORTS = _(
    "No site reports every injury of this area, and no card has come in: nothing can be said."
)


def counted(area: Area, period: Period | None = None) -> InjuryQuerySet:
    """Return the records that count for `area`, in `period` when one is given."""
    rows = InjuryRecord.objects.live().in_area(area)
    return rows if period is None else rows.happened_in(period)


def listed(area: Area, period: Period, **filters: Any) -> str:
    """Return the address of the list of an area's records in `period`, narrowed by `filters`."""
    return rows_href("injuries:records", area, period, **filters)


def by_code(rows: InjuryQuerySet, field: str) -> dict[str, int]:
    """Return how many of `rows` have each code of `field` (“” is not filled in)."""
    counts = rows.order_by().values_list(field).annotate(n=Count("pk"))
    return dict(counts)


def register_begins(area: Area) -> dt.date | None:
    """Return the day of the first event on record for `area`, None when there is none.

    Periods before it are unknown, not free of injuries.
    """
    return counted(area).order_by().aggregate(first=Min("event_date"))["first"]


def by_month(rows: InjuryQuerySet, periods: Sequence[Period]) -> list[int]:
    """Return how many of `rows` lie in each of `periods` (whole months, in order): one query."""
    if not periods:
        return []
    between = rows.happened_between(periods[0].start, periods[-1].end)
    counts = dict(
        between.order_by()
        .annotate(month=TruncMonth("event_date"))
        .values_list("month")
        .annotate(n=Count("pk"))
    )
    return [sum(counts.get(month.start, 0) for month in period.months()) for period in periods]


def by_part(rows: InjuryQuerySet, area: Area, periods: Sequence[Period]) -> list[dict[str, int]]:
    """Return for each of `periods` how many of `rows` lie right in `area` and in each area below.

    Keys are paths of the tree; parts without a row are left out. One query, of the days asked for:
    a month in a register of many years is found by its index.
    """
    if not periods:
        return []
    first, after = min(one.start for one in periods), max(one.end for one in periods)
    inside = Substr("area__path", 1, len(area.path) + area.steplen)
    columns = {
        f"n{place}": Count("pk", filter=Q(event_date__gte=one.start, event_date__lt=one.end))
        for place, one in enumerate(periods)
    }
    between = rows.happened_between(first, after)
    parts = between.order_by().annotate(part=inside).values("part").annotate(**columns)
    found: list[dict[str, Any]] = [{**row} for row in parts]
    return [{row["part"]: row[name] for row in found if row[name]} for name in columns]


@dataclass(frozen=True)
class Rate:
    """A rate per PER person-years, or why there is none. `cases` are those that rates count."""

    cases: int
    person_years: float | None
    estimate: Estimate | None
    reason: str | Promise = ""


def rate_of(area: Area, period: Period, cases: int | None = None) -> Rate:
    """Return the injury rate of `area` in `period`, a year's rate also for a shorter period.

    Person-years are residents × length of the period; of a period that is not over, only the days
    up to today. The interval is exact (Garwood), because a community's monthly counts are small.
    """
    if cases is None:
        cases = counted(area, period).counted_in_rates().count()
    years = person_years(area, period)
    reason = _why_no_rate(area, period, cases, years)
    if reason or years is None:
        return Rate(cases, years, None, reason)
    return Rate(cases, years, stats.crude_rate(cases, years, per=PER, method="exact"))


def person_years(area: Area, period: Period, today: dt.date | None = None) -> float | None:
    """Return residents × years under observation; None when nobody was counted or it is to come."""
    whole = residents(area, period.start.year).person_years(period)
    today = today or timezone.localdate()
    passed = min((today - period.start).days + 1, period.days)
    if not whole or passed <= 0:
        return None
    return whole * passed / period.days


def _why_no_rate(area: Area, period: Period, cases: int, years: float | None) -> str | Promise:
    if years is None:
        return NO_POPULATION
    if cases:
        return ""
    if counted(area, period).exists():
        return SENTINEL_ONLY
    begin = register_begins(area)
    if begin is not None and begin >= period.end:
        return BEFORE_REGISTER
    sites = ReportingSite.objects.active().reporting_on(area).filter(sentinel=False)
    return "" if sites.exists() else NOBODY_REPORTS
