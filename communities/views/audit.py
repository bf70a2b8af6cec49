"""The audit trail of what lies in the auditor's areas."""

from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.audit import changes_in_words
from accounts.models import AuditEntry, User
from communities.filters import AuditFilter
from communities.oversight import audit_entries, managed_users
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


def audit_entry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one entry: what was there before and after, and the way to the record."""
    require(request.user, AUDIT_VIEW)
    entry = get_object_or_404(audit_entries(request.user), pk=pk)
    context = {
        "entry": entry,
        "changes": changes_in_words(entry),
        "record": _record_in_sight(request.user, entry),
        "neighbours": _neighbours(request.user, entry),
    }
    return render(request, "communities/audit_entry.html", context)


def _record_in_sight(user: User, entry: AuditEntry) -> Model | None:
    """Return the record if it is still there, has a page, and `user` may see it."""
    try:
        model = apps.get_model(entry.target_type)
    except (LookupError, ValueError):
        return None
    if not hasattr(model, "get_absolute_url"):
        return None
    if model is User:
        return managed_users(user).filter(pk=entry.target_id).first()
    rows = model._default_manager.all()
    if not hasattr(rows, "visible_to"):
        return None
    return rows.visible_to(user).filter(pk=entry.target_id).first()


def _neighbours(user: User, entry: AuditEntry) -> QuerySet[AuditEntry]:
    """Return what else was done to the same record, the newest first."""
    return audit_entries(user).filter(target_type=entry.target_type, target_id=entry.target_id)[:20]
