"""Permission codes of premises, with the built-in roles that hold them."""

from django.utils.translation import gettext_lazy as _

from communities.roles import ADMINISTRATOR, AUDITOR, COMMITTEE, GRID_WORKER, STAFF
from lib.permissions import Permission

PREMISES_VIEW = "premises.premises.view"
PREMISES_CALL = "premises.premises.call"
PREMISES_CHANGE = "premises.premises.change"

READERS = (ADMINISTRATOR, *STAFF, GRID_WORKER, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(
        key=PREMISES_VIEW,
        label=_("see premises"),
        roles=READERS,
    ),
    Permission(
        key=PREMISES_CALL,
        label=_("see telephones of premises whole"),
        roles=(*STAFF, GRID_WORKER),
    ),
    Permission(
        key=PREMISES_CHANGE,
        label=_("change premises"),
        roles=STAFF,
    ),
]
