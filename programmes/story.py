"""What the page of a project tells, read in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from programmes.models import BudgetLine, Measure, Project


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
    for measure in measures:
        length = max(1, percent((measure.end - measure.start).days + 1))
        left = min(percent((measure.start - start).days), 100 - length)
        bars.append(Bar(measure, left, length, round(length * measure.percent / 100)))
    today = percent((day - start).days) if start <= day <= end else None
    return TimeLine(start, end, today, bars)


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


def story(project: Project, day: dt.date) -> dict[str, Any]:
    """Return the context of the project's page."""
    measures = list(project.measures.for_list())
    kept = [measure for measure in measures if measure.state_on(day) != "dropped"]
    indicators = list(project.indicators.select_related("place", "project", "objective"))
    lights = [indicator.light for indicator in indicators]
    return {
        "project": project,
        "covered": list(project.covered_areas.order_by("path")),
        "partners": list(project.partners.all()),
        "objectives": list(project.objectives.all()),
        "indicators": indicators,
        "lights": {light: lights.count(light) for light in ("green", "amber", "red", "none")},
        "time_line": time_line(measures, day),
        "measures_total": len(kept),
        "measures_done": sum(measure.state_on(day) == "done" for measure in kept),
        "measures_late": sum(measure.state_on(day) == "late" for measure in kept),
        "money": money(project),
        "sites": list(project.sites.select_related("place")),
        "steps": list(project.steps.select_related("actor")),
    }
