"""Chen brings the census in from Excel; a wrong row keeps nothing and says why."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings, strategies as st

from accounts.models import AuditEntry, User
from communities.denominators import residents
from communities.models import AgeBand, Population
from communities.services.population import read_population
from lib.workbooks import Sheet

URL = reverse("communities:population-import")


def workbook(rows: list[list[object]]) -> SimpleUploadedFile:
    """An xlsx file with these rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("人口.xlsx", buffer.getvalue())


def send(client, file: SimpleUploadedFile, year: int = 2020):
    """Post the form."""
    return client.post(URL, {"year": year, "source": "第七次人口普查", "workbook": file})


def test_the_wide_table_of_the_census_comes_in(cast, places, as_user) -> None:
    """Ages 0 and 1–4 make one band; the trail names the area and the sum."""
    heading = ["code", "total", "m_0", "f_0", "m_1-4", "f_1-4", "m_85+", "f_85+"]
    file = workbook([heading, ["990100001001", 210, 10, 11, 40, 39, 50, 60]])
    response = send(as_user(cast.chen), file)
    assert response.status_code == 302
    cells = {(c.sex, c.age_band): c.persons for c in Population.objects.filter(area=places.east)}
    assert cells == {("1", 0): 50, ("2", 0): 50, ("1", 85): 50, ("2", 85): 60}
    entry = AuditEntry.objects.get(code="communities.population.imported")
    assert entry.changes["persons"] == [None, 210]
    assert Population.objects.first().source == "第七次人口普查"


def test_chinese_headings_a_row_a_cell(cast, places, as_user) -> None:
    """The other shape in which offices keep it."""
    rows = [
        ["区划代码", "性别", "年龄组", "人数"],
        ["990100001001", "男", "0-4岁", 12],
        ["990100001001", "女", "85岁及以上", "1,300"],
    ]
    assert send(as_user(cast.chen), workbook(rows)).status_code == 302
    assert residents(places.street, 2020).total == 1312


def test_a_total_that_differs_is_taken_with_a_warning(cast, places, as_user) -> None:
    """Such rows stand in published census tables: both numbers are shown, the ages are kept."""
    file = workbook([["code", "total", "m_0-4", "f_0-4"], ["990100001001", 100, 60, 45]])
    response = as_user(cast.chen).post(
        URL, {"year": 2020, "workbook": file}, follow=True, headers={"accept-language": "en"}
    )
    assert "The total says 100, the age groups sum to 105." in response.text
    assert residents(places.east, 2020).total == 105


def test_one_bad_row_keeps_nothing(cast, places, as_user) -> None:
    """The message names the row; the good rows wait for the corrected file."""
    rows = [
        ["code", "m_0-4", "f_0-4"],
        ["990100001001", 60, 45],
        ["990100001002", "many", 45],
        ["990100002001", 1, 1],
    ]
    response = send(as_user(cast.chen), workbook(rows))
    assert response.status_code == 200
    assert "Row 3: “many” is no number of persons." in response.text
    assert not Population.objects.exists()
    assert not AuditEntry.objects.filter(code="communities.population.imported").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("人口.xlsx", b"not a workbook", "no readable workbook"),
        ("人口.docx", b"PK", "Send an Excel file"),
        ("人口.csv", b"", "empty"),
        ("人口.csv", "名称,数\n东社区,3\n".encode("gb18030"), "No row names the area"),
        ("人口.csv", b"code,m_0-4\n", "no rows"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(
    cast, as_user, name: str, content: bytes, message: str
) -> None:
    """In words, and nothing is kept."""
    response = send(as_user(cast.chen), SimpleUploadedFile(name, content))
    assert response.status_code == 200
    assert message in response.text
    assert not Population.objects.exists()


def test_a_huge_file_is_refused(cast, as_user, settings) -> None:
    """The limit is said in megabytes."""
    settings.UPLOAD_MAX_TABLE = 1024 * 1024
    file = SimpleUploadedFile("人口.xlsx", b"0" * (2 * 1024 * 1024))
    response = send(as_user(cast.chen), file)
    assert "at most 1 MB are taken" in response.text


def test_figures_of_the_year_are_replaced_not_added(cast, places, as_user) -> None:
    """And only after a look at both: the corrected file does not double the residents."""
    client = as_user(cast.chen)
    rows = [["code", "m_0-4", "f_0-4"], ["990100001001", 60, 45]]
    send(client, workbook(rows))
    page = send(client, workbook([rows[0], ["990100001001", 70, 45]]))
    assert "Nothing has been changed yet" in page.text
    assert residents(places.east, 2020).total == 105
    shown = page.context["rows"][0]
    assert (shown.old, shown.new) == (105, 115)
    assert client.post(URL, {"confirmed": page.context["confirmed"]}).status_code == 302
    assert residents(places.east, 2020).total == 115
    # the preview was made beside other figures: it is not taken a second time
    assert client.post(URL, {"confirmed": page.context["confirmed"]}).url == URL


def test_a_street_without_figures_gets_the_sum_of_its_communities(cast, places) -> None:
    """Grids below a community with figures are not counted twice."""
    cells = [(places.east, 100), (places.grid1, 70), (places.west, 30)]
    for area, persons in cells:
        Population.objects.create(area=area, year=2020, sex="1", age_band=20, persons=persons)
    assert residents(places.street, 2024).total == 130
    assert residents(places.street, 2024).year == 2020
    assert residents(places.next_street, 2024).total is None


CELL = st.one_of(st.text(max_size=8), st.integers(-5, 10**6), st.floats(allow_nan=True), st.none())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=8))
@pytest.mark.django_db
def test_no_table_breaks_the_reader(rows) -> None:
    """Whatever stands in the cells, it becomes cells, errors or warnings, never a crash."""
    user = User(is_superuser=True, username="x")
    sheet = Sheet("x", [["code", "sex", "age", "persons"], *rows])
    draft = read_population(sheet, user)
    assert not draft.cells


def test_bands_are_those_of_the_national_tables() -> None:
    """Eighteen bands; 85 and older is open."""
    assert len(AgeBand) == 18
    assert AgeBand.of(0) == 0
    assert AgeBand.of(84.9) == 80
    assert AgeBand.of(104) == 85
