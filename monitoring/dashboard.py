"""The figures of the committee's dashboard: counted when something has changed, for everybody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _, override

from accounts.kept import Kept, Later, Recipe
from accounts.models import User
from communities.models import Area, AreaKind
from communities.permissions import may
from injuries.crossed import CrossTable, cause_table
from injuries.permissions import RECORD_VIEW
from lib import indicators as registry
from lib.comparison import Compared, Guard, compare
from lib.indicators import PROTECTED, Asked, Measured
from lib.periods import Period
from lib.small_cells import published
from monitoring.sides import Sides, areas_below, side_by_side
from monitoring.trends import Trend, trend_of

#: A deadline passes without anybody doing anything.
KEEP_SECONDS = 600
#: Counting takes an eleventh of the time at most, however much is done: the page says since when
#: its figures are.
REST = 10
#: Seconds for which readers see what was counted before, while a worker counts anew.
SHOWN = 3600
#: The worker's task.
COUNT = "monitoring.tasks.count_board"
#: Boards that were looked at, by what is kept of them: whose, so that a worker counts them ahead.
LOOKED_AT = "dashboard:looked-at"
DAYS_REMEMBERED = 3


@dataclass(frozen=True)
class Group:
    """Indicators that stand together on the dashboard; those not registered are left out."""

    title: str | Promise
    keys: tuple[str, ...]
    trend: str
    rooms: tuple[str, ...]


#: Rooms that tell what happened, which trends write at its month.
TOLD = ("training", "programmes")
GROUPS = [
    Group(
        _("Injuries"),
        ("injuries.count", "injuries.deaths", "injuries.rate"),
        "injuries.count",
        ("injuries", "communities", *TOLD),
    ),
    Group(
        _("Hazards"),
        (
            "grids.inspections",
            "grids.coverage",
            "grids.hazards.found",
            "grids.hazards.major",
            "grids.rectified_on_time",
            "grids.hazards.overdue",
        ),
        "grids.hazards.found",
        ("grids", "premises", *TOLD),
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
        TOLD,
    ),
]


#: The large numbers of the wall and of the committee's home page.
SIX = (
    "injuries.count",
    "injuries.deaths",
    "grids.hazards.overdue",
    "grids.hazards.major",
    "grids.rectified_on_time",
    "grids.coverage",
)
SIX_ROOMS = ("injuries", "grids", "premises", "communities")


@dataclass(frozen=True)
class FigureGroup:
    """A group with its figures and its trend, if it has one."""

    title: str
    figures: list[Compared]
    trend: Trend | None
    read_at: dt.datetime


@dataclass(frozen=True)
class Board:
    """The whole dashboard of an area and a month, and when its oldest part was read.

    `sides` and `causes` are None where there is nothing to compare, or nothing that may be shown.
    """

    groups: list[FigureGroup]
    sides: Sides | None
    causes: CrossTable | None
    read_at: dt.datetime

    @property
    def six(self) -> list[Compared]:
        """The large numbers."""
        return large_numbers(self.groups)


def board(area: Area, period: Period, user: User, *, at_work: bool = False) -> Board:
    """Return the dashboard.

    The figures belong to the area, not to the reader, so one reading serves everybody who may see
    the same of it; a group is counted anew when something was done in its rooms: by a worker
    (`at_work`), while readers see what it was before.
    """
    recipes = dict(_recipe(group, area, period, user) for group in GROUPS)
    sides, causes = _sides_recipe(area, period, user), _causes_recipe(area, period, user)
    kept = _kept(area, period, user).all({**recipes, **sides, **causes}, at_work=at_work)
    if not at_work:
        _remember((*recipes, *sides, *causes), _ids(area, period, user))
    groups = [kept[key] for key in recipes]
    shown = [found for found in groups if found.figures]
    read_at = min((one.read_at for one in groups), default=timezone.now())
    return Board(shown, kept[next(iter(sides))], kept[next(iter(causes))], read_at)


def six_numbers(area: Area, period: Period, user: User) -> list[Compared]:
    """Return the large numbers alone, counted together with the dashboard's."""
    wanted = [group for group in GROUPS if set(group.keys) & set(SIX)]
    recipes = dict(_recipe(group, area, period, user) for group in wanted)
    return large_numbers(list(_kept(area, period, user).all(recipes).values()))


def count_board(user_id: str, area_id: str, code: str, language: str) -> None:
    """Count what has changed of a dashboard, in a worker, as this reader sees it."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    area = Area.objects.filter(pk=area_id).first()
    if user is not None and area is not None:
        with override(language):
            board(area, Period.parse(code), user, at_work=True)


def count_boards() -> int:
    """Count every dashboard that was looked at lately, before the next reader; return how many."""
    boards: dict[tuple[str, ...], Looked] = cache.get(LOOKED_AT, {})
    since = timezone.localdate() - dt.timedelta(days=DAYS_REMEMBERED)
    lately = [ids for ids, day in boards.values() if day >= since]
    for ids in lately:
        count_board(*ids)
    return len(lately)


#: What `count_board` is given, and the last day on which it was looked at.
Looked = tuple[tuple[str, ...], dt.date]


def _remember(keys: tuple[str, ...], ids: tuple[str, ...]) -> None:
    """Note that somebody looked; readers who see the same are one."""
    today = timezone.localdate()
    boards: dict[tuple[str, ...], Looked] = cache.get(LOOKED_AT, {})
    if keys in boards and boards[keys][1] == today:
        return
    since = today - dt.timedelta(days=DAYS_REMEMBERED)
    kept = {one: looked for one, looked in boards.items() if looked[1] >= since}
    cache.set(LOOKED_AT, {**kept, keys: (ids, today)}, DAYS_REMEMBERED * 86400)


def _ids(area: Area, period: Period, user: User) -> tuple[str, ...]:
    return str(user.pk), str(area.pk), period.code, get_language() or ""


def _kept(area: Area, period: Period, user: User) -> Kept:
    later = Later(COUNT, _ids(area, period, user), SHOWN) if SHOWN else None
    return Kept(KEEP_SECONDS, rest=REST, later=later)


def large_numbers(groups: list[FigureGroup]) -> list[Compared]:
    """Return the figures of `groups` that are shown large, in their order."""
    found = {one.definition.key: one for group in groups for one in group.figures}
    return [found[key] for key in SIX if key in found]


def _sides_recipe(area: Area, period: Period, user: User) -> dict[str, Recipe]:
    """Return how the areas below are held against each other."""
    small = all(_may_see_small(group, area, user) for group in GROUPS)
    counted = period.so_far(timezone.localdate())
    key = f"dashboard:sides:2:{get_language()}:{area.pk}:{period.code}:{small}"
    return {key: (SIX_ROOMS, partial(_sides, area, counted, small))}


def _sides(area: Area, period: Period, small: bool) -> Sides | None:
    """Hold the areas below against each other."""
    areas = areas_below(area)
    guard = None if small or not areas else _guard_below(area, areas[0], period)
    return side_by_side(areas, period, SIX, guard)


def _guard_below(area: Area, child: Area, period: Period) -> Guard:
    """Hide of the areas below also what would add up to a number that `area` itself must hide."""
    below, above = _guard(child), _guard(area)

    def guard(asked: Sequence[Asked], measured: list[Measured]) -> list[Measured]:
        keys = sorted({one.key for one in asked if registry.indicators[one.key].persons})
        wholes = [Asked(key, area, period) for key in keys]
        counted = registry.measure_all(wholes)
        hidden = {
            one.key
            for one, seen, found in zip(wholes, above(wholes, counted), counted, strict=True)
            if seen.value is None and found.value is not None
        }
        return [
            Measured(None, reason=PROTECTED) if one.key in hidden else found
            for one, found in zip(asked, below(asked, measured), strict=True)
        ]

    return guard


def _causes_recipe(area: Area, period: Period, user: User) -> dict[str, Recipe]:
    """Return how the causes of a year are counted."""
    cards, today = may(user, RECORD_VIEW, area), timezone.localdate()
    key = f"dashboard:causes:2:{get_language()}:{area.pk}:{period.code}:{cards}"
    rooms = ("injuries", "communities")
    return {key: (rooms, partial(cause_table, area, period, today, cards))}


def _recipe(group: Group, area: Area, period: Period, user: User) -> tuple[str, Recipe]:
    """Return under what the group is kept, for everybody who may see the same, and how counted."""
    small = _may_see_small(group, area, user)
    key = f"dashboard:6:{get_language()}:{area.pk}:{period.code}:{group.keys[0]}:{small}"
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
    drawn = registry.indicators.get(group.trend)
    trend = trend_of(drawn, area, period, guard) if drawn else None
    return FigureGroup(str(group.title), figures, trend, timezone.now())
