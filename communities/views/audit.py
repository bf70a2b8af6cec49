"""The audit trail of everybody who works in the auditor's areas."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from communities.filters import AuditFilter
from communities.models import Membership
from communities.permissions import AUDIT_VIEW, require
from communities.sight import sight_of
from communities.tables import AUDIT_COLUMNS, AuditTable
from safecommunity.lib.http import SignedInRequest
from safecommunity.lib.listing import Listing, list_page


def audit_list(request: SignedInRequest) -> HttpResponse:
    """List audit entries; system-wide auditors also see what the portal itself did."""
    require(request.user, AUDIT_VIEW)
    entries = AuditEntry.objects.select_related("actor")
    if sight_of(request.user).paths_for(AUDIT_VIEW) is not None:
        members = Membership.objects.where_allowed(request.user, AUDIT_VIEW)
        entries = entries.filter(actor__in=members.values("user"))
    return list_page(
        request,
        Listing(
            name=_("Audit trail"),
            queryset=entries,
            filterset=AuditFilter,
            table=AuditTable,
            template="communities/audit_list.html",
            columns=AUDIT_COLUMNS,
        ),
    )
