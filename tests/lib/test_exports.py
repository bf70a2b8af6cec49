"""Exports open in Excel and run nothing there."""

import datetime as dt
import io
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from lib.exports import Title, csv_response, safe, write_xlsx
from lib.table import Column
from tests.grids.makers import hazard, premises
from tests.injuries.conftest import card

COLUMNS = [Column("名称", lambda row: row[0]), Column("数", lambda row: row[1])]
FORMULA = '=HYPERLINK("http://x","y")'


FORMULAS = [
    FORMULA,
    "+1",
    "-1",
    "-1+1",
    "-A1",
    "-1层+1",
    "-层",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_be_a_formula_is_quoted_in_csv(text: str) -> None:
    """With an apostrophe, as spreadsheets themselves do."""
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["-1层", "－2层东侧", "+1级", "3号楼", "", "1=1", "a@b.cn"])
def test_harmless_text_stays_as_it_was_written(text: str) -> None:
    """A floor below ground is no formula."""
    assert safe(text) == text


def test_numbers_can_be_added_up_and_days_are_days() -> None:
    """Money and surfaces included, in both formats."""
    day = dt.date(2026, 3, 1)
    rows = [(Decimal("12345.60"), day), (Decimal("-0.40"), day), (None, None)]
    body = b"".join(csv_response("x", COLUMNS, rows).streaming_content).decode()
    assert body.splitlines()[1:] == ["12345.60,2026-03-01", "-0.40,2026-03-01", ","]
    file = io.BytesIO()
    write_xlsx(file, COLUMNS, rows)
    file.seek(0)
    found = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert sum(row[0] for row in found[1:3]) == pytest.approx(12345.2)
    assert found[1][1] == day


def test_the_csv_begins_with_the_mark_that_chinese_excel_needs() -> None:
    """So a double-click opens it without boxes."""
    body = b"".join(csv_response("x", COLUMNS, [("东社区", 3), (FORMULA, 1)]).streaming_content)
    assert body.startswith("\ufeff名称,数\r\n东社区,3\r\n".encode())
    assert b"\"'=HYPERLINK" in body


def test_the_workbook_holds_text_not_formulas() -> None:
    """Read back by another library."""
    file = io.BytesIO()
    assert write_xlsx(file, COLUMNS, [(FORMULA, 1), ("东社区", 2.5)]) == 2
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert rows == [["名称", "数"], [FORMULA, 1.0], ["东社区", 2.5]]


def test_a_workbook_says_above_its_heading_what_it_is(places, cast, as_user) -> None:
    """Name, area and filters; the sheet is named; the heading stays and can be filtered by."""
    hazard(premises(places), cast.wang, deadline=timezone.localdate())
    answer = as_user(cast.chen).get(
        reverse("grids:hazards"), {"export": "xlsx", "grade": "general", "period": "this-year"}
    )
    content = b"".join(answer.streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Hazards"]
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[:2]] == ["Hazards", "Area of the reader: 金沙街道"]
    assert rows[2][0] == "Filter: This year；Grade: General"
    assert "陈静" in rows[3][0] and "1 row" in rows[3][0]
    heading, row = rows[4], rows[5]
    assert row[heading.index("Deadline")] == timezone.localdate()
    sheet = ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert '<autoFilter ref="A5:' in sheet and 'ySplit="5"' in sheet


def test_a_csv_begins_with_its_heading(places, cast, as_user) -> None:
    """Machines read it."""
    hazard(premises(places), cast.wang)
    answer = as_user(cast.chen).get(reverse("grids:hazards"), {"export": "csv"})
    first = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert first.startswith("What is wrong,Where,Area")


def test_whoever_waits_for_a_file_is_told_when_it_comes(places, cast, as_user) -> None:
    """By a cookie with the word that the page sent along, and nothing else."""
    client, url = as_user(cast.chen), reverse("grids:hazards")
    hazard(premises(places), cast.wang)
    answer = client.get(url, {"export": "csv", "download": "a1b2"})
    assert answer.cookies["download"].value == "a1b2"
    assert "download" not in client.get(url, {"export": "csv", "download": "a;b"}).cookies


def test_ages_can_be_averaged(places, cast, as_user) -> None:
    """A number, and its unit in a column of its own."""
    card(places.east, age_value=43, age_unit="years")
    answer = as_user(cast.chen).get(reverse("injuries:records"), {"export": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    heading, row = rows[4], rows[5]
    assert row[heading.index("Age")] == 43
    assert row[heading.index("Unit of age")] == "years"


@pytest.mark.parametrize("name", ["a/b: c", "[x]", "'", "长" * 40])
def test_any_name_makes_a_sheet(name: str) -> None:
    file = io.BytesIO()
    write_xlsx(file, COLUMNS, [("a", 1)], Title(name))
    file.seek(0)
    assert len(CalamineWorkbook.from_filelike(file).sheet_names[0]) <= 31
