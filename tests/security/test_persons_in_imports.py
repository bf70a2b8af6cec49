"""The persons in a workbook are seen by whoever sent it and by those who may see persons."""

from django.urls import reverse

from tests.injuries.conftest import (
    checked as checked,
    hospital as hospital,
    receive as receive,
    row,
    workbook,
)


def test_liu_sees_no_names_of_a_workbook_that_chen_sent(cast, places, receive, as_user) -> None:
    """Liu may say what the columns mean but may not reveal persons."""
    batch = receive([row(姓名="欧阳震华")], actor=cast.chen, area=places.east)
    url = reverse("injuries:import-columns", args=[batch.pk])
    assert "欧阳震华" in as_user(cast.chen).get(url).text
    page = as_user(cast.liu).get(url)
    assert page.status_code == 200
    assert "欧阳" not in page.text


def test_a_row_number_of_a_thousand_figures_is_left_alone(checked, cast, as_user) -> None:
    """It is no row of the workbook, and no fault of ours."""
    batch = checked([row(性别="?")])
    cells = ["9" * 5000, "", *row()]
    file = workbook([["row", "what is wrong", *batch.headings], cells])
    url = reverse("injuries:import-correct", args=[batch.pk])
    page = as_user(cast.zhao).post(url, {"workbook": file}, follow=True)
    assert "none of the rows" in page.text
