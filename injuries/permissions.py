"""What may be done with injury records, and by whom unless a deployment says otherwise."""

from django.utils.translation import gettext_lazy as _

from communities.roles import AUDITOR, COMMITTEE, COMMUNITY, OFFICE, REPORTER
from lib.permissions import Permission

RECORD_VIEW = "injuries.record.view"
RECORD_ADD = "injuries.record.add"
RECORD_CHANGE = "injuries.record.change"
IMPORT_RUN = "injuries.import.run"
SITE_CHANGE = "injuries.site.change"

KEEPERS = (OFFICE, COMMUNITY, REPORTER)

PERMISSIONS = [
    Permission(
        key=RECORD_VIEW,
        label=_("see injury records"),
        roles=(*KEEPERS, COMMITTEE, AUDITOR),
    ),
    Permission(
        key=RECORD_ADD,
        label=_("add injury records"),
        roles=KEEPERS,
    ),
    Permission(
        key=RECORD_CHANGE,
        label=_("change and withdraw injury records"),
        roles=KEEPERS,
    ),
    Permission(
        key=IMPORT_RUN,
        label=_("import injury records"),
        roles=KEEPERS,
    ),
    Permission(
        key=SITE_CHANGE,
        label=_("change reporting sites"),
        roles=(OFFICE,),
    ),
]
