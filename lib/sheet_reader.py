"""Reads a workbook in a process of its own: `python sheet_reader.py PATH [SHEET]`.

calamine lays a sheet out from its first to its last cell, so a file of one kilobyte with a value in
XFD1048576 asks for 549 GB and takes the process with it; ods repeats and false sizes inside the zip
do the same in other ways. Here only this process dies. It costs about 0.1 s a workbook and 0.4 s a
million cells.

The answer on standard output is a pickle of `read`. SHEET "" is the visible sheet that opens first
if it has rows, else the first visible one that has some. Exit codes as in `lib.children`.
"""

import pickle
import resource
import sys
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

MOST_MEMORY = 2 * 1024 * 1024 * 1024  # bytes; 100,000 × 25 cells take about 0.6 GB
UNREADABLE, TOO_LARGE = 3, 4
#: The first rows of the sheets that were not chosen, to find the table when it is on another one.
HEAD = 20
#: So many sheets are looked into; each costs a reading.
MOST_SHEETS = 20


def read(path: str, sheet: str = "") -> dict[str, Any]:
    """Return the chosen sheet (name, first row, rows, hidden rows, merged ranges), the heads of the
    other visible ones with their counts of rows, and the names of hidden ones with rows."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    from lib.sheet_marks import active_sheet, kind_of

    kind = kind_of(path)
    with open(path, "rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    if sheet:
        return _table(path, kind, book, sheet)
    shown = SheetVisibleEnum.Visible
    visible = [one.name for one in book.sheets_metadata if one.visible == shown]
    hidden = [name for name in book.sheet_names if name not in visible]
    first = book.sheet_names[min(active_sheet(path, kind), len(book.sheet_names) - 1)]
    order = sorted(visible[:MOST_SHEETS], key=lambda name: name != first)
    tables = [table for name in order if (table := _table(path, kind, book, name))["rows"]]
    chosen = tables[0] if tables else {"name": "", "rows": [], "first_row": 1}
    chosen["others"] = [_head(table) for table in tables[1:]]
    chosen["hidden_sheets"] = [name for name in hidden[:MOST_SHEETS] if _has_rows(book, name)]
    return chosen


def _has_rows(book: Any, name: str) -> bool:
    return bool(book.get_sheet_by_name(name).to_python(skip_empty_area=True, nrows=1))


def _table(path: str, kind: str, book: Any, name: str) -> dict[str, Any]:
    """Return a sheet with its marks in their cells, rows and columns counted from its first."""
    from lib.sheet_marks import marks_of

    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=True)
    answer = {"name": name, "first_row": 1, "rows": rows, "hidden_rows": [], "merged": []}
    if not rows:
        return answer
    top, left = sheet.start
    marks = marks_of(path, kind, book.sheet_names.index(name), name)
    for (row, column), text in marks.cells.items():
        _put(rows, row - top, column - left, text)
    merged = sheet.merged_cell_ranges or [] if not marks.merged else []
    ranges = [(*start, *end) for start, end in merged] or marks.merged
    answer["first_row"] = top + 1
    answer["hidden_rows"] = [row + 1 for row in marks.hidden_rows]
    answer["merged"] = [(a - top, b - left, c - top, d - left) for a, b, c, d in ranges]
    return answer


def _put(rows: list[list[Any]], row: int, column: int, text: str) -> None:
    """Write a mark where the reader saw nothing; outside of what it saw nobody can be told."""
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]) and rows[row][column] in ("", None):
        rows[row][column] = text


def _head(table: dict[str, Any]) -> dict[str, Any]:
    filled = sum(any(cell not in ("", None) for cell in row) for row in table["rows"])
    return table | {"rows": table["rows"][:HEAD], "count": filled}


def main(arguments: list[str]) -> int:
    """Limit the memory, read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # `-I` leaves the project out of the path on purpose; only this package is needed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from python_calamine import CalamineError

    try:
        answer = read(*arguments)
        pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, OSError, ValueError, LookupError, BadZipFile, ExpatError):
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
