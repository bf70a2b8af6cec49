"""What the page of a project tells, read in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from communities.models import Organisation
from programmes.completeness import Check, PlanParts, checks_of
from programmes.models import BudgetLine, Indicator, Measure, Objective, Project, Stage


@dataclass(frozen=True)
class Bar:
    """A measure on the time line: places and lengths in percent of the whole span."""

    measure: Measure
    left: int
    length: int
    done: int


@dataclass(frozen=True)
class TimeLine:
    """Measures of a project side by side, with today's place (None when outside)."""

    start: dt.date
    end: dt.date
    today: int | None
    bars: list[Bar]


def time_line(measures: list[Measure], day: dt.date) -> TimeLine | None:
    """Lay out `measures` between their first start and last end; None when there are none."""
    if not measures:
        return None
    start = min(measure.start for measure in measures)
    end = max(measure.end for measure in measures)
    span = (end - start).days + 1

    def percent(days: int) -> int:
        return round(days * 100 / span)

    bars = []
    for measure in sorted(measures, key=lambda one: _urgency(one, day)):
        length = max(1, percent((measure.end - measure.start).days + 1))
        left = min(percent((measure.start - start).days), 100 - length)
        bars.append(Bar(measure, left, length, round(length * measure.percent / 100)))
    today = percent((day - start).days) if start <= day <= end else None
    return TimeLine(start, end, today, bars)


#: What has to be done stands first, what is over last.
BY_STATE = ["late", "under-way", "planned", "done", "dropped"]


def _urgency(measure: Measure, day: dt.date) -> tuple[int, dt.date, dt.date]:
    """Return by what the measures of a project are put in order."""
    return BY_STATE.index(measure.state_on(day)), measure.end, measure.start


@dataclass(frozen=True)
class Money:
    """Budget lines with what was spent on each, and the sums, in yuan."""

    lines: Sequence[BudgetLine]
    planned: Decimal
    spent: Decimal

    @property
    def percent(self) -> float | None:
        """Spent of planned in percent; None without a plan."""
        return float(self.spent * 100 / self.planned) if self.planned else None


def money(project: Project) -> Money:
    """Read the budget of `project`; each line has `spent`."""
    lines = list(project.budget_lines.annotate(spent=Sum("expenses__amount", default=Decimal(0))))
    planned = sum((line.planned for line in lines), Decimal(0))
    return Money(lines, planned, sum((line.spent for line in lines), Decimal(0)))


def _checks(
    project: Project,
    objectives: list[Objective],
    indicators: list[Indicator],
    measures: list[Measure],
    budget: Money,
    partners: list[Organisation],
) -> list[Check]:
    """Return what the plan of a draft has and lacks; of what was decided on, nothing is asked."""
    if project.stage != Stage.DRAFT:
        return []
    parts = PlanParts(indicators, measures, len(objectives), len(budget.lines), len(partners))
    return checks_of(project, parts)


def story(project: Project, day: dt.date) -> dict[str, Any]:
    """Return the context of the project's page."""
    measures = list(project.measures.for_list())
    kept = [measure for measure in measures if measure.state_on(day) != "dropped"]
    indicators = list(project.indicators.select_related("place", "project", "objective"))
    objectives, partners = list(project.objectives.all()), list(project.partners.all())
    budget = money(project)
    lights = [indicator.light for indicator in indicators]
    return {
        "project": project,
        "checks": _checks(project, objectives, indicators, measures, budget, partners),
        "covered": list(project.covered_areas.order_by("path")),
        "partners": partners,
        "objectives": objectives,
        "indicators": indicators,
        "lights": {light: lights.count(light) for light in ("green", "amber", "red", "none")},
        "time_line": time_line(measures, day),
        "measures_total": len(kept),
        "measures_done": sum(measure.state_on(day) == "done" for measure in kept),
        "measures_late": sum(measure.state_on(day) == "late" for measure in kept),
        "money": budget,
        "sites": list(project.sites.select_related("place")),
        "steps": list(project.steps.select_related("actor")),
    }
