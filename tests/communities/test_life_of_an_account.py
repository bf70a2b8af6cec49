"""An account from its first password to its end, all in the browser."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.passwords import readable_password
from communities import roles
from communities.models import Membership, Role
from reports.forms import SignForm
from tests.cast import LONG_AGO, PASSWORD
from tests.sent import form_on

NEW = "a-password-of-my-own"


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    """Nothing counted by an earlier test."""
    cache.clear()


@pytest.fixture
def gu(places) -> User:
    """The administrator of 东社区."""
    user = User.objects.create_user("gu", password=PASSWORD, full_name="顾强")
    join(user, places.east, roles.ADMINISTRATOR)
    return user


def join(user: User, area, role: str) -> Membership:
    """Make a membership."""
    role = Role.objects.get(code=role)
    return Membership.objects.create(user=user, area=area, role=role, valid_from=LONG_AGO)


def page(name: str, user: User) -> str:
    """The address of a page of the user's account."""
    return reverse(f"communities:{name}", args=[user.pk])


def signed_in(name: str, password: str) -> Client:
    """A client that came in by the form."""
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def codes(user: User) -> list[str]:
    """What the trail says about the account."""
    rows = AuditEntry.objects.filter(target_id=user.pk).order_by("id")
    return list(rows.values_list("code", flat=True))


def test_a_first_password_has_to_be_changed(cast, places, as_user) -> None:
    """Nothing else is open until then; the administrator who knows it can do nothing with it."""
    form = {
        "full_name": "钱丽",
        "username": "qianli",
        "area": places.grid2.pk,
        "role": "grid-worker",
    }
    opened = as_user(cast.admin).post(reverse("communities:user-new"), form)
    password = opened.context["password"]
    client = signed_in("qianli", password)
    assert client.get(reverse("home")).url == reverse("account_change_password")
    assert client.post(reverse("grids:inspect"), {}).status_code == 302
    change = {"oldpassword": password, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), change).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    assert not User.objects.get(username="qianli").must_change_password


def test_a_password_that_was_handed_out_signs_nothing(cast) -> None:
    """Its maker could sign in the other's name."""
    User.objects.filter(pk=cast.zhou.pk).update(must_change_password=True)
    cast.zhou.refresh_from_db()
    form = SignForm({"password": PASSWORD, "read_hash": "x"}, user=cast.zhou)
    assert "password" in form.errors
    cast.zhou.must_change_password = False
    assert SignForm({"password": PASSWORD, "read_hash": "x"}, user=cast.zhou).is_valid()


def test_a_signature_cannot_be_guessed(cast) -> None:
    """After five wrong passwords even the right one has to wait."""
    for number in range(6):
        assert not SignForm(
            {"password": f"no-{number}", "read_hash": "x"}, user=cast.zhou
        ).is_valid()
    late = SignForm({"password": PASSWORD, "read_hash": "x"}, user=cast.zhou)
    assert not late.is_valid()
    assert "10" in str(late.errors)


def test_gu_changes_what_stands_on_an_account(cast, gu, as_user) -> None:
    """The trail has before and after, the telephone only that it changed."""
    client = as_user(gu)
    drawn = form_on(client.get(page("user-edit", cast.wang)))
    form = drawn | {"full_name": "王小芳", "phone": "13800000000"}
    assert client.post(page("user-edit", cast.wang), form).status_code == 302
    cast.wang.refresh_from_db()
    assert (cast.wang.full_name, cast.wang.phone) == ("王小芳", "13800000000")
    entry = AuditEntry.objects.get(code="accounts.user.changed")
    assert entry.changes["full_name"] == ["王芳", "王小芳"]
    assert "13800000000" not in str(entry.changes)
    late = client.post(page("user-edit", cast.wang), form | {"full_name": "王大芳"})
    assert "meanwhile" in late.text and "王大芳" in late.text
    cast.wang.refresh_from_db()
    assert cast.wang.full_name == "王小芳"


def test_a_taken_sign_in_name_is_refused_in_whatever_case(cast, as_user) -> None:
    """Two accounts that read alike would be mixed up."""
    form = form_on(as_user(cast.admin).get(page("user-edit", cast.wang))) | {"username": "LIU"}
    answer = as_user(cast.admin).post(page("user-edit", cast.wang), form)
    assert "This sign-in name is taken." in answer.text


def test_who_leaves_is_out_at_once_and_may_come_back(cast, as_user) -> None:
    """Closing ends the session and the password; what was recorded stays."""
    wang = signed_in("wang", PASSWORD)
    assert wang.get(reverse("home")).status_code == 200
    admin = as_user(cast.admin)
    admin.post(page("user-close", cast.wang))
    assert wang.get(reverse("home")).status_code == 302
    assert signed_in("wang", PASSWORD).get(reverse("home")).status_code == 302
    assert "This account is closed" in admin.get(page("user", cast.wang)).text
    admin.post(page("user-reopen", cast.wang))
    assert signed_in("wang", PASSWORD).get(reverse("home")).status_code == 200
    told = [code for code in codes(cast.wang) if code.startswith("accounts.user")]
    assert told == ["accounts.user.closed", "accounts.user.reopened"]


def test_a_forgotten_password_is_given_anew(cast, as_user) -> None:
    """Shown once, known to nobody else for long; sessions under the old one end."""
    wang = signed_in("wang", PASSWORD)
    answer = as_user(cast.admin).post(page("user-password", cast.wang))
    password = answer.context["password"]
    assert answer["Cache-Control"] == "no-store"
    assert wang.get(reverse("home")).status_code == 302
    client = signed_in("wang", password)
    assert client.get(reverse("home")).url == reverse("account_change_password")
    assert "accounts.password.reset" in codes(cast.wang)
    assert password not in str(list(AuditEntry.objects.values()))


def test_a_lost_second_factor_is_removed(cast, as_user) -> None:
    """The telephone is gone; a role that demands a factor asks for a new one."""
    TOTP.activate(cast.wang, "JBSWY3DPEHPK3PXP")
    as_user(cast.admin).post(page("user-factor", cast.wang))
    assert not Authenticator.objects.filter(user=cast.wang).exists()
    entry = AuditEntry.objects.get(code="accounts.factor.removed")
    assert (entry.actor, entry.changes) == (cast.admin, {"factor": ["totp", None]})


def test_a_role_demands_a_second_factor(cast, as_user) -> None:
    """From the next sign-in on; nothing but adding one is open then."""
    admin = as_user(cast.admin)
    admin.post(reverse("communities:role-factors"), {"roles": [roles.GRID_WORKER]})
    assert list(Role.objects.filter(demands_factor=True)) == [
        Role.objects.get(pk=roles.GRID_WORKER)
    ]
    wang = signed_in("wang", PASSWORD)
    assert wang.get(reverse("home")).url == reverse("mfa_index")
    wang.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert wang.get(reverse("mfa_activate_totp")).status_code == 200
    assert signed_in("liu", PASSWORD).get(reverse("home")).status_code == 200
    TOTP.activate(cast.wang, "JBSWY3DPEHPK3PXP")
    again = signed_in("wang", PASSWORD)
    assert again.get(reverse("home")).status_code == 302  # the code is asked for
    assert "_auth_user_id" not in again.session


def test_only_who_runs_the_portal_says_which_roles_do(gu, as_user) -> None:
    """Roles are the same everywhere."""
    answer = as_user(gu).post(reverse("communities:role-factors"), {"roles": []})
    assert answer.status_code == 403


@pytest.mark.parametrize("what", ["user-close", "user-password", "user-factor", "user-reopen"])
def test_gu_has_no_power_over_people_who_also_work_elsewhere(
    what, cast, gu, places, as_user
) -> None:
    """By a new password gu could sign in as the administrator of the whole street."""
    join(cast.liu, places.street, roles.ADMINISTRATOR)
    before = User.objects.get(pk=cast.liu.pk).password
    assert as_user(gu).post(page(what, cast.liu)).status_code == 403
    after = User.objects.get(pk=cast.liu.pk)
    assert (after.password, after.is_active) == (before, True)
    assert as_user(gu).post(page(what, cast.chen)).status_code == 404


def test_gu_has_no_power_over_who_works_for_the_street_from_tomorrow_on(
    cast, gu, places, as_user
) -> None:
    """A password that gu sets today would open the street tomorrow."""
    later = join(cast.liu, places.street, roles.ADMINISTRATOR)
    later.valid_from = timezone.localdate() + dt.timedelta(days=1)
    later.save()
    client = as_user(gu)
    for name in ("user-password", "user-factor", "user-close"):
        assert client.post(page(name, cast.liu)).status_code == 403
    assert signed_in("liu", PASSWORD).get(reverse("home")).status_code == 200


def test_gu_has_no_power_over_who_once_worked_elsewhere_and_works_nowhere(
    cast, gu, places, as_user
) -> None:
    """Taken on again by the street, liu would come back to a password that gu knows."""
    join(cast.liu, places.street, roles.OFFICE)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    cast.liu.memberships.update(valid_to=yesterday)
    assert as_user(gu).post(page("user-password", cast.liu)).status_code == 403
    cast.liu.memberships.filter(area=places.street).delete()
    assert as_user(gu).post(page("user-password", cast.liu)).status_code == 200


def test_who_left_another_place_is_gus_to_look_after(cast, gu, places, as_user) -> None:
    """A person moves from 西社区 to 东社区: what is over there keeps nobody from helping here."""
    old = join(cast.liu, places.west, roles.COMMUNITY)
    old.valid_to = timezone.localdate()
    old.save()
    assert as_user(gu).post(page("user-password", cast.liu)).status_code == 200


def test_gu_has_no_power_over_a_superuser_who_works_in_the_area(cast, gu, places, as_user) -> None:
    """Nor over gu's own account."""
    join(cast.admin, places.east, roles.COMMUNITY)
    assert as_user(gu).post(page("user-password", cast.admin)).status_code == 403
    assert as_user(gu).post(page("user-close", gu)).status_code == 403
    gu.refresh_from_db()
    assert gu.is_active


def test_a_membership_that_ends_on_its_first_day_keeps_the_account_in_sight(
    cast, gu, places, as_user
) -> None:
    """It was given by mistake; the account must not vanish from who made it."""
    client = as_user(gu)
    data = {"full_name": "新人", "username": "x1", "area": places.east.pk, "role": roles.COMMUNITY}
    client.post(reverse("communities:user-new"), data)
    person = User.objects.get(username="x1")
    client.post(reverse("communities:membership-end", args=[person.memberships.get().pk]))
    assert not person.memberships.active_on().exists()
    assert client.get(page("user", person)).status_code == 200
    again = {"area": places.east.pk, "role": roles.COMMUNITY}
    assert client.post(page("user", person), again).status_code == 302
    assert person.memberships.active_on().count() == 1


def test_the_last_administrator_cannot_leave(cast, gu, places, as_user) -> None:
    """Nobody would be left to open accounts; with another one gu may."""
    url = reverse("communities:membership-end", args=[gu.memberships.get().pk])
    User.objects.filter(is_superuser=True).update(is_active=False)
    assert as_user(gu).post(url).status_code == 403
    assert gu.memberships.active_on().count() == 1
    join(cast.chen, places.street, roles.ADMINISTRATOR)
    assert as_user(gu).post(url).status_code == 302
    assert not gu.memberships.active_on().exists()


def test_signed_out_everywhere_is_out_and_comes_back_with_the_same_password(cast, as_user) -> None:
    at_desk, on_phone = (signed_in("wang", PASSWORD) for _place in range(2))
    assert at_desk.get(reverse("home")).status_code == 200
    answer = as_user(cast.admin).post(page("user-sessions", cast.wang))
    assert answer.status_code == 302
    for client in (at_desk, on_phone):
        assert client.get(reverse("home")).status_code == 302
    again = signed_in("wang", PASSWORD)
    assert again.get(reverse("home")).status_code == 200
    assert "accounts.sessions.ended" in codes(cast.wang)
    assert at_desk.get(reverse("home")).status_code == 302, "an ended session stays ended"


def test_who_manages_no_accounts_there_signs_nobody_out(gu, cast, as_user) -> None:
    assert as_user(gu).post(page("user-sessions", cast.zhao)).status_code == 404
    wang = signed_in("wang", PASSWORD)
    assert as_user(cast.chen).post(page("user-sessions", cast.wang)).status_code == 404
    assert wang.get(reverse("home")).status_code == 200


def test_a_first_password_can_be_read_out() -> None:
    made = {readable_password() for _each in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", one) for one in made)
    assert not set("".join(made)) & set("1l0oIO")


def test_the_page_of_an_account_says_how_to_reach_the_person(cast, as_user) -> None:
    User.objects.filter(pk=cast.wang.pk).update(email="wang@example.org")
    cast.wang.refresh_from_db()
    cast.wang.phone = "13800001234"
    cast.wang.save()
    text = as_user(cast.admin).get(page("user", cast.wang)).content.decode()
    assert 'href="tel:13800001234"' in text and 'href="mailto:wang@example.org"' in text
