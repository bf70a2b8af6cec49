"""Who was brought in from Excel chooses a password by a link, which opens once."""

import io
import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry, Mail, User
from communities import roles
from communities.models import Membership
from communities.services.first_links import first_link, waiting_accounts
from tests.cast import LONG_AGO, Cast, Places

SignIn = Callable[[User | None], Client]
OWN = "a-password-of-her-own-7"


@pytest.fixture
def fresh(cast: Cast, places: Places) -> User:
    """Somebody whom chen has brought in."""
    user = User.objects.create(username="13800001234", full_name="张三", email="z@example.org")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(
        user=user, area=places.east, role_id=roles.COMMUNITY, valid_from=LONG_AGO
    )
    AuditEntry.objects.create(
        actor=cast.chen,
        code="accounts.user.added",
        target_type="accounts.user",
        target_id=str(user.pk),
    )
    return user


def links_in(data: bytes) -> list[str]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [str(c) for row in sheet.to_python() for c in row if str(c).startswith("http")]


def test_the_link_opens_once_and_lets_choose_a_password(
    as_user: SignIn, cast: Cast, fresh: User
) -> None:
    response = as_user(cast.chen).post(reverse("communities:first-links-file"))
    (link,) = links_in(b"".join(response.streaming_content))
    assert AuditEntry.objects.filter(
        code="accounts.link.given", actor=cast.chen, target_id=str(fresh.pk)
    ).exists()
    visitor = Client()
    page = visitor.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    path = page.redirect_chain[-1][0]
    assert "13800001234" in visitor.get(path).text, "she reads how she signs in from now on"
    chosen = visitor.post(path, {"password1": OWN, "password2": OWN})
    assert chosen.url == reverse("home") and visitor.get(chosen.url).status_code == 200
    fresh.refresh_from_db()
    assert fresh.check_password(OWN)
    assert not fresh.must_change_password
    again = Client().get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    assert not again.redirect_chain and reverse("account_login") in again.text
    assert waiting_accounts(cast.chen) == []


def test_the_page_names_who_waits(as_user: SignIn, cast: Cast, fresh: User) -> None:
    page = as_user(cast.chen).get(reverse("communities:first-links")).content.decode()
    assert "张三" in page
    assert "13800001234" in page
    assert "key=" not in page


def test_links_are_mailed_to_those_with_an_address(
    as_user: SignIn, cast: Cast, fresh: User, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    as_user(cast.chen).post(reverse("communities:first-links-mail"))
    assert [mail.address for mail in Mail.objects.all()] == ["z@example.org"]


def test_only_who_brought_them_in_or_manages_them_gets_links(
    cast: Cast, places: Places, fresh: User
) -> None:
    assert waiting_accounts(cast.admin) == [fresh]
    assert waiting_accounts(cast.outsider) == []
    colleague = User.objects.create(username="he", full_name="何")
    Membership.objects.create(
        user=colleague, area=places.street, role_id=roles.OFFICE, valid_from=LONG_AGO
    )
    assert waiting_accounts(colleague) == []


def test_whoever_got_a_higher_role_meanwhile_has_no_link_for_her(
    cast: Cast, places: Places, fresh: User
) -> None:
    assert waiting_accounts(cast.chen) == [fresh]
    Membership.objects.create(
        user=fresh, area=places.street, role_id=roles.ADMINISTRATOR, valid_from=LONG_AGO
    )
    assert waiting_accounts(cast.chen) == []


def test_who_has_a_password_needs_no_link(cast: Cast, fresh: User) -> None:
    fresh.set_password(OWN)
    fresh.save()
    assert waiting_accounts(cast.chen) == []
    assert first_link(fresh, "https://portal.example.org").startswith("https://portal.example.org/")


def test_a_link_is_no_way_around_a_second_factor(fresh: User) -> None:
    """Whoever has one is asked for it behind the new password, and is nobody until then."""
    TOTP.activate(fresh, "JBSWY3DPEHPK3PXP")
    visitor = Client()
    link = first_link(fresh, "https://portal.example.org")
    page = visitor.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    chosen = visitor.post(page.redirect_chain[-1][0], {"password1": OWN, "password2": OWN})
    assert reverse("mfa_authenticate") in chosen.url
    assert reverse("account_login") in visitor.get(reverse("home")).url
