"""Corrective actions made of what drills showed and of what meetings and other events concluded."""

from django.utils.translation import gettext_lazy as _

from actions.sources import ActionSource
from training.models import Drill, Event
from training.permissions import EVENT_VIEW
from training.workflow import TOOK_PLACE, EventState

DRILL = "training.drill"
#: A drill that is over may not be marked as held yet.
SHOWN_BY = (EventState.PLANNED, *TOOK_PLACE)

ACTION_SOURCES = (
    ActionSource(
        key=DRILL,
        name=_("Drill"),
        view=EVENT_VIEW,
        rows=lambda: Drill.objects.select_related("event__area"),
        day=lambda drill: drill.event.day,
        begins=lambda _drill: {},
        offered=lambda drill: not drill.event.lies_ahead and drill.event.state in SHOWN_BY,
        button=_("New finding"),
        title=_("Findings"),
        empty=_("No finding was raised."),
    ),
    ActionSource(
        key="training.event",
        name=_("Event"),
        view=EVENT_VIEW,
        rows=lambda: Event.objects.select_related("area"),
        day=lambda event: event.day,
        begins=lambda event: {"action": event.follow_up},
        # What a drill showed is recorded on the page of the drill.
        offered=lambda event: event.state in TOOK_PLACE and not event.is_drill,
    ),
)
