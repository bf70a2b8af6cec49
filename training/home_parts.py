"""Events and drills of a partner's unit, and the month's figures of those who record events."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from communities.sight import sight_of
from lib.home import Figure, HomePart, OwnFigure
from lib.periods import Period, day_start
from training.models import Event
from training.permissions import EVENT_CHANGE, EVENT_VIEW
from training.workflow import EventState

SHOWN = 6


def unit_events(user: User) -> dict[str, Any] | None:
    """Events and drills that the user's unit hosts, those ahead first, then the last ones."""
    units = sight_of(user).units
    if not units or not may(user, EVENT_VIEW) or may(user, EVENT_CHANGE):
        return None
    rows = Event.objects.visible_to(user).filter(host__in=units).select_related("area")
    rows = rows.exclude(state=EventState.CANCELLED)
    today = day_start(timezone.localdate())
    ahead = list(rows.filter(starts_at__gte=today).order_by("starts_at")[:SHOWN])
    before = list(rows.filter(starts_at__lt=today).order_by("-starts_at")[: SHOWN - len(ahead)])
    return {"ahead": [_told(one) for one in ahead], "before": [_told(one) for one in before]}


def _told(event: Event) -> dict[str, Any]:
    return {
        "title": event.title,
        "url": event.get_absolute_url(),
        "day": event.day,
        "area": str(event.area),
        "drill": event.is_drill,
    }


def events(user: User, today: dt.date) -> Figure | None:
    """Events of this month that took place where the user records them."""
    if not may(user, EVENT_CHANGE):
        return None
    month = Period.containing(today)
    count = Event.objects.where_allowed(user, EVENT_CHANGE).held_in(month).order_by().count()
    query = f"state=took-place&start={month.start}&end={month.last_day}"
    return Figure(count, f"{reverse('training:events')}?{query}") if count else None


HOME_PARTS = [
    HomePart(
        key="training.unit",
        template="training/home_unit.html",
        find=unit_events,
        rooms=("training", "communities"),
    ),
]
OWN_FIGURES = [
    OwnFigure(
        key="training.events",
        label=_("Events held here"),
        find=events,
        rooms=("training", "communities"),
    ),
]
