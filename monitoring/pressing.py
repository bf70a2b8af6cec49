"""What presses, by name: overdue and major hazards, and the projects against their targets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from communities.models import Area, AreaKind, Membership
from communities.permissions import may
from grids.models import Hazard
from grids.permissions import HAZARD_VIEW
from lib.periods import Period
from premises.permissions import PREMISES_VIEW
from programmes.models import Indicator, Light, Project
from programmes.permissions import PROJECT_VIEW

#: As many lines as a wall shows in letters that are read from four metres.
SHOWN = 8
#: What is worst comes first.
ORDER = [Light.RED, Light.AMBER, Light.GREEN, Light.NONE]


@dataclass(frozen=True)
class Pressing:
    """A hazard, since when it is late, and who has to do something about it.

    `owner` is who answers for the premises, where the reader may see that; `staff` the people of
    its grid, or of its community where the grid has none.
    """

    hazard: Hazard
    days_late: int
    owner: str
    staff: list[str]


def pressing_hazards(user: User, area: Area, period: Period) -> tuple[list[Pressing], int]:
    """Return the worst hazards in the reader's sight, and how many press at all.

    Those overdue at the end of `period` (now while it runs), and major ones not rectified then.
    """
    moment = min(period.end_at, timezone.now())
    rows = Hazard.objects.where_allowed(user, HAZARD_VIEW).in_area(area).pressing_at(moment)
    read = rows.select_related("premises__area", "area")
    found = list(read.defer("area__boundary", "premises__area__boundary")[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.order_by().count()
    staff = _staff({one.area.path for one in found[:SHOWN]})
    day = timezone.localdate(moment)
    return [_pressing(user, one, day, staff) for one in found[:SHOWN]], count


def _pressing(user: User, one: Hazard, day: dt.date, staff: dict[str, list[str]]) -> Pressing:
    late = max(0, (day - one.deadline).days) if one.deadline else 0
    readable = one.premises is not None and may(user, PREMISES_VIEW, one.premises)
    owner = one.premises.contact_name if one.premises is not None and readable else ""
    return Pressing(one, late, owner, _nearest(one.area.path, staff))


def _staff(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of today's staff of grids and communities over `paths`, by path."""
    step = Area.steplen
    over = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    rows = Membership.objects.active_on().filter(
        area__path__in=over, area__kind__in=(AreaKind.GRID, AreaKind.COMMUNITY)
    )
    names: dict[str, list[str]] = defaultdict(list)
    for path, name in rows.order_by("role__order", "user__full_name").values_list(
        "area__path", "user__full_name"
    ):
        names[path].append(name)
    return names


def _nearest(path: str, staff: dict[str, list[str]]) -> list[str]:
    for end in range(len(path), 0, -Area.steplen):
        if names := staff.get(path[:end]):
            return names[:2]
    return []


@dataclass(frozen=True)
class Target:
    """A project with the one of its indicators that stands worst; None without any target."""

    project: Project
    indicator: Indicator | None


def running_projects(user: User, area: Area, period: Period) -> list[Project]:
    """Return the projects that the reader may see and that ran in `period`, worst lights first."""
    projects = Project.objects.where_allowed(user, PROJECT_VIEW).in_area(area).running_in(period)
    rows: Any = projects.with_measure_counts(period.last_day).with_lights()
    return list(rows.order_by("-red", "-amber", "code"))


def targets(user: User, area: Area, period: Period) -> list[Target]:
    """Return the running projects, each with the indicator by which it stands worst."""
    projects = running_projects(user, area, period)
    rows = Indicator.objects.filter(project__in=projects).exclude(target_value=None)
    worst: dict[object, Indicator] = {}
    for one in sorted(rows, key=lambda it: (ORDER.index(Light(it.light)), it.order)):
        worst.setdefault(one.project_id, one)
    return [Target(one, worst.get(one.pk)) for one in projects]
