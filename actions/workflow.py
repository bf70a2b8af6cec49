"""States of a corrective action and the moves between them.

open → done → verified; done → open (returned); open → withdrawn

A past state is a row (ActionStep), never overwritten.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.permissions import ACTION_CHANGE, ACTION_VERIFY, ACTION_VIEW
from lib.workflow import Move


class ActionState(models.TextChoices):
    """State of a corrective action."""

    OPEN = "open", _("open, to be corrected")
    DONE = "done", _("done, to be verified")
    VERIFIED = "verified", _("verified")
    WITHDRAWN = "withdrawn", _("not pursued")


#: States in which something is left to do.
UNSETTLED = (ActionState.OPEN, ActionState.DONE)

TONES = {
    ActionState.OPEN: "warning",
    ActionState.DONE: "info",
    ActionState.VERIFIED: "success",
    ActionState.WITHDRAWN: "secondary",
}

#: What is verified is the correction: the work of its owner, of who reported it done and of who
#: gave evidence, not of who recorded the problem.
CORRECTORS = ("owner", "done_by", "written_by")

DONE = Move(
    sources=(ActionState.OPEN,),
    target=ActionState.DONE,
    permission=ACTION_VIEW,
    label=_("corrective action done"),
    audit_code="actions.action.done",
)
VERIFY = Move(
    sources=(ActionState.DONE,),
    target=ActionState.VERIFIED,
    permission=ACTION_VERIFY,
    label=_("corrective action verified"),
    audit_code="actions.action.verified",
    not_by=CORRECTORS,
)
#: The second pair of eyes was not content: the owner takes it up again.
RETURN = Move(
    sources=(ActionState.DONE,),
    target=ActionState.OPEN,
    permission=ACTION_VERIFY,
    label=_("corrective action returned"),
    audit_code="actions.action.returned",
    needs_reason=True,
    not_by=CORRECTORS,
)
#: Recorded twice, or no longer needed. Whoever owes it does not let himself off.
WITHDRAW = Move(
    sources=(ActionState.OPEN,),
    target=ActionState.WITHDRAWN,
    permission=ACTION_CHANGE,
    label=_("corrective action not pursued"),
    audit_code="actions.action.withdrawn",
    needs_reason=True,
    not_by=("owner",),
)
MOVES = (DONE, VERIFY, RETURN, WITHDRAW)
