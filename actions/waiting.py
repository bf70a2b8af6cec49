"""Corrective actions that wait for a user, by their day."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.filters import FOR_ME, SENT
from actions.models import CorrectiveAction, CorrectiveActionQuerySet
from actions.permissions import ACTION_CHANGE, ACTION_VERIFY, ACTION_VIEW
from actions.workflow import ActionState
from communities.permissions import may
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of


def due(user: User, days: Horizon) -> Waiting | None:
    """Actions overdue or due today: all where the user records them; else the user's own."""
    return _open(user, None, days.until)


def due_soon(user: User, days: Horizon) -> Waiting | None:
    """Actions that fall due in the next three working days."""
    return _open(user, days.tomorrow, days.soon)


def _open(user: User, first: dt.date | None, last: dt.date) -> Waiting | None:
    if not may(user, ACTION_VIEW):
        return None
    query = f"state={ActionState.OPEN}&end={last}" + (f"&start={first}" if first else "")
    if may(user, ACTION_CHANGE):
        rows = CorrectiveAction.objects.where_allowed(user, ACTION_CHANGE)
    else:
        rows, query = CorrectiveAction.objects.visible_to(user).owned_by(user), f"{query}&mine=1"
    rows = rows.open().due_between(first or dt.date.min, last)
    return _found(rows.order_by("due"), query)


def to_verify(user: User, days: Horizon) -> Waiting | None:
    """Actions reported done by others, where the user verifies."""
    if not may(user, ACTION_VERIFY):
        return None
    return _found(CorrectiveAction.objects.verifiable_by(user).order_by("due"), f"state={FOR_ME}")


def with_others(user: User, days: Horizon) -> Waiting | None:
    """Actions that the user reported done and somebody else has to verify."""
    if not may(user, ACTION_VIEW):
        return None
    rows = CorrectiveAction.objects.visible_to(user).sent_by(user)
    return _found(rows.order_by("due"), f"state={SENT}")


def _found(rows: CorrectiveActionQuerySet, query: str) -> Waiting:
    count, first = first_of(rows, lambda found: found.for_list())
    tasks = [
        Task(
            str(row), row.get_absolute_url(), row.due, row.source or str(row.area), row.responsible
        )
        for row in first
    ]
    return Waiting(count, f"{reverse('actions:actions')}?{query}", tasks)


TASK_LISTS = [
    TaskList(
        key="actions.due",
        label=_("Corrective actions overdue or due today"),
        icon="exclamation-triangle",
        group=Group.TODAY,
        find=due,
    ),
    TaskList(
        key="actions.verify",
        label=_("Corrective actions to verify"),
        icon="check2-square",
        group=Group.TODAY,
        find=to_verify,
    ),
    TaskList(
        key="actions.soon",
        label=_("Corrective actions due soon"),
        icon="hourglass-split",
        group=Group.SOON,
        find=due_soon,
    ),
    TaskList(
        key="actions.with-others",
        label=_("Corrective actions to be verified"),
        icon="check2-square",
        group=Group.OTHERS,
        find=with_others,
        since=True,
    ),
]
