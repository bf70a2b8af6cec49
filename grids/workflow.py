"""The way of a hazard: its states, the actions that move it, and who may do them.

    found ──fix on the spot──────────────────► rectified ──verify──► closed
      │                                         ▲     │
      └──advise (a deadline)──► advised ────────┘     └──send back──► advised
                                 ▲    │ rectify
                                 └────┘ extend

A hazard that is neither closed nor withdrawn can be withdrawn with a reason (found by mistake,
premises closed). Nobody verifies what he or she reported as rectified. Overdue is no state: it is
computed from the deadline, so that nothing needs to run at midnight for it to be true.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.permissions import HAZARD_MANAGE, HAZARD_RECTIFY, HAZARD_REPORT, HAZARD_VERIFY
from lib.workflow import Move


class HazardState(models.TextChoices):
    """State of a hazard."""

    FOUND = "found", _("Found")
    ADVISED = "advised", _("To be rectified")
    RECTIFIED = "rectified", _("Waiting for verification")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: Nobody has reported the hazard as rectified yet.
UNRECTIFIED = (HazardState.FOUND, HazardState.ADVISED)
#: Something remains to be done.
OPEN = (*UNRECTIFIED, HazardState.RECTIFIED)
TONES = {
    HazardState.FOUND: "warning",
    HazardState.ADVISED: "warning",
    HazardState.RECTIFIED: "info",
    HazardState.CLOSED: "success",
    HazardState.WITHDRAWN: "secondary",
}


class Action(models.TextChoices):
    """What is done to a hazard; each makes one step of its history."""

    REPORT = "report", _("Found")
    FIX_ON_SPOT = "fix-on-spot", _("Put right on the spot")
    ADVISE = "advise", _("Rectification advised")
    RECTIFY = "rectify", _("Reported as rectified")
    VERIFY = "verify", _("Verified and closed")
    SEND_BACK = "send-back", _("Sent back")
    EXTEND = "extend", _("Deadline extended")
    RECKON = "reckon", _("Deadline reckoned anew")
    WITHDRAW = "withdraw", _("Withdrawn")


#: What 一般 and 重大 mean (checklists.models): only the former can be put right at once.
MAJOR_TAKES_TIME = _(
    "A major hazard cannot be put right on the spot: set a deadline, or grade it lower."
)


def _move(
    action: Action,
    sources: tuple[HazardState, ...],
    target: HazardState,
    permission: str,
    label: str | Promise,
    *,
    needs_reason: bool = False,
    not_by: tuple[str, ...] = (),
) -> Move:
    return Move(
        sources=sources,
        target=target,
        permission=permission,
        label=label,
        audit_code=f"grids.hazard.{action.value}",
        needs_reason=needs_reason,
        not_by=not_by,
    )


#: What a verification judges is the rectification: its work is that of who reported it, not of who
#: found the hazard.
RECTIFIER = ("fixed_by",)

MOVES: dict[Action, Move] = {
    # Found by an inspection and put right before the inspector has left; still verified later.
    Action.FIX_ON_SPOT: _move(
        Action.FIX_ON_SPOT,
        (HazardState.FOUND,),
        HazardState.RECTIFIED,
        HAZARD_REPORT,
        _("Put right on the spot"),
    ),
    Action.ADVISE: _move(
        Action.ADVISE,
        (HazardState.FOUND,),
        HazardState.ADVISED,
        HAZARD_REPORT,
        _("Advise with a deadline"),
    ),
    # A hazard without a deadline yet may well be rectified before anybody has set one.
    Action.RECTIFY: _move(
        Action.RECTIFY,
        UNRECTIFIED,
        HazardState.RECTIFIED,
        HAZARD_RECTIFY,
        _("Report as rectified"),
    ),
    Action.VERIFY: _move(
        Action.VERIFY,
        (HazardState.RECTIFIED,),
        HazardState.CLOSED,
        HAZARD_VERIFY,
        _("Verify and close"),
        not_by=RECTIFIER,
    ),
    Action.SEND_BACK: _move(
        Action.SEND_BACK,
        (HazardState.RECTIFIED,),
        HazardState.ADVISED,
        HAZARD_VERIFY,
        _("Send back"),
        needs_reason=True,
        not_by=RECTIFIER,
    ),
    Action.EXTEND: _move(
        Action.EXTEND,
        (HazardState.ADVISED,),
        HazardState.ADVISED,
        HAZARD_MANAGE,
        _("Extend the deadline"),
        needs_reason=True,
    ),
    Action.WITHDRAW: _move(
        Action.WITHDRAW,
        OPEN,
        HazardState.WITHDRAWN,
        HAZARD_MANAGE,
        _("Withdraw"),
        needs_reason=True,
    ),
}

#: Undoing an import: what a file brought in is taken out of the numbers, closed or not.
TAKE_BACK = _move(
    Action.WITHDRAW,
    (*OPEN, HazardState.CLOSED),
    HazardState.WITHDRAWN,
    HAZARD_MANAGE,
    _("Withdraw"),
    needs_reason=True,
)
