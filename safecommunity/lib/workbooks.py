"""Reading tables that people send: xlsx, xls, ods and csv, in the encodings of Chinese offices."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from safecommunity.lib.errors import BadUpload

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
# An xlsx is a zip: one that unpacks to more than this would fill the memory of a small server.
MAX_UNPACKED = 1024 * 1024 * 1024


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
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [sheet] if sheet else book.sheet_names
        for name in names:
            table = book.get_sheet_by_name(name)
            if rows := table.to_python(skip_empty_area=True):
                return Sheet(name, rows, table.start[0] + 1)
    except (CalamineError, OSError, ValueError) as error:
        raise BadUpload(
            _("The file is no readable workbook: open it in Excel, save it as .xlsx, try again.")
        ) from error
    raise BadUpload(_("No sheet of the workbook has any rows."))


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets; a csv file has one, named after the file."""
    if path.suffix.lower() == ".csv":
        return [path.stem]
    return CalamineWorkbook.from_path(str(path)).sheet_names


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise BadUpload(_("The workbook is too large when unpacked. Split it by month."))


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
    yield from csv.reader(io.StringIO(text), delimiter=delimiter)
