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
PROJECT_CHANGE = "programmes.project.change"
PROJECT_APPROVE = "programmes.project.approve"
VALUE_SUBMIT = "programmes.value.submit"
VALUE_APPROVE = "programmes.value.approve"

READERS = (ADMINISTRATOR, *STAFF, GRID_WORKER, PARTNER, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(PROJECT_VIEW, _("see promotion projects"), 20, READERS),
    Permission(PROJECT_CHANGE, _("change promotion projects"), 21, STAFF),
    Permission(PROJECT_APPROVE, _("approve and close promotion projects"), 22, (OFFICE,)),
    Permission(VALUE_SUBMIT, _("submit values of indicators"), 23, STAFF),
    Permission(VALUE_APPROVE, _("approve values of indicators"), 24, (OFFICE,)),
]
