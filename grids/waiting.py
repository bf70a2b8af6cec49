"""What waits for a user: hazards by their deadline, rectifications to verify, premises due."""

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from grids.models import Hazard
from grids.models.hazards import HazardQuerySet
from grids.permissions import HAZARD_RECTIFY, HAZARD_REPORT, HAZARD_VERIFY, INSPECTION_ADD
from grids.rounds import premises_due_for, walks_a_round
from grids.workflow import HazardState
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of


def hazards_due(user: User, days: Horizon) -> Waiting | None:
    """Hazards past their deadline, or due today, that the user has to see to."""
    return _due(user, None, days.until)


def hazards_due_soon(user: User, days: Horizon) -> Waiting | None:
    """Hazards that fall due in the next three working days."""
    return _due(user, days.tomorrow, days.soon)


def _due(user: User, first: dt.date | None, last: dt.date) -> Waiting | None:
    """Hazards by their deadline, for those who look after hazards in the field.

    A partner may report one as rectified, but none is his to look after before it is handed over.
    """
    if not (may(user, HAZARD_RECTIFY) and may(user, HAZARD_REPORT)):
        return None
    rows = Hazard.objects.rectifiable_by(user).filter(deadline__lte=last)
    query = f"rectifiable=yes&due_end={last}"
    if first is not None:
        rows, query = rows.filter(deadline__gte=first), f"{query}&due_start={first}"
    return _waiting(rows.order_by("deadline", "found_at"), query, _by_deadline)


def hazards_to_verify(user: User, days: Horizon) -> Waiting | None:
    """Rectifications that the user may verify, those first that wait longest."""
    if not may(user, HAZARD_VERIFY):
        return None
    rows = Hazard.objects.verifiable_by(user).order_by("rectified_at", "deadline")
    return _waiting(rows, "verifiable=yes", _by_rectification)


def hazards_with_others(user: User, days: Horizon) -> Waiting | None:
    """Hazards that the user reported as rectified and somebody else has to verify."""
    if not may(user, HAZARD_RECTIFY):
        return None
    rows = Hazard.objects.where_allowed(user, HAZARD_RECTIFY)
    rows = rows.filter(state=HazardState.RECTIFIED, fixed_by=user).order_by("rectified_at")
    return _waiting(rows, f"state={HazardState.RECTIFIED}&rectifier={user.pk}", _by_rectification)


def _waiting(rows: HazardQuerySet, query: str, task: Callable[[Hazard], Task]) -> Waiting:
    count, first = first_of(
        rows, lambda found: found.select_related("premises", "area", "fixed_by", "found_by")
    )
    return Waiting(count, f"{reverse('grids:hazards')}?{query}", [task(one) for one in first])


def _by_deadline(hazard: Hazard) -> Task:
    url = hazard.get_absolute_url()
    return Task(hazard.description[:40], url, hazard.deadline, _where(hazard), str(hazard.found_by))


def _by_rectification(hazard: Hazard) -> Task:
    at = hazard.rectified_at
    day = timezone.localdate(at) if at else None
    who = str(hazard.fixed_by or "")
    return Task(hazard.description[:40], hazard.get_absolute_url(), day, _where(hazard), who)


def _where(hazard: Hazard) -> str:
    return hazard.where or str(hazard.area)


def premises_due(user: User, days: Horizon) -> Waiting | None:
    """Premises whose inspection is due; whoever walks a round finds them there instead."""
    if not may(user, INSPECTION_ADD) or walks_a_round(user):
        return None
    rows = premises_due_for(user)
    count, first = first_of(rows, lambda found: found.select_related("area", "category"))
    found = [
        Task(str(one), reverse("grids:inspection-new", args=[one.pk]), one.due_on, str(one.area))
        for one in first
    ]
    return Waiting(count, reverse("grids:inspect"), found)


TASK_LISTS = [
    TaskList(
        key="grids.due-today",
        label=_("Hazards overdue or due today"),
        icon="alarm",
        group=Group.TODAY,
        find=hazards_due,
        rooms=("premises",),
    ),
    TaskList(
        key="grids.verify",
        label=_("Rectifications to verify"),
        icon="patch-check",
        group=Group.TODAY,
        find=hazards_to_verify,
        since=True,
    ),
    TaskList(
        key="grids.due-soon",
        label=_("Hazards due soon"),
        icon="hourglass-split",
        group=Group.SOON,
        find=hazards_due_soon,
    ),
    TaskList(
        key="grids.with-others",
        label=_("Reported as rectified, to be verified"),
        icon="patch-check",
        group=Group.OTHERS,
        find=hazards_with_others,
        since=True,
    ),
    TaskList(
        key="grids.due",
        label=_("Premises to inspect"),
        icon="clipboard-check",
        group=Group.STANDING,
        find=premises_due,
        since=True,
        rooms=("premises",),
    ),
]
