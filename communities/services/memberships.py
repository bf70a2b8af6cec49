"""Beginning and ending memberships."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area, Membership, Organisation, Role
from communities.permissions import USER_MANAGE
from lib.errors import NotAllowed


@transaction.atomic
def add_membership(
    *,
    actor: User | None,
    user: User,
    area: Area,
    role: Role,
    organisation: Organisation | None = None,
    valid_from: dt.date | None = None,
) -> Membership:
    """Let `user` work in `area` as `role`, for `organisation`, from `valid_from` (default today).

    Returns the membership that says so already, if there is one: a form sent twice counts once.
    """
    day = valid_from or timezone.localdate()
    User.objects.select_for_update().get(pk=user.pk)  # who sends the same form now waits here
    rows = Membership.objects.filter(user=user, area=area, role=role)
    if (held := rows.active_on(day).first()) is not None:
        return _with_unit(actor, held, organisation)
    membership = _same_day(rows, day) or Membership(
        user=user,
        area=area,
        role=role,
        organisation=organisation,
        valid_from=day,
        created_by=actor,
    )
    membership.organisation = organisation or membership.organisation
    membership.valid_to = None
    membership.full_clean()
    membership.save()
    audit.record(
        actor=actor,
        code="communities.membership.added",
        target=user,
        changes={"membership": [None, str(membership)]},
    )
    return membership


def _with_unit(
    actor: User | None, held: Membership, organisation: Organisation | None
) -> Membership:
    """Say of a membership that holds already for which unit it is; without one it stays."""
    if organisation is None or held.organisation == organisation:
        return held
    before, held.organisation = str(held), organisation
    held.save(update_fields=["organisation", "updated_at"])
    audit.record(
        actor=actor,
        code="communities.membership.added",
        target=held.user,
        changes={"membership": [before, str(held)]},
    )
    return held


def _same_day(rows: QuerySet[Membership], day: dt.date) -> Membership | None:
    """Return the membership that began and ended on `day`: it goes on."""
    return rows.filter(valid_from=day).exclude(valid_to=None).first()


@transaction.atomic
def end_membership(*, actor: User, membership: Membership, day: dt.date | None = None) -> None:
    """End a membership before `day` (default today), so that it holds no longer.

    The row stays, so that the administrator still sees the account. Raises NotAllowed for who
    would leave an area without anybody who manages its accounts.
    """
    day = day or timezone.localdate()
    if membership.user_id == actor.pk:
        _refuse_last_administrator(membership)
    membership.valid_to = max(day, membership.valid_from)
    membership.save(update_fields=["valid_to", "updated_at"])
    audit.record(
        actor=actor,
        code="communities.membership.ended",
        target=membership.user,
        changes={"membership": [str(membership), str(day)]},
    )


def _refuse_last_administrator(membership: Membership) -> None:
    """Raise NotAllowed unless somebody else manages accounts where `membership` lies."""
    if USER_MANAGE not in membership.role.permissions:
        return
    roles = [role.pk for role in Role.objects.all() if USER_MANAGE in role.permissions]
    # Locked: two administrators who leave at the same moment must know of each other.
    others = (
        Membership.objects.select_for_update(of=("self",))
        .active_on()
        .filter(role__in=roles, user__is_active=True)
    )
    keepers = [m for m in others.select_related("area") if m.area.contains(membership.area)]
    if any(m.pk != membership.pk for m in keepers):
        return
    if not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=membership.user_id):
        raise NotAllowed(_("You are the last one who manages accounts here: name another first."))
