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
    Permission(RECORD_VIEW, _("see injury records"), 30, (*KEEPERS, COMMITTEE, AUDITOR)),
    Permission(RECORD_ADD, _("add injury records"), 31, KEEPERS),
    Permission(RECORD_CHANGE, _("change and withdraw injury records"), 32, KEEPERS),
    Permission(IMPORT_RUN, _("import injury records"), 33, KEEPERS),
    Permission(SITE_CHANGE, _("change reporting sites"), 34, (OFFICE,)),
]
