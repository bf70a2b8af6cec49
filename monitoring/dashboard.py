"""The figures of the committee's dashboard: counted when something has changed, for everybody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from accounts.kept import Kept, Recipe
from accounts.models import User
from communities.models import Area, AreaKind
from communities.permissions import may
from documents.charts import line
from documents.charts.parts import Axis, Series, Spec
from lib import indicators as registry
from lib.bilingual import bilingual
from lib.comparison import Compared, Guard, compare
from lib.indicators import Asked, IndicatorDefinition, Measured
from lib.periods import Period
from lib.small_cells import published
from programmes.models import Project
from programmes.permissions import PROJECT_VIEW

#: A deadline passes without anybody doing anything.
KEEP_SECONDS = 600
TREND_MONTHS = 24
#: Counting takes an eleventh of the time at most, however much is done: the page says since when
#: its figures are.
REST = 10


@dataclass(frozen=True)
class Group:
    """Indicators that stand together on the dashboard; those not registered are left out."""

    title: str | Promise
    keys: tuple[str, ...]
    trend: str
    rooms: tuple[str, ...]


GROUPS = [
    Group(
        _("Injuries"),
        ("injuries.count", "injuries.deaths", "injuries.rate"),
        "injuries.count",
        ("injuries", "communities"),
    ),
    Group(
        _("Hazards"),
        (
            "grids.inspections",
            "grids.coverage",
            "grids.hazards.found",
            "grids.rectified_on_time",
            "grids.hazards.overdue",
        ),
        "grids.hazards.found",
        ("grids", "premises"),
    ),
    Group(
        _("Projects"),
        ("programmes.projects_running", "programmes.measures_on_time", "programmes.budget_spent"),
        "",
        ("programmes",),
    ),
    Group(
        _("Training"),
        ("training.sessions", "training.persons", "training.drills", "training.findings_on_time"),
        "training.persons",
        ("training",),
    ),
]


@dataclass(frozen=True)
class FigureGroup:
    """A group with its figures and its trend chart."""

    title: str | Promise
    figures: list[Compared]
    chart: Spec | None
    chart_title: str | Promise
    trend: list[tuple[Period, Measured]]
    read_at: dt.datetime


def running_projects(user: User, area: Area, period: Period) -> QuerySet[Project]:
    """Return the projects that the reader may see and that ran in `period`, with their lights."""
    projects = Project.objects.where_allowed(user, PROJECT_VIEW).in_area(area).running_in(period)
    return projects.for_list(period.last_day).order_by("code")


@dataclass(frozen=True)
class Board:
    """The whole dashboard of an area and a month, and when its oldest part was read."""

    groups: list[FigureGroup]
    read_at: dt.datetime


def board(area: Area, period: Period, user: User) -> Board:
    """Return the dashboard.

    The figures belong to the area, not to the reader, so one reading serves everybody who may see
    the same of it; a group is counted anew when something was done in its rooms.
    """
    recipes = dict(_recipe(group, area, period, user) for group in GROUPS)
    kept = Kept(KEEP_SECONDS, rest=REST).all(recipes)
    groups = [kept[key] for key in recipes]
    shown = [found for found in groups if found.figures]
    return Board(shown, min((one.read_at for one in groups), default=timezone.now()))


def _recipe(group: Group, area: Area, period: Period, user: User) -> tuple[str, Recipe]:
    """Return under what the group is kept, for everybody who may see the same, and how counted."""
    small = _may_see_small(group, area, user)
    key = f"dashboard:3:{get_language()}:{area.pk}:{period.code}:{group.keys[0]}:{small}"
    return key, (group.rooms, partial(_group, group, area, period, small))


def _may_see_small(group: Group, area: Area, user: User) -> bool:
    """Whether the reader may open the records of persons that the group counts."""
    definitions = [registry.indicators[key] for key in group.keys if key in registry.indicators]
    needed = {one.rows_permission for one in definitions if one.persons}
    return all(may(user, permission, area) for permission in needed)


def _guard(area: Area) -> Guard:
    """Hide from those who may not open the records what could name a person.

    In a grid of a few hundred people any monthly count could.
    """

    if area.kind != AreaKind.GRID:
        return published

    def guard(asked: Sequence[Asked], measured: list[Measured]) -> list[Measured]:
        hidden = Measured(None, reason=_("Not shown for a grid, to protect the persons."))
        return [
            hidden if registry.indicators[one.key].persons else found
            for one, found in zip(asked, measured, strict=True)
        ]

    return guard


def _group(group: Group, area: Area, period: Period, small: bool) -> FigureGroup:
    guard = None if small else _guard(area)
    today = timezone.localdate()
    keys = [key for key in group.keys if key in registry.indicators]
    figures = compare(keys, area, period, today, guard)
    trend = _trend(group.trend, area, period, guard) if group.trend in registry.indicators else []
    title = registry.indicators[group.trend].name if trend else ""
    chart = _chart(registry.indicators[group.trend], trend) if trend else None
    return FigureGroup(group.title, figures, chart, title, trend, timezone.now())


def _trend(
    key: str, area: Area, period: Period, guard: Guard | None
) -> list[tuple[Period, Measured]]:
    """The last months that are over: a part beside whole ones would look like a fall."""
    today = timezone.localdate()
    periods = [one for one in period.back(TREND_MONTHS) if one.so_far(today) == one]
    asked = [Asked(key, area, one) for one in periods]
    values = registry.measure_all(asked)
    if guard is not None:
        values = guard(asked, values)
    return list(zip(periods, values, strict=True))


def _chart(definition: IndicatorDefinition, trend: list[tuple[Period, Measured]]) -> Spec | None:
    return line(
        [period.start for period, _measured in trend],
        [Series(bilingual(definition.name), [measured.value for _period, measured in trend])],
        measure=Axis(bilingual(definition.unit) if definition.unit else ""),
    )
