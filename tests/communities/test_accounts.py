"""Administrators open and close accounts; nobody signs up; the trail only grows."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from communities.models import Membership
from tests.cast import PASSWORD


def test_the_administrator_opens_an_account(cast, places, as_user) -> None:
    """The first password is shown once, works, and is stored nowhere readable."""
    form = {
        "full_name": "钱丽",
        "username": "qianli",
        "area": places.grid2.pk,
        "role": "grid-worker",
    }
    response = as_user(cast.admin).post(reverse("communities:user-new"), form)
    password = response.context["password"]
    user = User.objects.get(username="qianli")
    assert user.check_password(password)
    assert user.memberships.get().area == places.grid2
    assert AuditEntry.objects.filter(code="accounts.user.added", target_id=user.pk).count() == 1
    assert password not in str(list(AuditEntry.objects.values("changes", "target_text")))


def test_a_taken_name_is_said_at_its_field(cast, places, as_user) -> None:
    """And what was typed is still there."""
    form = {
        "full_name": "钱丽",
        "username": "WANG",
        "area": places.grid2.pk,
        "role": "grid-worker",
    }
    response = as_user(cast.admin).post(reverse("communities:user-new"), form)
    assert "This sign-in name is taken." in response.text
    assert "钱丽" in response.text
    assert not User.objects.filter(full_name="钱丽").exists()


def test_a_membership_ends_today(cast, as_user) -> None:
    """The row stays, with its end; the person sees nothing from now on."""
    membership = cast.wang.memberships.get()
    url = reverse("communities:membership-end", args=[membership.pk])
    assert as_user(cast.admin).post(url).status_code == 302
    membership.refresh_from_db()
    assert membership.valid_to is not None
    assert not Membership.objects.active_on().filter(user=cast.wang).exists()
    assert as_user(cast.wang).get(reverse("home")).status_code == 200


def test_nobody_signs_up(client, db) -> None:
    """The page of allauth is closed."""
    response = client.post(
        reverse("account_signup"),
        {"username": "guest", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert response.status_code == 200
    assert not User.objects.exists()


def test_wang_signs_in_and_out(cast, client) -> None:
    """With the form, as a person does."""
    form = {"login": "wang", "password": PASSWORD}
    assert client.post(reverse("account_login"), form).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 302


def test_guessing_is_slowed_down(cast, client) -> None:
    """After five wrong passwords the right one does not help for a while."""
    for _guess in range(6):
        client.post(reverse("account_login"), {"login": "zhou", "password": "wrong-wrong"})
    response = client.post(reverse("account_login"), {"login": "zhou", "password": PASSWORD})
    assert response.status_code in {200, 429}
    assert client.get(reverse("home")).status_code == 302


def test_the_trail_only_grows(cast) -> None:
    """Neither changed nor deleted."""
    entry = AuditEntry.objects.create(
        actor=cast.chen, code="x", target_type="x", target_id="1", target_text="x"
    )
    with pytest.raises(RuntimeError):
        entry.save()
    with pytest.raises(RuntimeError):
        entry.delete()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_an_export_is_in_the_trail(cast, as_user) -> None:
    """Who, what, how many rows, with which filter."""
    as_user(cast.chen).get(reverse("communities:areas"), {"export": "csv", "kind": "grid"})
    entry = AuditEntry.objects.get(code="accounts.export.made")
    assert entry.actor == cast.chen
    assert entry.changes["rows"] == [None, 3]
    assert "kind=grid" in entry.changes["filter"][1]
