"""What waits for a user in training: events to write up, findings overdue or to verify."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from communities.permissions import may
from lib.waiting import TaskList, Waiting, first_of
from training.filters import FOR_ME, OVERDUE, TO_WRITE_UP
from training.models import DrillFinding, Event
from training.permissions import EVENT_CHANGE, EVENT_VIEW, FINDING_VERIFY


def events_to_write_up(user: User) -> Waiting | None:
    """Events that are over and not written up, where the user records events."""
    if not may(user, EVENT_CHANGE):
        return None
    rows = Event.objects.where_allowed(user, EVENT_CHANGE).to_write_up()
    count, first = first_of(rows.order_by("ends_at"), lambda found: found.select_related("area"))
    return Waiting(
        count,
        f"{reverse('training:events')}?state={TO_WRITE_UP}",
        [(row.title, row.get_absolute_url(), f"{_short(row.day)} · {row.area}") for row in first],
    )


def findings_overdue(user: User) -> Waiting | None:
    """Overdue findings: all where the user records drills; else those that the user owns."""
    if not may(user, EVENT_VIEW):
        return None
    query = f"?state={OVERDUE}"
    if may(user, EVENT_CHANGE):
        rows = DrillFinding.objects.where_allowed(user, EVENT_CHANGE).overdue()
    else:
        rows = DrillFinding.objects.visible_to(user).filter(owner=user).overdue()
        query += "&mine=1"
    return _findings(rows, query)


def findings_to_verify(user: User) -> Waiting | None:
    """Findings reported done by others, where the user verifies."""
    if not may(user, FINDING_VERIFY):
        return None
    rows = DrillFinding.objects.where_allowed(user, FINDING_VERIFY).verifiable_by(user)
    return _findings(rows, f"?state={FOR_ME}")


def _findings(rows: Any, query: str) -> Waiting:
    count, first = first_of(rows.order_by("due"))
    return Waiting(
        count,
        reverse("training:findings") + query,
        [
            (str(row), row.get_absolute_url(), _("due %(day)s") % {"day": _short(row.due)})
            for row in first
        ],
    )


def _short(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


TASK_LISTS = [
    TaskList(
        key="training.write-up",
        label=gettext_lazy("Events to write up"),
        icon="journal-text",
        find=events_to_write_up,
        tone="warning",
    ),
    TaskList(
        key="training.findings-overdue",
        label=gettext_lazy("Drill findings overdue"),
        icon="exclamation-triangle",
        find=findings_overdue,
        tone="danger",
    ),
    TaskList(
        key="training.findings-verify",
        label=gettext_lazy("Drill findings to verify"),
        icon="check2-square",
        find=findings_to_verify,
        tone="info",
    ),
]
