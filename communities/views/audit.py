"""The audit trail of what lies in the auditor's areas."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from communities.filters import AuditFilter
from communities.oversight import audit_entries
from communities.permissions import AUDIT_VIEW, require
from communities.tables import AUDIT_TABLE
from lib.http import SignedInRequest
from lib.listing import Listing, list_page


def audit_list(request: SignedInRequest) -> HttpResponseBase:
    """List audit entries."""
    require(request.user, AUDIT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Audit trail"),
            queryset=audit_entries(request.user),
            filterset=AuditFilter,
            table=AUDIT_TABLE,
            template="communities/audit_list.html",
        ),
    )
