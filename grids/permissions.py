"""Permission codes of this app, with the built-in roles that hold them."""

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

INSPECTION_VIEW = "grids.inspection.view"
INSPECTION_ADD = "grids.inspection.add"
HAZARD_VIEW = "grids.hazard.view"
HAZARD_REPORT = "grids.hazard.report"
HAZARD_RECTIFY = "grids.hazard.rectify"
HAZARD_VERIFY = "grids.hazard.verify"
HAZARD_MANAGE = "grids.hazard.manage"

FIELD = (*STAFF, GRID_WORKER)
READERS = (ADMINISTRATOR, *FIELD, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(INSPECTION_VIEW, _("see inspections"), 32, READERS),
    Permission(INSPECTION_ADD, _("inspect"), 33, FIELD),
    Permission(HAZARD_VIEW, _("see hazards"), 34, (*READERS, PARTNER)),
    Permission(HAZARD_REPORT, _("report hazards and advise rectification"), 35, FIELD),
    Permission(HAZARD_RECTIFY, _("report hazards as rectified"), 36, (*FIELD, PARTNER)),
    Permission(HAZARD_VERIFY, _("verify rectification"), 37, FIELD),
    Permission(HAZARD_MANAGE, _("extend deadlines and withdraw hazards"), 38, STAFF),
]
