"""Permission codes of corrective actions."""

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

ACTION_VIEW = "actions.action.view"
ACTION_CHANGE = "actions.action.change"
ACTION_VERIFY = "actions.action.verify"

VIEWERS = (*STAFF, ADMINISTRATOR, GRID_WORKER, PARTNER, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(
        key=ACTION_VIEW,
        label=_("see corrective actions"),
        roles=VIEWERS,
    ),
    Permission(
        key=ACTION_CHANGE,
        label=_("record and hand over corrective actions"),
        roles=STAFF,
    ),
    Permission(
        key=ACTION_VERIFY,
        label=_("verify corrective actions"),
        roles=STAFF,
    ),
]
