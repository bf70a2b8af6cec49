"""Reading tables that people send: xlsx, xls, ods, text, whatever the ending of the name says."""

import csv
import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lib import children, sheet_reader
from lib.delimited import NotText, TooManyCells, rows_of_text
from lib.errors import BadUpload

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")
#: What begins with neither of these is text: hospital systems call it .xls all the same.
BINARY = (b"PK", b"\xd0\xcf\x11\xe0")
TEXT = (".csv", ".tsv", ".txt", ".xls")
# An xlsx is a zip: one that unpacks to more than this would fill the memory of a small server.
MAX_UNPACKED = 1024 * 1024 * 1024
#: A workbook that takes longer to read than this holds up everybody else's requests.
MOST_SECONDS = 60


#: What sheets show instead of a value; “####” is a column too narrow when it was saved as text.
ERROR = re.compile(r"#(N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|#+)|Err:\d+", re.I)


@dataclass(frozen=True)
class Sheet:
    """One table: its name and its rows, cells as the file types them; empty cells are "".

    `first_row` is the number that Excel shows for the first of `rows`: empty rows above are left
    out. A merged range has its value in every row. `merged` are its ranges as (row, column, last
    row, last column) in `rows`. `others` are the heads of the other visible sheets that have rows,
    `hidden_sheets` names, `hidden_rows` numbers as Excel shows them. A text is not `typed`: its
    cells are cut by marks, so a row too long may be cut wrongly.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_sheets: Sequence[str] = ()
    others: Sequence["Sheet"] = ()
    count: int = 0
    typed: bool = True


def is_fault(cell: Cell) -> bool:
    """Tell whether a cell shows an error or has a formula that nobody has computed."""
    if not isinstance(cell, str) or not cell or cell[0] not in "#E=":
        return False
    text = cell.strip()
    return text.startswith("=") and not text.startswith('="') or bool(ERROR.fullmatch(text))


def check_upload(upload: UploadedFile, largest: int) -> None:
    """Refuse what cannot be a workbook of up to `largest` bytes. Raises BadUpload."""
    size = upload.size or 0
    if size > largest:
        raise BadUpload(
            _("The file has %(size)d MB; at most %(limit)d MB are taken. Split it by month.")
            % {
                "size": size // 1024 // 1024,
                "limit": largest // 1024 // 1024,
            }
        )
    if Path(upload.name or "").suffix.lower() not in SUFFIXES:
        raise BadUpload(_("Send an Excel file (.xlsx, .xls), .ods, .csv or .tsv."))
    if size == 0:
        raise BadUpload(_("The file is empty."))


def read_sheet(path: Path, sheet: str = "") -> Sheet:
    """Read `sheet` (default: the visible one that opens first and has rows) of the file at `path`.

    Raises BadUpload when the file is not what its name says. 100,000 × 25 cells take about 3 s.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if path.suffix.lower() in TEXT and not start.startswith((*BINARY, b"<")):
        return _text(path)
    _refuse_bombs(path)
    found = _ask_reader(str(path), sheet)
    if not found["rows"]:
        raise BadUpload(_no_rows(found))
    others = [_sheet(one) for one in found.get("others", [])]
    return replace(_sheet(found), others=others, hidden_sheets=found.get("hidden_sheets", []))


def _sheet(found: dict[str, Any]) -> Sheet:
    rows, merged = found["rows"], found["merged"]
    for top, left, bottom, _right in merged:
        _fill(rows, top, left, bottom)
    hidden = found["hidden_rows"]
    return Sheet(
        found["name"], rows, found["first_row"], merged, hidden, count=found.get("count", 0)
    )


def _fill(rows: list[list[Cell]], top: int, left: int, bottom: int) -> None:
    """Give the value of a merged range to its other rows; rows with nothing else stay empty."""
    if top < 0 or left < 0 or top >= len(rows) or left >= len(rows[top]):
        return
    for row in rows[top + 1 : bottom + 1]:
        if (
            left < len(row)
            and row[left] in ("", None)
            and any(cell not in ("", None) for cell in row)
        ):
            row[left] = rows[top][left]


def _no_rows(found: dict[str, Any]) -> str:
    if hidden := found.get("hidden_sheets"):
        names = ", ".join(hidden)
        return _("Only hidden sheets have rows (%s): show the sheet in Excel and save.") % names
    return _("No sheet of the workbook has any rows.")


def _text(path: Path) -> Sheet:
    try:
        return Sheet(path.stem, rows_of_text(path.read_bytes()), typed=False)
    except TooManyCells as error:
        raise _too_large() from error
    except NotText as error:
        raise BadUpload(_("The text of the file is neither UTF-8 nor GB 18030.")) from error
    except csv.Error as error:
        raise BadUpload(_("The file is not a table of text.")) from error


def _ask_reader(*arguments: str) -> dict[str, Any]:
    """Return the answer of `sheet_reader`, which runs in a process that may die (BadUpload)."""
    try:
        return children.ask(sheet_reader, *arguments, seconds=MOST_SECONDS)
    except children.TooLarge as error:
        raise _too_large() from error
    except children.Unreadable as error:
        raise BadUpload(
            _("The file is no readable workbook: open it in Excel, save it as .xlsx, try again.")
        ) from error


def _too_large() -> BadUpload:
    return BadUpload(_("The workbook is too large when unpacked. Split it by month."))


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return  # the reader says so, in words
    if unpacked > MAX_UNPACKED:
        raise _too_large()
