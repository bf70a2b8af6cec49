"""Exports open in Excel and run nothing there."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from lib.exports import csv_response, safe, write_xlsx
from lib.table import Column

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
