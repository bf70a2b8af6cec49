"""The way of a hazard: its states, the deeds that move it, and who may do them.

    found ──fix on the spot──────────────────► rectified ──verify──► closed
      │                                         ▲     │
      └──advise (a deadline)──► advised ────────┘     └──send back──► advised
                                 ▲    │ rectify
                                 └────┘ extend

A hazard that is neither closed nor withdrawn can be withdrawn with a reason (found by mistake,
premises closed). Nobody verifies what he or she reported as rectified. Overdue is no state: it is
computed from the deadline, so that nothing needs to run at midnight for it to be true.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from grids.permissions import HAZARD_MANAGE, HAZARD_RECTIFY, HAZARD_REPORT, HAZARD_VERIFY


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


class Deed(models.TextChoices):
    """What is done to a hazard; each makes one step of its history."""

    REPORT = "report", _("Found")
    FIX_ON_SPOT = "fix-on-spot", _("Put right on the spot")
    ADVISE = "advise", _("Rectification advised")
    RECTIFY = "rectify", _("Reported as rectified")
    VERIFY = "verify", _("Verified and closed")
    SEND_BACK = "send-back", _("Sent back")
    EXTEND = "extend", _("Deadline extended")
    WITHDRAW = "withdraw", _("Withdrawn")


#: What 一般 and 重大 mean (checklists.models): only the former can be put right at once.
MAJOR_TAKES_TIME = _(
    "A major hazard cannot be put right on the spot: set a deadline, or grade it lower."
)


@dataclass(frozen=True)
class Move:
    """From which states a deed leads to which state, and the permission it takes.

    `needs_note` is because the reason is what later readers ask for.
    """

    sources: tuple[HazardState, ...]
    target: HazardState
    permission: str
    needs_note: bool = False


MOVES: dict[Deed, Move] = {
    # Found by an inspection and put right before the inspector has left; still verified later.
    Deed.FIX_ON_SPOT: Move((HazardState.FOUND,), HazardState.RECTIFIED, HAZARD_REPORT),
    Deed.ADVISE: Move((HazardState.FOUND,), HazardState.ADVISED, HAZARD_REPORT),
    # A hazard without a deadline yet may well be rectified before anybody has set one.
    Deed.RECTIFY: Move(UNRECTIFIED, HazardState.RECTIFIED, HAZARD_RECTIFY),
    Deed.VERIFY: Move((HazardState.RECTIFIED,), HazardState.CLOSED, HAZARD_VERIFY),
    Deed.SEND_BACK: Move(
        (HazardState.RECTIFIED,), HazardState.ADVISED, HAZARD_VERIFY, needs_note=True
    ),
    Deed.EXTEND: Move((HazardState.ADVISED,), HazardState.ADVISED, HAZARD_MANAGE, needs_note=True),
    Deed.WITHDRAW: Move(OPEN, HazardState.WITHDRAWN, HAZARD_MANAGE, needs_note=True),
}
