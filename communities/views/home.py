"""What waits for the user, first thing after sign-in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts.kept import Kept, Recipe
from accounts.models import User
from communities.permissions import may
from communities.working_days import horizon
from lib.home import Figure, HomePart, OwnFigure, home_parts, own_figures
from lib.http import SignedInRequest
from lib.navigation import quick_actions
from lib.waiting import GROUP_LABELS, Group, TaskList, Waiting, task_lists

#: Seconds: a failure of a worker stands in no trail, and is seen after five minutes at the latest.
KEEP_SECONDS = 300


@dataclass(frozen=True)
class Column:
    """A group of the home page: its words, how many things wait in it, the lists that have any."""

    group: Group
    label: str | Promise
    count: int
    lists: list[tuple[TaskList, Waiting]]


@dataclass(frozen=True)
class Found:
    """All that was found for a home page."""

    work: list[tuple[TaskList, Waiting]]
    parts: list[tuple[HomePart, Any]]
    figures: list[tuple[OwnFigure, Figure]]


def _found(user: User) -> Found:
    """Look for everything, what is kept in one go; again when something was done there."""
    prefix, days = f"home:4:{get_language()}:{user.pk}", cache(horizon)
    lists = [one for one in task_lists if one.for_keepers or not user.is_superuser]
    recipes: dict[str, Recipe] = {
        **{f"{prefix}:{one.key}": (one.depends_on, _finder(one, user, days)) for one in lists},
        **{f"{prefix}:part:{one.key}": (one.rooms, partial(one.find, user)) for one in home_parts},
        **{f"{prefix}:own:{one.key}": (one.rooms, _own(one, user, days)) for one in own_figures},
    }
    kept = Kept(KEEP_SECONDS).all(recipes)
    return Found(
        _there(lists, kept, f"{prefix}:"),
        _there(home_parts, kept, f"{prefix}:part:"),
        _there(own_figures, kept, f"{prefix}:own:"),
    )


def _finder(one: TaskList, user: User, days: Any) -> Any:
    return lambda: one.find(user, days())


def _own(one: OwnFigure, user: User, days: Any) -> Any:
    return lambda: one.find(user, days().today)


def _there(items: Iterable[Any], kept: dict[str, Any], prefix: str) -> list[tuple[Any, Any]]:
    """Return the items for which there is something, with it."""
    found = [(one, kept.get(f"{prefix}{one.key}")) for one in items]
    return [(one, what) for one, what in found if what is not None]


def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this user and what the user can begin; each app knows its own."""
    found = _found(request.user)
    columns = [_column(group, found.work) for group in Group]
    memberships = request.user.memberships.active_on()
    return render(
        request,
        "communities/home.html",
        {
            "columns": [one for one in columns if one.group is not Group.STANDING],
            "standing": columns[-1],
            "has_lists": any(one.count for one in columns),
            "today": timezone.localdate(),
            "parts": found.parts,
            "figures": found.figures,
            "memberships": memberships.select_related("area", "role", "organisation"),
            "quick_actions": [
                one
                for one in quick_actions
                if one.permission is None or may(request.user, one.permission)
            ],
        },
    )


def _column(group: Group, work: list[tuple[TaskList, Waiting]]) -> Column:
    lists = [(one, waiting) for one, waiting in work if one.group is group and waiting.count]
    count = sum(waiting.count for _one, waiting in lists)
    return Column(group, GROUP_LABELS[group], count, lists)
