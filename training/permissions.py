"""Permission codes of training, and predicates on its records."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.permissions import may
from communities.roles import (
    ADMINISTRATOR,
    AUDITOR,
    COMMITTEE,
    GRID_WORKER,
    PARTNER,
    STAFF,
)
from lib.permissions import Permission
from training.models import DrillFinding

EVENT_VIEW = "training.event.view"
EVENT_CHANGE = "training.event.change"
MATERIAL_CHANGE = "training.material.change"
FINDING_VERIFY = "training.finding.verify"

VIEWERS = (*STAFF, ADMINISTRATOR, GRID_WORKER, PARTNER, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(
        key=EVENT_VIEW,
        label=_("see training, drills and materials"),
        roles=VIEWERS,
    ),
    Permission(
        key=EVENT_CHANGE,
        label=_("plan and record events and drills"),
        roles=STAFF,
    ),
    Permission(
        key=MATERIAL_CHANGE,
        label=_("keep the list of materials"),
        roles=STAFF,
    ),
    Permission(
        key=FINDING_VERIFY,
        label=_("verify findings of drills"),
        roles=STAFF,
    ),
]


def may_answer(user: Any, finding: DrillFinding) -> bool:
    """Tell whether the finding is the user's to deal with: its owner's, or staff's."""
    owns = finding.owner_id == user.pk and may(user, EVENT_VIEW, finding)
    return owns or may(user, EVENT_CHANGE, finding)


def may_verify(user: Any, finding: DrillFinding) -> bool:
    """Tell whether `user` may verify the finding: staff who had no hand in it."""
    return finding.may_be_verified_by(user) and may(user, FINDING_VERIFY, finding)
