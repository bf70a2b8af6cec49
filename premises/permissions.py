"""Permission codes of premises, with the built-in roles that hold them."""

from django.utils.translation import gettext_lazy as _

from communities.roles import ADMINISTRATOR, AUDITOR, COMMITTEE, GRID_WORKER, STAFF
from lib.permissions import Permission

PREMISES_VIEW = "premises.premises.view"
PREMISES_CALL = "premises.premises.call"
PREMISES_CHANGE = "premises.premises.change"

READERS = (ADMINISTRATOR, *STAFF, GRID_WORKER, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(PREMISES_VIEW, _("see premises"), 30, READERS),
    Permission(PREMISES_CALL, _("see telephones of premises whole"), 31, (*STAFF, GRID_WORKER)),
    Permission(PREMISES_CHANGE, _("change premises"), 31, STAFF),
]
