"""States of projects and of values, and the moves between them.

Projects: draft → approved → running → evaluated → sustained; closed from running on
Values:   draft → submitted → approved, or back to draft
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.workflow import Move
from programmes.permissions import PROJECT_APPROVE, PROJECT_CHANGE, VALUE_APPROVE, VALUE_SUBMIT


class Stage(models.TextChoices):
    """Stage of a project (domain facts 4.2, lifecycle)."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    RUNNING = "running", _("Running")
    EVALUATED = "evaluated", _("Evaluated")
    SUSTAINED = "sustained", _("Sustained")
    CLOSED = "closed", _("Closed")


class ValueState(models.TextChoices):
    """State of a value."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")


STAGE_TONES = {
    Stage.DRAFT: "secondary",
    Stage.APPROVED: "info",
    Stage.RUNNING: "primary",
    Stage.EVALUATED: "warning",
    Stage.SUSTAINED: "success",
    Stage.CLOSED: "secondary",
}


def _project_move(
    sources: tuple[Stage, ...],
    target: Stage,
    permission: str,
    label: str | Promise,
    not_by: tuple[str, ...] = (),
) -> Move:
    return Move(
        sources=sources,
        target=target,
        permission=permission,
        label=label,
        audit_code="programmes.project.moved",
        needs_reason=True,
        not_by=not_by,
    )


APPROVE_PROJECT = _project_move(
    (Stage.DRAFT,), Stage.APPROVED, PROJECT_APPROVE, _("Approve"), ("created_by", "written_by")
)
#: Odd ones: an approved plan may go back to draft because its measures, once it runs, are promises
#: to others; an evaluated project may run again because an evaluation often ends with "go on for
#: another year"; a sustained one may run again when it is extended (以点带面); a closed one stays
#: closed, so that its record cannot drift.
MOVES = (
    APPROVE_PROJECT,
    _project_move((Stage.APPROVED,), Stage.RUNNING, PROJECT_CHANGE, _("Start the project")),
    _project_move((Stage.APPROVED,), Stage.DRAFT, PROJECT_APPROVE, _("Back to draft")),
    _project_move((Stage.RUNNING,), Stage.EVALUATED, PROJECT_CHANGE, _("Mark as evaluated")),
    _project_move((Stage.EVALUATED,), Stage.SUSTAINED, PROJECT_APPROVE, _("Mark as sustained")),
    _project_move((Stage.EVALUATED,), Stage.RUNNING, PROJECT_APPROVE, _("Run again")),
    _project_move((Stage.SUSTAINED,), Stage.RUNNING, PROJECT_APPROVE, _("Extend")),
    _project_move(
        (Stage.RUNNING, Stage.EVALUATED, Stage.SUSTAINED),
        Stage.CLOSED,
        PROJECT_APPROVE,
        _("Close the project"),
    ),
)

SUBMIT = Move(
    sources=(ValueState.DRAFT,),
    target=ValueState.SUBMITTED,
    permission=VALUE_SUBMIT,
    label=_("Submit"),
    audit_code="programmes.value.submitted",
)
#: Approved is the end: a correction is a new value.
APPROVE = Move(
    sources=(ValueState.SUBMITTED,),
    target=ValueState.APPROVED,
    permission=VALUE_APPROVE,
    label=_("Approve"),
    audit_code="programmes.value.approved",
    not_by=("created_by", "submitted_by", "written_by"),
)
#: A returned value is a draft again, so that its maker can mend and submit it. Whoever submitted it
#: may take it back too: that judges nothing.
RETURN = Move(
    sources=(ValueState.SUBMITTED,),
    target=ValueState.DRAFT,
    permission=VALUE_APPROVE,
    label=_("Return"),
    audit_code="programmes.value.returned",
    needs_reason=True,
)
