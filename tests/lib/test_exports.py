"""Exports open in Excel and run nothing there."""

import io

import pytest
from python_calamine import CalamineWorkbook

from lib.exports import Column, csv_response, safe, write_xlsx

COLUMNS = [Column("名称", lambda row: row[0]), Column("数", lambda row: row[1])]
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_text_that_would_be_a_formula_is_quoted(text: str) -> None:
    """With an apostrophe, as spreadsheets themselves do."""
    assert safe(text) == "'" + text


def test_numbers_stay_numbers() -> None:
    """Also negative ones."""
    assert safe(-3) == -3
    assert safe("3号楼") == "3号楼"


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
    assert rows == [["名称", "数"], ["'" + FORMULA, 1.0], ["东社区", 2.5]]
