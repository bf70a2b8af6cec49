"""Counting injuries: the database counts, `stats` computes, indicators and sections carry.

Everything counts live records of an area's whole subtree by `event_date`. `listed` gives the
address of the list that shows exactly the rows of a count.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import stats
from communities.denominators import residents_of
from communities.models import Area
from communities.querysets import under
from injuries.codes import Outcome
from injuries.models import InjuryRecord, ReportingSite
from injuries.models.records import COUNTED_IN_RATES, InjuryQuerySet
from lib.counting import Counted, count_places, on_days, topmost
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
    """Return the day of the first event on record for `area`, see `registers_begin`."""
    return registers_begin([area])[area]


def by_month(rows: InjuryQuerySet, months: Sequence[Period]) -> list[tuple[int, int]]:
    """Return how many of `rows` lie in each of consecutive `months`, and how many are deaths."""
    if not months:
        return []
    between = rows.happened_between(months[0].start, months[-1].end).order_by()
    by = between.annotate(month=TruncMonth("event_date")).values_list("month")
    deaths = Count("pk", filter=CONDITIONS[DEATHS])
    counts = {month: (n, dead) for month, n, dead in by.annotate(n=Count("pk"), dead=deaths)}
    return [counts.get(month.start, (0, 0)) for month in months]


#: All cards, deaths, and cards that rates count: what `count_cards` counts.
CARDS, DEATHS, RATED = "cards", "deaths", "rated"
CONDITIONS = {CARDS: Q(), DEATHS: Q(outcome=Outcome.DEATH), RATED: COUNTED_IN_RATES}


def count_cards(wanted: Collection[tuple[Any, Period]], numbers: Collection[str]) -> Counted:
    """Count the cards of many areas and periods by one statement, of the days asked for."""
    return count_places(
        InjuryRecord.objects.live(),
        wanted,
        within=on_days("event_date"),
        numbers={name: CONDITIONS[name] for name in numbers},
    )


@dataclass(frozen=True)
class Rate:
    """A rate per PER person-years, or why there is none. `cases` are those that rates count."""

    cases: int
    person_years: float | None
    estimate: Estimate | None
    reason: str | Promise = ""


def rate_of(area: Area, period: Period) -> Rate:
    """Return the injury rate of `area` in `period`, see `rates_of`."""
    return rates_of([(area, period)])[0]


def rates_of(wanted: Sequence[tuple[Area, Period]]) -> list[Rate]:
    """Return the injury rate of each area in its period, a year's rate also for a shorter period.

    Person-years are residents × length of the period; of a period that is not over, only the days
    up to today. The interval is exact (Garwood), because a community's monthly counts are small.
    """
    found = count_cards(wanted, (CARDS, RATED))
    years = person_years(wanted)
    reasons = _why_no_rates(wanted, found, years)
    return [
        _rate(found.of(RATED, *one), passed, reasons.get(one, ""))
        for one, passed in zip(wanted, years, strict=True)
    ]


def _rate(cases: int, years: float | None, reason: str | Promise) -> Rate:
    if reason or years is None:
        return Rate(cases, years, None, reason)
    return Rate(cases, years, stats.crude_rate(cases, years, per=PER, method="exact"))


def person_years(
    wanted: Sequence[tuple[Area, Period]], today: dt.date | None = None
) -> list[float | None]:
    """Return residents × years under observation; None when nobody was counted or it is to come."""
    today = today or timezone.localdate()
    people = residents_of([(area, period.start.year) for area, period in wanted])
    return [
        _observed(found.person_years(period), period, today)
        for found, (_area, period) in zip(people, wanted, strict=True)
    ]


def _observed(whole: float | None, period: Period, today: dt.date) -> float | None:
    passed = min((today - period.start).days + 1, period.days)
    if not whole or passed <= 0:
        return None
    return whole * passed / period.days


def _why_no_rates(
    wanted: Sequence[tuple[Area, Period]], found: Counted, years: Sequence[float | None]
) -> dict[tuple[Area, Period], str | Promise]:
    """Return why there is no rate, for each of `wanted` without one."""
    reasons: dict[tuple[Area, Period], str | Promise] = {}
    empty: list[tuple[Area, Period]] = []
    for one, passed in zip(wanted, years, strict=True):
        if passed is None:
            reasons[one] = NO_POPULATION
        elif not found.of(RATED, *one):
            if found.of(CARDS, *one):
                reasons[one] = SENTINEL_ONLY
            else:
                empty.append(one)
    return reasons | _why_nothing_came(empty)


def _why_nothing_came(
    empty: Sequence[tuple[Area, Period]],
) -> dict[tuple[Area, Period], str | Promise]:
    """Return why the absence of any card is no rate of 0, where it is none."""
    if not empty:
        return {}
    begins = registers_begin([area for area, _period in empty])
    sites = ReportingSite.objects.active().filter(sentinel=False)
    at = list(sites.order_by().values_list("area__path", flat=True).distinct())
    reasons: dict[tuple[Area, Period], str | Promise] = {}
    for area, period in empty:
        begin = begins[area]
        if begin is not None and begin >= period.end:
            reasons[area, period] = BEFORE_REGISTER
        elif not any(path.startswith(area.path) or area.path.startswith(path) for path in at):
            reasons[area, period] = NOBODY_REPORTS
    return reasons


def registers_begin(areas: Collection[Area]) -> dict[Area, dt.date | None]:
    """Return the day of the first event on record for each of `areas`, None when there is none.

    Periods before it are unknown, not free of injuries. Each place's first day stands at the end
    of an index, so the register is not read.
    """
    first = InjuryRecord.objects.live().filter(area=OuterRef("pk")).order_by("event_date")
    places = Area.objects.filter(under(tuple(topmost({area.path for area in areas}))))
    rows = places.annotate(first=Subquery(first.values("event_date")[:1]))
    known = list(rows.exclude(first=None).order_by().values_list("path", "first"))
    return {
        area: min((day for path, day in known if path.startswith(area.path)), default=None)
        for area in areas
    }
