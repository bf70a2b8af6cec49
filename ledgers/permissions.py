"""Permission code of the ledgers; each register asks for its own permission besides."""

from django.utils.translation import gettext_lazy as _

from communities.roles import ADMINISTRATOR, COMMUNITY, OFFICE
from lib.permissions import Permission

LEDGER_RUN = "ledgers.batch.run"

PERMISSIONS = [
    Permission(
        key=LEDGER_RUN,
        label=_("bring registers in from Excel"),
        roles=(ADMINISTRATOR, OFFICE, COMMUNITY),
    ),
]
