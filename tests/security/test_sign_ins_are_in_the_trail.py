"""Who came in, who tried to, who changed how to come in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from accounts.models import AuditEntry
from communities import roles
from communities.models import Role
from communities.services.roles import sync_roles
from tests.cast import PASSWORD


def codes(user) -> list[str]:
    """The codes of the user's entries about the own account, oldest first."""
    rows = AuditEntry.objects.filter(actor=user, target_id=user.pk).order_by("id")
    return list(rows.values_list("code", flat=True))


def sign_in(client, password: str = PASSWORD):
    """Send the form."""
    return client.post(reverse("account_login"), {"login": "wang", "password": password})


def test_wang_comes_and_goes(cast, client) -> None:
    """With the address; a wrong password too, but never what was typed."""
    sign_in(client, "correct-horse-typo")
    sign_in(client)
    client.post(reverse("account_logout"))
    assert codes(cast.wang) == [
        "accounts.session.failed",
        "accounts.session.begun",
        "accounts.session.ended",
    ]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"127.0.0.1"}
    assert "typo" not in str(list(AuditEntry.objects.values()))


def test_a_password_typed_as_a_name_is_not_kept(cast, client) -> None:
    """It happens; nothing of it stands in the trail."""
    client.post(reverse("account_login"), {"login": PASSWORD, "password": PASSWORD})
    assert not AuditEntry.objects.filter(code="accounts.session.failed").exists()


def test_a_changed_password_is_told(cast, client) -> None:
    """The fact, not the password."""
    sign_in(client)
    form = {
        "oldpassword": PASSWORD,
        "password1": "a-new-long-secret",
        "password2": "a-new-long-secret",
    }
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert codes(cast.wang)[-1] == "accounts.password.changed"
    assert "a-new-long-secret" not in str(list(AuditEntry.objects.values()))


def test_a_second_factor_that_comes_and_goes_is_told(cast, client) -> None:
    """Its kind, not its secret."""
    sign_in(client)
    secret = "JBSWY3DPEHPK3PXP"
    totp.TOTP.activate(cast.wang, secret)
    RecoveryCodes.activate(cast.wang)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(user=cast.wang).exists()
    entry = AuditEntry.objects.filter(code="accounts.factor.removed").first()
    assert entry.actor == cast.wang
    assert entry.changes["factor"][0] in {"totp", "recovery_codes"}
    assert secret not in str(list(AuditEntry.objects.values()))


def test_a_role_that_may_more_than_before_is_told(cast) -> None:
    """The portal itself did it: after a migrate the built-in roles follow the code."""
    role = Role.objects.get(code=roles.AUDITOR)
    before = list(role.permissions)
    sync_roles()
    assert not AuditEntry.objects.filter(target_type="communities.role").exists()
    Role.objects.filter(pk=role.pk).update(permissions=[*before, "old.permission"])
    sync_roles()
    entry = AuditEntry.objects.get(target_type="communities.role")
    assert (entry.actor, entry.target_id) == (None, roles.AUDITOR)
    assert "old.permission" in str(entry.changes)
