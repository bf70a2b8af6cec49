"""The life of an account: opened, changed, closed, reopened, its credentials reset."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from accounts.passwords import readable_password
from communities.models import Area, Membership, Organisation, Role
from communities.permissions import USER_MANAGE
from communities.services.memberships import add_membership
from communities.sight import sight_of
from lib.errors import NotAllowed


@transaction.atomic
def open_account(
    *,
    actor: User | None,
    username: str,
    full_name: str,
    area: Area,
    role: Role,
    organisation: Organisation | None = None,
    **fields: Any,
) -> tuple[User, str]:
    """Open an account with one membership; return it with its first password, shown once.

    It has to be changed at the first sign-in: the administrator knows it.
    """
    password = readable_password()
    user = User(username=username, full_name=full_name, must_change_password=True, **fields)
    user.set_password(password)
    _save(user)
    audit.record(actor=actor, code="accounts.user.added", target=user)
    add_membership(actor=actor, user=user, area=area, role=role, organisation=organisation)
    return user, password


@transaction.atomic
def invite(*, actor: User, user: User, area: Area, role: Role) -> User:
    """Open the account `user` with one membership and no password: a link leads to the first one
    (`communities.services.first_links`).
    """
    user.set_unusable_password()
    _save(user)
    audit.record(actor=actor, code="accounts.user.added", target=user)
    add_membership(actor=actor, user=user, area=area, role=role)
    return user


@transaction.atomic
def change_account(*, actor: User, user: User, before: dict[str, Any]) -> None:
    """Save the changed `user`; `before` is `audit.snapshot` from before the change."""
    _refuse_foreign(actor, user)
    changes = audit.difference(user, before)
    if changes:
        _save(user, update_fields=list(changes))
        audit.record(actor=actor, code="accounts.user.changed", target=user, changes=changes)


def _save(user: User, update_fields: list[str] | None = None) -> None:
    """Check and save `user`. Raises ValidationError if the name is taken, even just now."""
    user.full_clean()
    try:
        with transaction.atomic():
            user.save(update_fields=update_fields)
    except IntegrityError:  # somebody was faster between the check and the save
        user.full_clean()
        raise


@transaction.atomic
def close_account(*, actor: User, user: User) -> None:
    """Close an account: whoever is signed in with it is out at once. Its records stay."""
    if actor == user:
        raise NotAllowed(_("Nobody closes his or her own account."))
    _refuse_foreign(actor, user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        audit.record(actor=actor, code="accounts.user.closed", target=user)


@transaction.atomic
def reopen_account(*, actor: User, user: User) -> None:
    """Open a closed account again, with the memberships that still hold."""
    _refuse_foreign(actor, user)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        audit.record(actor=actor, code="accounts.user.reopened", target=user)


@transaction.atomic
def reset_password(*, actor: User, user: User) -> str:
    """Give a forgotten password anew; return it, shown once. Sessions of the account end."""
    if actor == user:
        raise NotAllowed(_("Change your own password on its page."))
    _refuse_foreign(actor, user)
    password = readable_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, code="accounts.password.reset", target=user)
    return password


@transaction.atomic
def end_sessions(*, actor: User, user: User) -> None:
    """Sign the account out wherever it is signed in: a phone was lost, a browser left open."""
    if actor != user:
        _refuse_foreign(actor, user)
    user.sessions_ended += 1
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    audit.record(actor=actor, code="accounts.sessions.ended", target=user)


@transaction.atomic
def reset_factor(*, actor: User, user: User) -> None:
    """Take the second factor away from somebody who lost it; a role may demand a new one."""
    if actor == user:
        raise NotAllowed(_("Change your own second factor on its page."))
    _refuse_foreign(actor, user)
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if kinds:
        Authenticator.objects.filter(user=user).delete()
        changes = {"factor": [", ".join(sorted(kinds)), None]}
        audit.record(actor=actor, code="accounts.factor.removed", target=user, changes=changes)


def may_keep_account(actor: User, user: User) -> bool:
    """Tell whether `actor` may change the credentials of `user`.

    Only who manages accounts wherever the person works, or will: else the administrator of a
    community could sign in as somebody who is also the street's administrator, or is from tomorrow
    on. Of who works nowhere any more, wherever the person ever did: whoever is taken on again comes
    back to the credentials that were set meanwhile.
    """
    if actor.is_superuser:
        return True
    ever = Membership.objects.filter(user=user).select_related("area")
    areas = ever.not_over() or ever
    sight = sight_of(actor)
    return not user.is_superuser and all(sight.may(USER_MANAGE, m.area.path) for m in areas)


def _refuse_foreign(actor: User, user: User) -> None:
    if not may_keep_account(actor, user):
        raise NotAllowed(
            _("This person also works where you manage no accounts; ask the administrator there.")
        )
