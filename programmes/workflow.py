"""States of projects and of values, and the moves between them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.models import Stage, ValueState
from programmes.permissions import PROJECT_APPROVE, PROJECT_CHANGE


@dataclass(frozen=True)
class Move:
    """A move of a project to `stage`: the words of the deed and the permission it needs."""

    stage: Stage
    label: str | Promise
    permission: str


#: From a stage to those that may follow. Odd ones: an approved plan may go back to draft because
#: its measures, once it runs, are promises to others; an evaluated project may run again because
#: an evaluation often ends with "go on for another year"; a sustained one may run again when it is
#: extended (以点带面); a closed one stays closed, so that its record cannot drift.
MOVES: dict[str, tuple[Move, ...]] = {
    Stage.DRAFT: (Move(Stage.APPROVED, _("Approve"), PROJECT_APPROVE),),
    Stage.APPROVED: (
        Move(Stage.RUNNING, _("Start the project"), PROJECT_CHANGE),
        Move(Stage.DRAFT, _("Back to draft"), PROJECT_APPROVE),
    ),
    Stage.RUNNING: (
        Move(Stage.EVALUATED, _("Mark as evaluated"), PROJECT_CHANGE),
        Move(Stage.CLOSED, _("Close the project"), PROJECT_APPROVE),
    ),
    Stage.EVALUATED: (
        Move(Stage.SUSTAINED, _("Mark as sustained"), PROJECT_APPROVE),
        Move(Stage.RUNNING, _("Run again"), PROJECT_APPROVE),
        Move(Stage.CLOSED, _("Close the project"), PROJECT_APPROVE),
    ),
    Stage.SUSTAINED: (
        Move(Stage.RUNNING, _("Extend"), PROJECT_APPROVE),
        Move(Stage.CLOSED, _("Close the project"), PROJECT_APPROVE),
    ),
    Stage.CLOSED: (),
}

STAGE_TONES = {
    Stage.DRAFT: "secondary",
    Stage.APPROVED: "info",
    Stage.RUNNING: "primary",
    Stage.EVALUATED: "warning",
    Stage.SUSTAINED: "success",
    Stage.CLOSED: "secondary",
}

#: A returned value is a draft again, so that its maker can mend and submit it. Approved is the
#: end: a correction is a new value.
VALUE_MOVES: dict[str, frozenset[str]] = {
    ValueState.DRAFT: frozenset({ValueState.SUBMITTED}),
    ValueState.SUBMITTED: frozenset({ValueState.APPROVED, ValueState.DRAFT}),
    ValueState.APPROVED: frozenset(),
}


def find_move(before: str, after: str) -> Move | None:
    """Return the move between two stages, or None when there is none."""
    return next((move for move in MOVES[before] if move.stage == after), None)
