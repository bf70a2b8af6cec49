"""Which roles demand a second factor, and what a session has to be told about it."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.http import HttpRequest

from accounts.models import User
from communities.models import Role
from communities.roles import ADMINISTRATOR


def watch() -> None:
    """Look at every sign-in, and whenever a factor is removed."""
    user_logged_in.connect(tell_session)
    authenticator_removed.connect(tell_session)


def tell_session(user: User, request: HttpRequest, **_signal: Any) -> None:
    """Note in the session whether a second factor has to be added first."""
    if demands_factor(user) and not has_factor(user):
        request.session["needs_factor"] = True


def demands_factor(user: User) -> bool:
    """Tell whether a role of `user` demands one; a superuser is an administrator."""
    roles = Role.objects.filter(demands_factor=True)
    if user.is_superuser:
        return roles.filter(code=ADMINISTRATOR).exists()
    return roles.filter(pk__in=user.memberships.active_on().values("role")).exists()


def has_factor(user: User) -> bool:
    """Tell whether `user` has an app or a passkey; recovery codes alone are none."""
    codes = Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.filter(user=user).exclude(type=codes).exists()
