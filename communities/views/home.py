"""What waits for the user, first thing after sign-in."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from accounts.kept import Kept
from accounts.models import User
from communities.permissions import may
from lib.http import SignedInRequest
from lib.navigation import quick_actions
from lib.waiting import TaskList, Waiting, task_lists

#: Seconds: a failure of a worker stands in no trail, and is seen after a minute at the latest.
KEEP_SECONDS = 60


def _found(user: User) -> list[tuple[TaskList, Waiting | None]]:
    """Return each list with what waits in it, looked for again when something was done there."""
    prefix = f"home:1:{get_language()}:{user.pk}"
    recipes = {
        f"{prefix}:{one.key}": (one.depends_on, partial(one.find, user)) for one in task_lists
    }
    kept = Kept(KEEP_SECONDS).all(recipes)
    return [(one, kept[f"{prefix}:{one.key}"]) for one in task_lists]


def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this user and what the user can begin; each app knows its own."""
    waiting = [(one, work) for one, work in _found(request.user) if work is not None]
    memberships = request.user.memberships.active_on().select_related("area", "role")
    return render(
        request,
        "communities/home.html",
        {
            "waiting": waiting,
            "nothing_waits": not any(work.count for _one, work in waiting),
            "memberships": memberships,
            "quick_actions": [
                one
                for one in quick_actions
                if one.permission is None or may(request.user, one.permission)
            ],
        },
    )
