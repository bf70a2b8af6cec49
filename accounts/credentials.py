"""Sign-ins and changes of passwords and second factors, written into the audit trail.

Receivers of signals, because all of this happens inside allauth.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest

from accounts import audit
from accounts.models import User


def watch() -> None:
    """Connect the receivers."""
    account.user_logged_in.connect(_signed_in)
    user_login_failed.connect(_failed)
    user_logged_out.connect(_signed_out)
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(_password_changed)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authenticator_reset.connect(_factor_added)


def _signed_in(user: User, **_signal: Any) -> None:
    audit.record(actor=user, code="accounts.session.begun", target=user)


def _signed_out(user: User | None, **_signal: Any) -> None:
    if user is not None:
        audit.record(actor=user, code="accounts.session.ended", target=user)


def _failed(credentials: dict[str, Any], **_signal: Any) -> None:
    """Name the account, never what was typed: it may be a password in the wrong field."""
    name = str(credentials.get("username") or "")
    user = User.objects.filter(username__iexact=name).first()
    if user is not None:
        audit.record(actor=user, code="accounts.session.failed", target=user)


def _password_changed(user: User, **_signal: Any) -> None:
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    audit.record(actor=user, code="accounts.password.changed", target=user)


def _factor_added(user: User, authenticator: Any, request: HttpRequest, **_signal: Any) -> None:
    request.session.pop("needs_factor", None)
    _factor(user, authenticator, "added")


def _factor_removed(user: User, authenticator: Any, **_signal: Any) -> None:
    _factor(user, authenticator, "removed")


def _factor(user: User, authenticator: Any, verb: str) -> None:
    kind = str(authenticator.type)
    change = [None, kind] if verb == "added" else [kind, None]
    audit.record(
        actor=user, code=f"accounts.factor.{verb}", target=user, changes={"factor": change}
    )
