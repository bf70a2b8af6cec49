"""Permission codes of training."""

from django.utils.translation import gettext_lazy as _

from communities.roles import (
    ADMINISTRATOR,
    AUDITOR,
    COMMITTEE,
    GRID_WORKER,
    PARTNER,
    STAFF,
)
from lib.permissions import Permission

EVENT_VIEW = "training.event.view"
EVENT_CHANGE = "training.event.change"
MATERIAL_CHANGE = "training.material.change"

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
]
