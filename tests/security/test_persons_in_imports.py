"""Persons in workbooks and lists are seen by those who keep or sent them, and no further."""

from django.urls import reverse

from communities import roles
from communities.models import Membership, Role
from tests.cast import LONG_AGO
from tests.injuries.conftest import (
    card,
    checked as checked,
    hospital as hospital,
    receive as receive,
    row,
    workbook,
)


def test_liu_sees_no_names_of_a_workbook_that_chen_sent(cast, places, receive, as_user) -> None:
    """Who says what columns mean sees their rows: only the sender and who may reveal persons."""
    batch = receive([row(姓名="欧阳震华")], actor=cast.chen, area=places.east)
    url = reverse("injuries:import-columns", args=[batch.pk])
    assert "欧阳震华" in as_user(cast.chen).get(url).text
    page = as_user(cast.liu).get(url)
    assert page.status_code == 403
    assert "欧阳" not in page.text


def test_a_row_number_of_a_thousand_figures_is_left_alone(checked, cast, as_user) -> None:
    """It is no row of the workbook, and no fault of ours."""
    batch = checked([row(性别="?")])
    cells = ["9" * 5000, "", *row()]
    file = workbook([["row", "what is wrong", *batch.headings], cells])
    url = reverse("injuries:import-correct", args=[batch.pk])
    page = as_user(cast.zhao).post(url, {"workbook": file}, follow=True)
    assert "none of the rows" in page.text


def test_who_only_reads_elsewhere_sees_no_names_in_the_list(cast, places, as_user) -> None:
    """Liu keeps the cards of one community and as a committee member reads those of a street."""
    card(places.next_community, name="欧阳震华", card_number="K-77", created_by=cast.outsider)
    committee = Role.objects.get(code=roles.COMMITTEE)
    client, url = as_user(cast.liu), reverse("injuries:records")
    assert "Name (masked)" in client.get(url, {"export": "csv"}).getvalue().decode()
    Membership.objects.create(
        user=cast.liu, area=places.next_street, role=committee, valid_from=LONG_AGO
    )
    page = client.get(url, {"export": "csv"}).getvalue().decode()
    assert "邻社区" in page
    assert "K-77" not in page
    assert "欧" not in page
