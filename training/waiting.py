"""What waits for a user in training: events ahead and to write up."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of
from training.filters import TO_WRITE_UP
from training.models import Event
from training.models.events import EventQuerySet
from training.permissions import EVENT_CHANGE
from training.workflow import EventState


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


TASK_LISTS = [
    TaskList(
        key="training.write-up",
        label=_("Events to write up"),
        icon="journal-text",
        group=Group.TODAY,
        find=events_to_write_up,
    ),
    TaskList(
        key="training.ahead",
        label=_("Events ahead"),
        icon="calendar-event",
        group=Group.SOON,
        find=events_ahead,
    ),
]
