"""What the rows of the demonstration are made with."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from checklists.models import ChecklistItem, ChecklistTemplate
from communities import roles
from communities.working_days import WorkCalendar, work_calendar
from grids.models import TimeLimit
from lib.demo import DemoContext

WEIGHTS = {
    "A11": 4.0,
    "A13": 2.5,
    "A14": 2.5,
    "A15": 4.0,
    "A18": 4.0,
    "A19": 3.0,
    "A17": 2.0,
    "A12": 1.5,
    "A3": 1.5,
    "A4": 1.5,
    "A5": 1.5,
    "A20": 1.2,
    "A6": 0.05,
    "A7": 0.2,
    "A10": 0.6,
    "A21": 0.2,
    "A22": 1.5,
}


@dataclass
class Stage:
    """What the rows are made with."""

    context: DemoContext
    items: list[ChecklistItem]
    weights: list[float]
    limits: dict[str, int]
    workers: dict[Any, list[Any]]
    checkers: dict[Any, list[Any]]
    calendar: WorkCalendar
    now: dt.datetime = field(default_factory=timezone.now)

    @property
    def rng(self) -> random.Random:
        """The random stream."""
        return self.context.rng


def make_stage(context: DemoContext) -> Stage:
    version = ChecklistTemplate.objects.get(code="nine-small").current
    if version is None:
        raise LookupError("The checklist of nine small premises is not there: migrate first.")
    items = list(version.items.select_related("version"))
    general = TimeLimit.objects.filter(area=None, category=None)
    limits = dict(general.values_list("grade", "working_days"))
    return Stage(
        context,
        items,
        [WEIGHTS.get(item.code, 1.0) for item in items],
        limits,
        workers=_people(context, roles.GRID_WORKER),
        checkers=_people(context, roles.COMMUNITY),
        calendar=work_calendar(),
    )


def _people(context: DemoContext, role: str) -> dict[Any, list[Any]]:
    """Return, for each grid, the people of a role whose membership covers it, else all of it."""
    everybody = context.users.get(role) or context.users.get(roles.OFFICE) or []
    paths = {
        user.pk: [m.area.path for m in user.memberships.select_related("area")]
        for user in everybody
    }
    found = {}
    for grid in context.grids:
        near = [u for u in everybody if any(grid.path.startswith(p) for p in paths[u.pk])]
        found[grid.pk] = near or everybody
    return found
