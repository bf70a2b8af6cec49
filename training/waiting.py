"""What waits for a user in training: events ahead and to write up, findings by their day."""

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of
from training.filters import FOR_ME, SENT, TO_WRITE_UP
from training.models import DrillFinding, Event
from training.models.events import EventQuerySet
from training.models.findings import FindingQuerySet
from training.permissions import EVENT_CHANGE, EVENT_VIEW, FINDING_VERIFY
from training.workflow import EventState, FindingState


def events_to_write_up(user: User, days: Horizon) -> Waiting | None:
    """Events that are over and not written up, where the user records events."""
    if not may(user, EVENT_CHANGE):
        return None
    rows = Event.objects.where_allowed(user, EVENT_CHANGE).to_write_up().order_by("ends_at")
    return _events(rows, f"state={TO_WRITE_UP}", _result_of)


def events_ahead(user: User, days: Horizon) -> Waiting | None:
    """Events planned up to three working days ahead, where the user records events."""
    if not may(user, EVENT_CHANGE):
        return None
    rows = Event.objects.where_allowed(user, EVENT_CHANGE).filter(state=EventState.PLANNED)
    rows = rows.begun_between(days.today, days.soon).order_by("starts_at")
    return _events(rows, f"state={EventState.PLANNED}&start={days.today}&end={days.soon}")


def _result_of(event: Event) -> str:
    """Return where the result of an event is recorded."""
    return reverse("training:event-result", args=[event.pk])


def _events(
    rows: EventQuerySet, query: str, page: Callable[[Event], str] = Event.get_absolute_url
) -> Waiting:
    count, first = first_of(rows, lambda found: found.select_related("area", "host"))
    tasks = [
        Task(one.title, page(one), one.day, str(one.area), str(one.host or "")) for one in first
    ]
    return Waiting(count, f"{reverse('training:events')}?{query}", tasks)


def findings_due(user: User, days: Horizon) -> Waiting | None:
    """Findings overdue or due today: all where the user records drills; else the user's own."""
    return _open(user, None, days.until)


def findings_due_soon(user: User, days: Horizon) -> Waiting | None:
    """Findings that fall due in the next three working days."""
    return _open(user, days.tomorrow, days.soon)


def _open(user: User, first: dt.date | None, last: dt.date) -> Waiting | None:
    if not may(user, EVENT_VIEW):
        return None
    query = f"state={FindingState.OPEN}&end={last}" + (f"&start={first}" if first else "")
    if may(user, EVENT_CHANGE):
        rows = DrillFinding.objects.where_allowed(user, EVENT_CHANGE)
    else:
        rows, query = DrillFinding.objects.visible_to(user).filter(owner=user), f"{query}&mine=1"
    rows = rows.open().due_between(first or dt.date.min, last)
    return _findings(rows.order_by("due"), query)


def findings_to_verify(user: User, days: Horizon) -> Waiting | None:
    """Findings reported done by others, where the user verifies."""
    if not may(user, FINDING_VERIFY):
        return None
    rows = DrillFinding.objects.verifiable_by(user)
    return _findings(rows.order_by("due"), f"state={FOR_ME}")


def findings_with_others(user: User, days: Horizon) -> Waiting | None:
    """Findings that the user reported done and somebody else has to verify."""
    if not may(user, EVENT_VIEW):
        return None
    rows = DrillFinding.objects.visible_to(user).sent_by(user)
    return _findings(rows.order_by("due"), f"state={SENT}")


def _findings(rows: FindingQuerySet, query: str) -> Waiting:
    count, first = first_of(rows, lambda found: found.for_list())
    tasks = [
        Task(str(row), row.get_absolute_url(), row.due, row.drill.event.title, row.responsible)
        for row in first
    ]
    return Waiting(count, f"{reverse('training:findings')}?{query}", tasks)


TASK_LISTS = [
    TaskList(
        key="training.write-up",
        label=_("Events to write up"),
        icon="journal-text",
        group=Group.TODAY,
        find=events_to_write_up,
    ),
    TaskList(
        key="training.findings-due",
        label=_("Drill findings overdue or due today"),
        icon="exclamation-triangle",
        group=Group.TODAY,
        find=findings_due,
    ),
    TaskList(
        key="training.findings-verify",
        label=_("Drill findings to verify"),
        icon="check2-square",
        group=Group.TODAY,
        find=findings_to_verify,
    ),
    TaskList(
        key="training.ahead",
        label=_("Events ahead"),
        icon="calendar-event",
        group=Group.SOON,
        find=events_ahead,
    ),
    TaskList(
        key="training.findings-soon",
        label=_("Drill findings due soon"),
        icon="hourglass-split",
        group=Group.SOON,
        find=findings_due_soon,
    ),
    TaskList(
        key="training.findings-with-others",
        label=_("Drill findings to be verified"),
        icon="check2-square",
        group=Group.OTHERS,
        find=findings_with_others,
        since=True,
    ),
]
