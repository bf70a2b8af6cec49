"""What waits for the user, first thing after sign-in."""

from django.http import HttpResponse
from django.shortcuts import render

from communities.permissions import may
from lib.http import SignedInRequest
from lib.navigation import quick_actions
from lib.waiting import task_lists


def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this user and what the user can begin; each app knows its own."""
    found = [(one, one.find(request.user)) for one in task_lists]
    waiting = [(one, work) for one, work in found if work is not None]
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
