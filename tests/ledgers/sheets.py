"""Workbooks as offices make them, for the tests of reading."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from lib.workbooks import Sheet, read_sheet

Rows = Sequence[Sequence[Any]]


def write(path: Path, rows: Rows, merged: Sequence[str] = (), name: str = "Sheet1") -> Path:
    """Write a workbook; ranges `merged` ("B3:D3") take the value of their first cell."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for cells in merged:
        start = xlsxwriter.utility.xl_cell_to_rowcol(cells.split(":")[0])
        sheet.merge_range(cells, rows[start[0]][start[1]])
    book.close()
    return path


def sheet_of(path: Path, rows: Rows, merged: Sequence[str] = ()) -> Sheet:
    """Write a workbook and read it as the portal does."""
    return read_sheet(write(path, rows, merged))
