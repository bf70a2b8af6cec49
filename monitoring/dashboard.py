"""The figures of the committee's dashboard: read once, the same for everybody, kept a minute."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from accounts.models import User
from communities.models import Area
from documents.charts import line
from documents.charts.parts import Measure as Axis, Series, Spec
from lib import indicators as registry
from lib.bilingual import bilingual
from lib.indicators import Direction, IndicatorDefinition, Measure
from lib.periods import Period
from programmes.models import Project
from programmes.permissions import PROJECT_VIEW

KEEP_SECONDS = 60
TREND_MONTHS = 24


@dataclass(frozen=True)
class Group:
    """Indicators that stand together on the dashboard; those not registered are left out."""

    title: str | Promise
    keys: tuple[str, ...]
    trend: str


GROUPS = [
    Group(_("Injuries"), ("injuries.count", "injuries.deaths", "injuries.rate"), "injuries.count"),
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
    ),
    Group(
        _("Projects"),
        ("programmes.projects_running", "programmes.measures_on_time", "programmes.budget_spent"),
        "",
    ),
    Group(
        _("Training"),
        ("training.sessions", "training.persons", "training.drills", "training.findings_on_time"),
        "training.persons",
    ),
]


@dataclass(frozen=True)
class Figure:
    """One key figure: what it is, its value now, a year ago, and whether the change is good."""

    key: str
    digits: int
    now: Measure
    year_before: Measure

    @property
    def definition(self) -> IndicatorDefinition:
        """The indicator."""
        return registry.indicators[self.key]

    @property
    def change(self) -> float | None:
        """Difference from the same period of the year before; None when either is missing."""
        if self.now.value is None or self.year_before.value is None:
            return None
        return self.now.value - self.year_before.value

    @property
    def tone(self) -> str:
        """`good` or `bad` by the indicator's direction; empty when neutral or unchanged."""
        direction, change = self.definition.direction, self.change
        if not change or direction is Direction.NEUTRAL:
            return ""
        return "good" if (change < 0) is (direction is Direction.LOWER) else "bad"


@dataclass(frozen=True)
class FigureGroup:
    """A group with its figures and its trend chart."""

    title: str | Promise
    figures: list[Figure]
    chart: Spec | None
    chart_title: str | Promise
    trend: list[tuple[Period, Measure]]


def running_projects(user: User, area: Area, period: Period) -> QuerySet[Project]:
    """Return the projects that the reader may see and that ran in `period`, with their lights."""
    projects = Project.objects.where_allowed(user, PROJECT_VIEW).in_area(area).running_in(period)
    return projects.for_list(period.last_day).order_by("code")


@dataclass(frozen=True)
class Board:
    """The whole dashboard of an area and a month, and when it was read."""

    groups: list[FigureGroup]
    read_at: dt.datetime


def board(area: Area, period: Period) -> Board:
    """Return the dashboard, at most KEEP_SECONDS old.

    The figures belong to the area, not to the reader, so one reading serves everybody who may see
    the area; that keeps the page flat in the number of rows and of readers.
    """
    key = f"dashboard:1:{get_language()}:{area.pk}:{period.code}"
    found = cache.get(key)
    if found is None:
        found = Board([_group(one, area, period) for one in GROUPS], timezone.now())
        found = Board([one for one in found.groups if one.figures], found.read_at)
        cache.set(key, found, KEEP_SECONDS)
    return found


def _group(group: Group, area: Area, period: Period) -> FigureGroup:
    figures = [
        Figure(
            key,
            registry.indicators[key].digits,
            registry.measure(key, area, period),
            registry.measure(key, area, period.year_before),
        )
        for key in group.keys
        if key in registry.indicators
    ]
    if group.trend not in registry.indicators:
        return FigureGroup(group.title, figures, None, "", [])
    definition = registry.indicators[group.trend]
    periods = period.back(TREND_MONTHS)
    values = registry.measure_series(group.trend, area, periods)
    spec = line(
        [one.start for one in periods],
        [Series(bilingual(definition.name), [one.value for one in values])],
        measure=Axis(bilingual(definition.unit) if definition.unit else ""),
    )
    return FigureGroup(
        group.title, figures, spec, definition.name, list(zip(periods, values, strict=True))
    )
