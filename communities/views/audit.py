"""The audit trail of what lies in the auditor's areas."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.audit import changes_in_words
from communities.filters import AuditFilter
from communities.oversight import audit_entries, entries_alike, record_of
from communities.permissions import AUDIT_VIEW, require
from communities.tables import AUDIT_TABLE
from lib.http import SignedInRequest
from lib.listing import Listing, list_page

#: So many actions on the same record stand beside an entry.
SHOWN = 20


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


def audit_entry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one entry: what was there before and after, and the way to the record."""
    require(request.user, AUDIT_VIEW)
    entry = get_object_or_404(audit_entries(request.user), pk=pk)
    context = {
        "entry": entry,
        "changes": changes_in_words(entry),
        "record": record_of(request.user, entry),
        "neighbours": entries_alike(request.user, entry)[:SHOWN],
    }
    return render(request, "communities/audit_entry.html", context)
