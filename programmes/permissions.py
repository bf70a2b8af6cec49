"""Permission codes of this app.

Seeing a project asks whether the permission is held anywhere, because a project also reaches
people whose own area lies below its main area; every change asks at the main area.
"""

from django.utils.translation import gettext_lazy as _

from communities.roles import (
    ADMINISTRATOR,
    AUDITOR,
    COMMITTEE,
    GRID_WORKER,
    OFFICE,
    PARTNER,
    STAFF,
)
from lib.permissions import Permission

PROJECT_VIEW = "programmes.project.view"
PROJECT_RESTRICTED = "programmes.project.restricted"
PROJECT_CHANGE = "programmes.project.change"
PROJECT_APPROVE = "programmes.project.approve"
VALUE_SUBMIT = "programmes.value.submit"
VALUE_APPROVE = "programmes.value.approve"

READERS = (ADMINISTRATOR, *STAFF, GRID_WORKER, PARTNER, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(
        key=PROJECT_VIEW,
        label=_("see promotion projects"),
        roles=READERS,
    ),
    Permission(
        key=PROJECT_RESTRICTED,
        label=_("see restricted promotion projects"),
        roles=(ADMINISTRATOR, *STAFF, COMMITTEE, AUDITOR),
    ),
    Permission(
        key=PROJECT_CHANGE,
        label=_("change promotion projects"),
        roles=STAFF,
    ),
    Permission(
        key=PROJECT_APPROVE,
        label=_("approve and close promotion projects"),
        roles=(OFFICE,),
    ),
    Permission(
        key=VALUE_SUBMIT,
        label=_("submit values of indicators"),
        roles=STAFF,
    ),
    Permission(
        key=VALUE_APPROVE,
        label=_("approve values of indicators"),
        roles=(OFFICE,),
    ),
]
