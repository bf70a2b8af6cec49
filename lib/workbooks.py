"""Reading tables that people send: xlsx, xls, ods and csv, in the encodings of Chinese offices."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lib import children, sheet_reader
from lib.errors import BadUpload

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
# An xlsx is a zip: one that unpacks to more than this would fill the memory of a small server.
MAX_UNPACKED = 1024 * 1024 * 1024
#: What one sheet of Excel can hold; a csv file with more is no table that anybody has looked at.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
#: A workbook that takes longer to read than this holds up everybody else's requests.
MOST_SECONDS = 60


@dataclass(frozen=True)
class Sheet:
    """One table: its name and its rows, cells as the file types them; empty cells are "".

    `first_row` is the number that Excel shows for the first of `rows`: empty rows above are left
    out.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 1


def check_upload(upload: UploadedFile) -> None:
    """Refuse what cannot be a workbook before it is stored. Raises BadUpload."""
    if upload.size > settings.UPLOAD_MAX_WORKBOOK:
        raise BadUpload(
            _("The file has %(size)d MB; at most %(limit)d MB are taken. Split it by month.")
            % {
                "size": upload.size // 1024 // 1024,
                "limit": settings.UPLOAD_MAX_WORKBOOK // 1024 // 1024,
            }
        )
    if Path(upload.name or "").suffix.lower() not in SUFFIXES:
        raise BadUpload(_("Send an Excel file (.xlsx, .xls), .ods or .csv."))
    if upload.size == 0:
        raise BadUpload(_("The file is empty."))


def read_sheet(path: Path, sheet: str | None = None) -> Sheet:
    """Read `sheet` (default: the first with any rows) of the file at `path`.

    Raises BadUpload when the file is not what its name says. 100,000 × 25 cells take about 3 s.
    """
    if path.suffix.lower() == ".csv":
        try:
            return Sheet(path.stem, list(_csv_rows(path.read_bytes())))
        except csv.Error as error:
            raise BadUpload(_("The file is not a table of text.")) from error
    _refuse_bombs(path)
    found = _ask_reader(str(path), sheet or "")
    if not found["rows"]:
        raise BadUpload(_("No sheet of the workbook has any rows."))
    return Sheet(found["name"], found["rows"], found["first_row"])


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


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets; a csv file has one, named after the file."""
    if path.suffix.lower() == ".csv":
        return [path.stem]
    return _ask_reader(str(path))["names"]


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


def _csv_rows(data: bytes) -> Iterator[list[Cell]]:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise BadUpload(_("The text of the file is neither UTF-8 nor GB 18030."))
    if "\0" in text:
        raise BadUpload(_("The file is not a table of text."))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            raise _too_large()
        yield cells
