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
    Permission(
        key=INSPECTION_VIEW,
        label=_("see inspections"),
        roles=READERS,
    ),
    Permission(
        key=INSPECTION_ADD,
        label=_("inspect"),
        roles=FIELD,
    ),
    Permission(
        key=HAZARD_VIEW,
        label=_("see hazards"),
        roles=(*READERS, PARTNER),
    ),
    Permission(
        key=HAZARD_REPORT,
        label=_("report hazards and advise rectification"),
        roles=FIELD,
    ),
    Permission(
        key=HAZARD_RECTIFY,
        label=_("report hazards as rectified"),
        roles=(*FIELD, PARTNER),
    ),
    Permission(
        key=HAZARD_VERIFY,
        label=_("verify rectification"),
        roles=FIELD,
    ),
    Permission(
        key=HAZARD_MANAGE,
        label=_("extend deadlines and withdraw hazards"),
        roles=STAFF,
    ),
]
