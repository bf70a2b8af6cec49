"""States of events and findings, and the moves between them.

Events:   planned → held → written up; planned → cancelled
Findings: open → done → verified

A past state is a row (EventStep, FindingStep), never overwritten.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    """State of an event."""

    PLANNED = "planned", _("scheduled")
    HELD = "held", _("held")
    WRITTEN_UP = "written-up", _("written up")
    CANCELLED = "cancelled", _("cancelled")


class FindingState(models.TextChoices):
    """State of a drill's finding."""

    OPEN = "open", _("open, to be corrected")
    DONE = "done", _("done, to be verified")
    VERIFIED = "verified", _("verified")


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
FINDING_TONES = {
    FindingState.OPEN: "warning",
    FindingState.DONE: "info",
    FindingState.VERIFIED: "success",
}


@dataclass(frozen=True)
class Move:
    """A move that is allowed, its audit code, and whether a reason must be given."""

    source: str
    target: str
    code: str
    label: str | Promise
    needs_reason: bool = False


EVENT_MOVES = {
    (move.source, move.target): move
    for move in (
        Move(EventState.PLANNED, EventState.HELD, "training.event.held", _("event held")),
        Move(
            EventState.HELD,
            EventState.WRITTEN_UP,
            "training.event.written-up",
            _("event written up"),
        ),
        Move(
            EventState.PLANNED,
            EventState.CANCELLED,
            "training.event.cancelled",
            _("event cancelled"),
            needs_reason=True,
        ),
        # A figure that turns out wrong after the write-up is corrected, with the reason on record.
        Move(
            EventState.WRITTEN_UP,
            EventState.HELD,
            "training.event.reopened",
            _("event reopened"),
            needs_reason=True,
        ),
        # What was called off can be taken up again; what was marked as held by mistake goes back.
        Move(
            EventState.CANCELLED,
            EventState.PLANNED,
            "training.event.taken-up",
            _("event taken up again"),
            needs_reason=True,
        ),
        Move(
            EventState.HELD,
            EventState.PLANNED,
            "training.event.put-back",
            _("event put back to planned"),
            needs_reason=True,
        ),
    )
}

FINDING_MOVES = {
    (move.source, move.target): move
    for move in (
        Move(FindingState.OPEN, FindingState.DONE, "training.finding.done", _("finding done")),
        Move(
            FindingState.DONE,
            FindingState.VERIFIED,
            "training.finding.verified",
            _("finding verified"),
        ),
        # The second pair of eyes was not content: the owner takes it up again.
        Move(
            FindingState.DONE,
            FindingState.OPEN,
            "training.finding.returned",
            _("finding returned"),
            needs_reason=True,
        ),
    )
}
