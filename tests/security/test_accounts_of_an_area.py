"""An area's administrator cannot climb, reach beside the area, or read what is not shown."""

import pytest
from django.urls import reverse

from accounts.models import User
from communities import roles
from communities.models import Membership, Role
from tests.cast import LONG_AGO


@pytest.fixture
def gu(places) -> User:
    """The administrator of 东社区."""
    user = User.objects.create_user("gu", full_name="顾强")
    join(user, places.east, roles.ADMINISTRATOR)
    return user


def join(user: User, area, role: str) -> None:
    """Make a membership."""
    role = Role.objects.get(code=role)
    Membership.objects.create(user=user, area=area, role=role, valid_from=LONG_AGO)


def grant(client, person: User, area, role: str):
    """Post the form on a person's page."""
    url = reverse("communities:user", args=[person.pk])
    return client.post(url, {"area": area.pk, "role": role})


def roles_of(user: User) -> set[str]:
    """Codes of the roles that the user holds."""
    return set(user.memberships.active_on().values_list("role", flat=True))


def test_gu_gives_no_role_to_gus_own_account(cast, gu, places, as_user) -> None:
    """Who opens accounts would otherwise read health data by giving himself the role."""
    client = as_user(gu)
    assert grant(client, gu, places.east, roles.OFFICE).status_code == 403
    assert roles_of(gu) == {roles.ADMINISTRATOR}
    assert 'name="role"' not in client.get(reverse("communities:user", args=[gu.pk])).text
    assert grant(client, cast.liu, places.east, roles.AUDITOR).status_code == 302
    assert roles.AUDITOR in roles_of(cast.liu)


def test_gu_gives_no_role_above_or_beside_the_own_area(cast, gu, places, as_user) -> None:
    """The street and the other community are not offered and not taken."""
    client = as_user(gu)
    for area in (places.street, places.west, places.next_street):
        assert grant(client, cast.liu, area, roles.OFFICE).status_code == 200
    assert roles_of(cast.liu) == {roles.COMMUNITY}
    url = reverse("communities:user-new")
    data = {"full_name": "外人", "username": "x1", "area": places.street.pk, "role": roles.OFFICE}
    assert client.post(url, data).status_code == 200
    assert not User.objects.filter(username="x1").exists()


def test_gu_cannot_reach_people_of_other_areas(cast, gu, places, as_user) -> None:
    """Neither their pages nor their memberships, nor the superuser's."""
    client = as_user(gu)
    for person in (cast.outsider, cast.chen, cast.admin):
        assert grant(client, person, places.east, roles.OFFICE).status_code == 404
    membership = cast.chen.memberships.get()
    url = reverse("communities:membership-end", args=[membership.pk])
    assert client.post(url).status_code == 404
    assert roles_of(cast.chen) == {roles.OFFICE}


def test_the_list_tells_nothing_of_what_people_do_elsewhere(cast, gu, places, as_user) -> None:
    """Liu also helps in the other street; that is not this administrator's business."""
    join(cast.liu, places.next_street, roles.PARTNER)
    page = as_user(gu).get(reverse("communities:users")).text
    assert "刘伟" in page
    assert places.next_street.name not in page


def test_the_first_password_is_not_kept_by_the_browser(gu, places, as_user) -> None:
    """It is shown once."""
    data = {"full_name": "新人", "username": "x1", "area": places.east.pk, "role": roles.COMMUNITY}
    answer = as_user(gu).post(reverse("communities:user-new"), data)
    assert User.objects.get(username="x1").full_name == "新人"
    assert answer["Cache-Control"] == "no-store"
