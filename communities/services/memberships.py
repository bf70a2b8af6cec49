"""Opening and closing accounts and memberships."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts import audit
from accounts.models import User
from communities.models import Area, Membership, Role


@transaction.atomic
def open_account(
    *, actor: User | None, username: str, full_name: str, area: Area, role: Role, **fields: Any
) -> tuple[User, str]:
    """Open an account with one membership; return it with its first password, shown once."""
    password = fields.pop("password", None) or get_random_string(14)
    user = User(username=username, full_name=full_name, **fields)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record(actor=actor, code="accounts.user.added", target=user)
    add_membership(actor=actor, user=user, area=area, role=role)
    return user, password


@transaction.atomic
def add_membership(
    *, actor: User | None, user: User, area: Area, role: Role, valid_from: dt.date | None = None
) -> Membership:
    """Let `user` work in `area` as `role` from `valid_from` (default today)."""
    membership = Membership(
        user=user,
        area=area,
        role=role,
        valid_from=valid_from or timezone.localdate(),
        created_by=actor,
    )
    membership.full_clean()
    membership.save()
    audit.record(
        actor=actor,
        code="communities.membership.added",
        target=user,
        changes={"membership": [None, str(membership)]},
    )
    return membership


@transaction.atomic
def end_membership(*, actor: User, membership: Membership, day: dt.date | None = None) -> None:
    """End a membership before `day` (default today), so that it holds no longer.

    A membership that began on that very day is removed: it never held for a whole day.
    """
    day = day or timezone.localdate()
    text = str(membership)
    if membership.valid_from >= day:
        membership.delete()
    else:
        membership.valid_to = day
        membership.save(update_fields=["valid_to", "updated_at"])
    audit.record(
        actor=actor,
        code="communities.membership.ended",
        target=membership.user,
        changes={"membership": [text, str(day)]},
    )
