"""Forms that several people, or one impatient one, send at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities import roles
from communities.models import Area, Membership, Organisation, Role
from injuries.models import InjuryRecord, ReportingSite
from tests.sent import Sent, form_on

AT_ONCE = 4
#: A card about which there is nothing to remark.
CARD = {
    "resident": "on",
    "name": "张三丰",
    "sex": "1",
    "age_value": "40",
    "age_unit": "years",
    "occurred_on": "2026-03-01",
    "visited_on": "2026-03-01",
    "cause": "3",
    "place": "1",
    "activity": "2",
    "intent": "1",
    "nature": "1",
    "body_site": "3",
    "severity": "2",
    "outcome": "1",
}


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
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads need a database in a file, or PostgreSQL")
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
def test_one_area_sent_several_times_at_once_is_one_area(places, cast, as_user) -> None:
    url = reverse("communities:area-new")
    data = form_on(as_user(cast.admin).get(url))
    data |= {"parent": places.east.pk, "kind": "grid", "name": "新网格", "code": "99X"}
    assert send_at_once(cast.admin, url, [data] * AT_ONCE) == [302] * AT_ONCE
    assert Area.objects.filter(code="99X").count() == 1
    assert Area.objects.find_problems() == ([], [], [], [], [])


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


@pytest.mark.django_db(transaction=True)
def test_one_organisation_sent_several_times_at_once_is_one(places, cast, as_user) -> None:
    url = reverse("communities:organisation-new")
    data = form_on(as_user(cast.admin).get(url))
    data |= {"name": "新医院", "sector": "hospital", "area": places.street.pk}
    assert send_at_once(cast.admin, url, [data] * AT_ONCE) == [302] * AT_ONCE
    assert Organisation.objects.filter(name="新医院").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_card_sent_several_times_at_once_is_one_card(places, cast, as_user) -> None:
    site = ReportingSite.objects.create(
        area=places.street, name="金沙医院", code="H01", kind="hospital"
    )
    url = reverse("injuries:record-new")
    data = form_on(as_user(cast.chen).get(url))
    data |= CARD | {"area": places.east.pk, "reporting_site": site.pk}
    assert send_at_once(cast.chen, url, [data] * AT_ONCE) == [302] * AT_ONCE
    assert InjuryRecord.objects.count() == 1
