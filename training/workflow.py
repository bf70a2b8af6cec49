"""States of events and findings, and the moves between them.

Events:   planned → held → written up; planned → cancelled
Findings: open → done → verified

A past state is a row (EventStep, FindingStep), never overwritten.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.workflow import Move
from training.permissions import EVENT_CHANGE, EVENT_VIEW, FINDING_VERIFY


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

#: What is verified is the correction: the work of its owner, of who reported it done and of who
#: gave evidence, not of who raised the finding.
CORRECTORS = ("owner", "done_by", "written_by")

DONE = Move(
    sources=(FindingState.OPEN,),
    target=FindingState.DONE,
    permission=EVENT_VIEW,
    label=_("finding done"),
    audit_code="training.finding.done",
)
VERIFY = Move(
    sources=(FindingState.DONE,),
    target=FindingState.VERIFIED,
    permission=FINDING_VERIFY,
    label=_("finding verified"),
    audit_code="training.finding.verified",
    not_by=CORRECTORS,
)
#: The second pair of eyes was not content: the owner takes it up again.
RETURN = Move(
    sources=(FindingState.DONE,),
    target=FindingState.OPEN,
    permission=FINDING_VERIFY,
    label=_("finding returned"),
    audit_code="training.finding.returned",
    needs_reason=True,
    not_by=CORRECTORS,
)
FINDING_MOVES = (DONE, VERIFY, RETURN)
