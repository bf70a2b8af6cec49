"""The audit trail of what lies in the auditor's areas."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, User
from communities.filters import AuditFilter
from communities.models import Area, Membership
from communities.permissions import AUDIT_VIEW, require
from communities.sight import sight_of
from communities.tables import AUDIT_COLUMNS, AuditTable
from safecommunity.lib.http import SignedInRequest
from safecommunity.lib.listing import Listing, list_page


def audit_entries(user: User) -> QuerySet[AuditEntry]:
    """Return the entries that `user` may read.

    An auditor of areas reads what was done there, by whomever, the portal included; of deeds that
    lie nowhere (an export, an account) those of people who were members there at the time.
    """
    entries = AuditEntry.objects.select_related("actor")
    if sight_of(user).paths_for(AUDIT_VIEW) is None:
        return entries
    day = OuterRef("at__date")
    members = Membership.objects.where_allowed(user, AUDIT_VIEW).filter(
        Q(valid_to=None) | Q(valid_to__gt=day), user=OuterRef("actor"), valid_from__lte=day
    )
    areas = Area.objects.where_allowed(user, AUDIT_VIEW).order_by().values("pk")
    return entries.filter(Q(area_key__in=areas) | Q(Exists(members), area_key=None))


def audit_list(request: SignedInRequest) -> HttpResponse:
    """List audit entries."""
    require(request.user, AUDIT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Audit trail"),
            queryset=audit_entries(request.user),
            filterset=AuditFilter,
            table=AuditTable,
            template="communities/audit_list.html",
            columns=AUDIT_COLUMNS,
        ),
    )
