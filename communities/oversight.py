"""Accounts and audit entries that fall to somebody by area.

Their models belong to `accounts`, which knows no areas: what a user may read of them is decided
here.
"""

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.models import AuditEntry, User
from communities.models import Area, Membership
from communities.permissions import AUDIT_VIEW, USER_MANAGE
from communities.sight import sight_of


def managed_users(user: User) -> QuerySet[User]:
    """Return the users with a membership in an area where `user` manages accounts."""
    memberships = Membership.objects.where_allowed(user, USER_MANAGE)
    return User.objects.filter(pk__in=memberships.values("user"))


def audit_entries(user: User) -> QuerySet[AuditEntry]:
    """Return the entries that `user` may read.

    An auditor of areas reads what was done there, by whomever, the portal included; of actions that
    lie nowhere (an export, an account) those of people who were members there at the time.
    """
    entries = AuditEntry.objects.select_related("actor")
    if sight_of(user).paths_for(AUDIT_VIEW) is None:
        return entries
    day = OuterRef("at__date")
    members = Membership.objects.where_allowed(user, AUDIT_VIEW).filter(
        Q(valid_to=None) | Q(valid_to__gte=day), user=OuterRef("actor"), valid_from__lte=day
    )
    areas = Area.objects.where_allowed(user, AUDIT_VIEW).order_by().values("pk")
    return entries.filter(Q(area_key__in=areas) | Q(Exists(members), area_key=None))


def entries_alike(user: User, entry: AuditEntry) -> QuerySet[AuditEntry]:
    """Return what `user` may read of all that was done to the record of `entry`, newest first."""
    return audit_entries(user).filter(target_type=entry.target_type, target_id=entry.target_id)


def record_of(user: User, entry: AuditEntry) -> Model | None:
    """Return the record of `entry`, if it is still there, has a page, and `user` may see it."""
    try:
        model = apps.get_model(entry.target_type)
    except (LookupError, ValueError):
        return None
    if model is User:
        return managed_users(user).filter(pk=entry.target_id).first()
    rows = model._default_manager.all()
    if not (hasattr(model, "get_absolute_url") and hasattr(rows, "visible_to")):
        return None
    return rows.visible_to(user).filter(pk=entry.target_id).first()
