"""Indicators that this app computes: projects running, measures on time, budget spent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from lib.counting import count_by, span_of, topmost
from lib.indicators import (
    PERCENT,
    Asked,
    Direction,
    IndicatorDefinition,
    Measured,
    rows_href,
    share,
    whole,
)
from lib.periods import Period
from programmes.filters import ON_TIME
from programmes.models import BudgetLine, Expense, Measure, Project
from programmes.models.projects import ProjectQuerySet


@dataclass(frozen=True)
class _Reach:
    """Where a project lies and what it covers, by path, and from when until before when it ran."""

    path: str
    covered: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None

    def reaches(self, area: Area) -> bool:
        """The rule of `ProjectQuerySet.in_area`."""
        return self.path.startswith(area.path) or any(
            one.startswith(area.path) or area.path.startswith(one) for one in self.covered
        )

    def ran_in(self, period: Period) -> bool:
        """The rule of `ProjectQuerySet.running_in`."""
        if self.since is None or self.since >= period.end:
            return False
        return self.until is None or self.until > period.start


class _Projects:
    """The projects that reach any of the areas asked for: two statements for all of them."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.spans = {span_of(one.period) for one in asked}
        self.rows: ProjectQuerySet = Project.objects.reaching(
            tuple(topmost({one.area.path for one in asked}))
        )
        covering = Project.covered_areas.through.objects.filter(
            project__in=self.rows.order_by().values("pk")
        )
        covered: dict[UUID, list[str]] = {}
        for pk, path in covering.values_list("project_id", "area__path"):
            covered.setdefault(pk, []).append(path)
        columns = ("pk", "area__path", "running_from", "running_to")
        self.reach = {
            pk: _Reach(path, tuple(covered.get(pk, ())), since, until)
            for pk, path, since, until in self.rows.order_by().values_list(*columns)
        }

    def reaching(self, area: Area) -> list[UUID]:
        """Return the projects that reach `area`."""
        return [pk for pk, one in self.reach.items() if one.reaches(area)]

    def running(self, area: Area, period: Period) -> list[UUID]:
        """Return those that ran on some day of `period`."""
        return [pk for pk in self.reaching(area) if self.reach[pk].ran_in(period)]


def projects_running(asked: Sequence[Asked]) -> list[Measured]:
    """Count projects that reach each area and ran on some day of the period."""
    projects = _Projects(asked)
    return [
        whole(len(projects.running(area, period)), rows_href("programmes:projects", area, period))
        for _key, area, period in asked
    ]


def measures_on_time(asked: Sequence[Asked]) -> list[Measured]:
    """Share, in percent, of the measures due in each period that were done by their planned end.

    Interval: Wilson, JASA 1927;22:209-212.
    """
    projects = _Projects(asked)
    found = count_by(
        Measure.objects.promised().of_projects(projects.rows),
        "project",
        projects.spans,
        within=_due,
        numbers={"due": Q(), "on time": Q(done_on__lte=F("end"))},
    )

    def of(number: str, area: Area, period: Period) -> int:
        cells = found[number, span_of(period)]
        return sum(cells.get(pk, 0) for pk in projects.reaching(area))

    return [
        share(
            of("on time", area, period),
            of("due", area, period),
            href=rows_href("programmes:measures", area, period, state=ON_TIME),
            nothing=_("No measure was due in this period."),
        )
        for _key, area, period in asked
    ]


def _due(start: dt.date, end: dt.date) -> Q:
    """Planned to end within, and not dropped by then."""
    return Q(end__gte=start, end__lt=end) & (Q(dropped_on=None) | Q(dropped_on__gte=end))


def budget_spent(asked: Sequence[Asked]) -> list[Measured]:
    """Share, in percent, of the budget of projects running in each period spent by its end."""
    projects = _Projects(asked)
    lines = BudgetLine.objects.of_projects(projects.rows).order_by()
    planned = dict(lines.values_list("project").annotate(n=Sum("planned")))
    spent = count_by(
        Expense.objects.of_projects(projects.rows),
        "line__project",
        projects.spans,
        within=lambda _start, end: Q(day__lt=end),
        numbers={"spent": Q()},
        amount=partial(Sum, "amount"),
    )
    return [
        _budget(area, period, projects.running(area, period), planned, spent)
        for _key, area, period in asked
    ]


def _budget(
    area: Area, period: Period, running: Sequence[UUID], planned: Any, spent: Any
) -> Measured:
    whole_budget = sum(planned.get(pk, 0) for pk in running)
    so_far = sum(spent["spent", span_of(period)].get(pk, 0) for pk in running)
    href = rows_href("programmes:projects", area, period)
    if not whole_budget:
        reason = _("No project running in this period has a budget.")
        return Measured(None, float(so_far), 0, reason=reason, href=href)
    return Measured(
        value=float(100 * so_far / whole_budget),
        numerator=float(so_far),
        denominator=float(whole_budget),
        href=href,
    )


DEFINITIONS = [
    IndicatorDefinition(
        key="programmes.projects_running",
        name=_("Promotion projects running"),
        unit="",
        definition=_("Promotion projects that were running on at least one day of the period."),
        numerator=_("projects whose main area lies in the area, or that cover some or all of it"),
        denominator="",
        direction=Direction.NEUTRAL,
        count=projects_running,
    ),
    IndicatorDefinition(
        key="programmes.measures_on_time",
        name=_("Measures done on time"),
        unit=PERCENT,
        definition=_("Share of the measures due in the period that were done by their due day."),
        numerator=_("measures whose planned quantity was reached not later than the planned end"),
        denominator=_("measures with a planned end in the period; dropped ones are left out"),
        direction=Direction.HIGHER,
        count=measures_on_time,
        digits=1,
    ),
    IndicatorDefinition(
        key="programmes.budget_spent",
        name=_("Budget spent"),
        unit=PERCENT,
        definition=_("Share of the budget of the running projects spent by the end of the period."),
        numerator=_("expenses in yuan up to the end of the period"),
        denominator=_("planned money in yuan of all budget lines of these projects"),
        direction=Direction.NEUTRAL,
        count=budget_spent,
        digits=1,
    ),
]
