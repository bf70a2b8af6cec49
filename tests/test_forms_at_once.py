"""Different things asked for at the same moment; the same one: tests/test_create_forms.py."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities import roles
from communities.models import Area, Membership, Role
from tests.sent import Sent, form_on

AT_ONCE = 4


def send(user: User, url: str, data: Sent) -> int:
    """Send the form in a thread of its own, by a session of its own."""
    try:
        client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        client.force_login(user)
        return client.post(url, data).status_code
    finally:
        connections.close_all()


def send_at_once(user: User, url: str, forms: list[Sent]) -> list[int]:
    """Send all forms at the same moment; return the status codes."""
    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(lambda data: send(user, url, data), forms))


@pytest.mark.django_db(transaction=True)
def test_an_account_asked_for_by_several_at_once_is_opened_once(places, cast, as_user) -> None:
    """Only one answer shows the first password; the others say at the field that it is taken."""
    url = reverse("communities:user-new")
    data = {"username": "newcomer", "full_name": "新人", "area": places.street.pk}
    data |= {"role": Role.objects.get(code=roles.OFFICE).pk}
    assert send_at_once(cast.admin, url, [data] * AT_ONCE) == [200] * AT_ONCE
    person = User.objects.get(username="newcomer")
    assert Membership.objects.filter(user=person).count() == 1
    again = as_user(cast.admin).post(url, data)
    assert again.context["form"].errors["username"]


@pytest.mark.django_db(transaction=True)
def test_different_areas_added_at_once_all_stand_in_the_tree(places, cast, as_user) -> None:
    url, client = reverse("communities:area-new"), as_user(cast.admin)
    typed = [
        form_on(client.get(url))
        | {"parent": places.east.pk, "kind": "grid", "name": f"网格{one}", "code": f"99{one}"}
        for one in range(AT_ONCE)
    ]
    assert send_at_once(cast.admin, url, typed) == [302] * AT_ONCE
    assert Area.objects.filter(name__startswith="网格").count() == AT_ONCE
    assert Area.objects.find_problems() == ([], [], [], [], [])
