"""States of events and the moves between them.

planned → held → written up; planned → cancelled

A past state is a row (EventStep), never overwritten.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.workflow import Move
from training.permissions import EVENT_CHANGE


class EventState(models.TextChoices):
    """State of an event."""

    PLANNED = "planned", _("scheduled")
    HELD = "held", _("held")
    WRITTEN_UP = "written-up", _("written up")
    CANCELLED = "cancelled", _("cancelled")


#: States in which an event has taken place, so that its audience counts.
TOOK_PLACE = (EventState.HELD, EventState.WRITTEN_UP)
#: States in which what is recorded may still be changed.
EDITABLE = (EventState.PLANNED, EventState.HELD)

EVENT_TONES = {
    EventState.PLANNED: "info",
    EventState.HELD: "warning",
    EventState.WRITTEN_UP: "success",
    EventState.CANCELLED: "secondary",
}


def _event_move(
    sources: tuple[EventState, ...],
    target: EventState,
    code: str,
    label: str | Promise,
    needs_reason: bool = False,
) -> Move:
    return Move(
        sources=sources,
        target=target,
        permission=EVENT_CHANGE,
        label=label,
        audit_code=f"training.event.{code}",
        needs_reason=needs_reason,
    )


EVENT_MOVES = (
    _event_move((EventState.PLANNED,), EventState.HELD, "held", _("event held")),
    _event_move((EventState.HELD,), EventState.WRITTEN_UP, "written-up", _("event written up")),
    _event_move(
        (EventState.PLANNED,), EventState.CANCELLED, "cancelled", _("event cancelled"), True
    ),
    # A figure that turns out wrong after the write-up is corrected, with the reason on record.
    _event_move((EventState.WRITTEN_UP,), EventState.HELD, "reopened", _("event reopened"), True),
    # What was called off can be taken up again; what was marked as held by mistake goes back.
    _event_move(
        (EventState.CANCELLED,), EventState.PLANNED, "taken-up", _("event taken up again"), True
    ),
    _event_move(
        (EventState.HELD,), EventState.PLANNED, "put-back", _("event put back to planned"), True
    ),
)
