"""What of this room the one box finds."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lib.finding import Finder
from training.models import Event
from training.permissions import EVENT_VIEW


def _beside(event: Event) -> str:
    return f"{date_format(event.day, 'SHORT_DATE_FORMAT')} · {event.area}"


FINDERS = (
    Finder(
        key="training.event",
        label=_("Events"),
        icon="calendar-event",
        permission=EVENT_VIEW,
        rows=lambda user: Event.objects.where_allowed(user, EVENT_VIEW),
        words=("title", "topic", "place", "trainers"),
        named="title",
        beside=_beside,
        prepare=lambda rows: rows.select_related("area").order_by("-starts_at", "pk"),
        list_url="training:events",
    ),
)
