"""What each indicator counts, of one area and period at a time: the plain way, to compare with.

`lib.counting` counts many areas and periods by one statement; whatever is made faster there must
come to these numbers.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from actions.models import CorrectiveAction
from communities.models import Area, Population
from grids.models import Hazard, Inspection
from injuries.models import InjuryRecord
from lib.periods import Period
from premises.models import Premises
from programmes.models import BudgetLine, Expense, Measure, Project
from training.kinds import POPULATION_BANDS, AudienceAge
from training.models import AudienceCount, Event, MaterialIssue

#: Numerator and denominator (None where there is none).
Numbers = tuple[float, float | None]


def _cards(area: Area, period: Period) -> Any:
    return InjuryRecord.objects.live().in_area(area).happened_in(period)


def _found(area: Area, period: Period) -> Any:
    return Hazard.objects.in_area(area).standing().found_in(period)


def _registered(area: Area, period: Period) -> Any:
    return Premises.objects.in_area(area).registered_on(period.last_day)


def _coverage(area: Area, period: Period) -> Numbers:
    registered = _registered(area, period).inspectable()
    return registered.inspected_between(period.start, period.end).count(), registered.count()


def _rectified_on_time(area: Area, period: Period) -> Numbers:
    due = Hazard.objects.in_area(area).fell_due_between(period.start, period.end)
    return due.rectified_on_time().count(), due.count()


def _overdue(area: Area, period: Period) -> Numbers:
    rows = Hazard.objects.in_area(area)
    running = period.end_at > timezone.now()
    return (rows.overdue() if running else rows.overdue_at(period.end_at)).count(), None


def _measures(area: Area, period: Period) -> Numbers:
    rows = Measure.objects.in_area(area).promised()
    due = rows.due_between(period.start, period.last_day).kept(period.last_day)
    return due.on_time().count(), due.count()


def _budget(area: Area, period: Period) -> Numbers:
    projects = Project.objects.in_area(area).running_in(period)
    planned = BudgetLine.objects.of_projects(projects).aggregate(n=Sum("planned"))["n"]
    expenses = Expense.objects.of_projects(projects).filter(day__lt=period.end)
    return float(expenses.aggregate(n=Sum("amount"))["n"] or 0), float(planned or 0)


def _held(area: Area, period: Period) -> Any:
    return Event.objects.in_area(area).held_in(period)


def _persons(area: Area, period: Period, age: str = "") -> int:
    return AudienceCount.objects.in_area(area).held_in(period).cells(age=age).person_times()


def _reach(age: str) -> Callable[[Area, Period], Numbers]:
    """Of areas that have a population of their own; None for others."""

    def numbers(area: Area, period: Period) -> Numbers:
        rows = Population.objects.filter(area=area)
        years = sorted(set(rows.values_list("year", flat=True)))
        nearest = min(years, key=lambda one: abs(one - period.start.year), default=None)
        rows = rows.filter(year=nearest)
        if age:
            rows = rows.filter(age_band__in=POPULATION_BANDS[age])
        return _persons(area, period, age), rows.aggregate(n=Sum("persons"))["n"]

    return numbers


def _actions(area: Area, period: Period, rows: Any) -> Numbers:
    last = min(period.last_day, timezone.localdate() - dt.timedelta(days=1))
    due = rows.standing().in_area(area).due_between(period.start, last)
    return due.closed_on_time().count(), due.count()


ONE_BY_ONE: dict[str, Callable[[Area, Period], Numbers]] = {
    "injuries.count": lambda area, period: (_cards(area, period).count(), None),
    "injuries.deaths": lambda area, period: (_cards(area, period).deaths().count(), None),
    "injuries.rate": lambda area, period: (
        _cards(area, period).counted_in_rates().count(),
        None,  # person-years: tests/injuries/test_figures.py
    ),
    "grids.premises": lambda area, period: (_registered(area, period).count(), None),
    "grids.coverage": _coverage,
    "grids.inspections": lambda area, period: (
        Inspection.objects.in_area(area).done().started_in(period).count(),
        None,
    ),
    "grids.hazards.found": lambda area, period: (_found(area, period).count(), None),
    "grids.hazards.major": lambda area, period: (
        _found(area, period).filter(grade="major").count(),
        None,
    ),
    "grids.hazards.on_spot": lambda area, period: (
        _found(area, period).filter(on_spot=True).count(),
        _found(area, period).count(),
    ),
    "grids.hazards.rectified": lambda area, period: (
        _found(area, period).rectified().count(),
        _found(area, period).count(),
    ),
    "grids.rectified_on_time": _rectified_on_time,
    "grids.hazards.overdue": _overdue,
    "grids.hazards.repeated": lambda area, period: (
        _found(area, period).repeated().count(),
        None,
    ),
    "programmes.projects_running": lambda area, period: (
        Project.objects.in_area(area).running_in(period).count(),
        None,
    ),
    "programmes.measures_on_time": _measures,
    "programmes.budget_spent": _budget,
    "training.sessions": lambda area, period: (_held(area, period).count(), None),
    "training.drills": lambda area, period: (_held(area, period).drills().count(), None),
    "training.persons": lambda area, period: (_persons(area, period), None),
    "training.reach": _reach(""),
    "training.reach_older": _reach(AudienceAge.OLDER),
    "training.reach_children": _reach(AudienceAge.CHILD),
    "training.materials": lambda area, period: (
        MaterialIssue.objects.in_area(area).held_in(period).copies_given(),
        None,
    ),
    "training.findings_on_time": lambda area, period: _actions(
        area, period, CorrectiveAction.objects.of_kind("training.drill")
    ),
    "actions.on_time": lambda area, period: _actions(area, period, CorrectiveAction.objects.all()),
}
