"""Finding the table in a workbook: the sheet, the heading row, the rows below."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from injuries.imports.cells import is_empty, text_of
from injuries.imports.columns import recognised
from lib.crypto import decrypt_bytes
from lib.errors import BadUpload
from lib.workbooks import Cell, Sheet, read_sheet, sheet_names

#: Offices put titles and remarks above the heading; it is looked for in so many rows.
HEADING_SEARCH = 15
MAX_ROWS = 200_000
MAX_COLUMNS = 200
#: So many sheets are searched; each costs a reading of the file.
SHEET_SEARCH = 20
#: Fewer known headings than this and the next sheet may be the right one.
ENOUGH = 4


@dataclass(frozen=True)
class Table:
    """A heading and the rows below it. `heading_row` is its number as Excel shows it."""

    sheet: str
    heading_row: int
    headings: list[str]
    body: list[list[Cell]]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield (number as Excel shows it, cells) of every row that is not empty."""
        for number, cells in enumerate(self.body, start=self.heading_row + 1):
            if any(not is_empty(cell) for cell in cells):
                yield number, cells


def find_table(path: Path) -> Table:
    """Return the table of the workbook at `path` whose headings are understood best.

    Raises BadUpload when no heading of an injury card is found, or when there are too many rows.
    """
    best = _scored(read_sheet(path))
    if best[0] < ENOUGH:
        others = [name for name in sheet_names(path) if name != best[2].name][:SHEET_SEARCH]
        candidates = [best, *(_scored(sheet) for name in others if (sheet := _filled(path, name)))]
        best = max(candidates, key=lambda one: one[0])
    score, offset, sheet = best
    if score == 0:
        raise BadUpload(
            _(
                "No heading of an injury card was found. The sheet needs a row of headings such as "
                "性别, 年龄, 就诊日期, 伤害发生原因."
            )
        )
    return _table(sheet, offset)


def _scored(sheet: Sheet) -> tuple[int, int, Sheet]:
    """Return how many headings the best row has, which row that is (from 0), and the sheet."""
    rows = enumerate(sheet.rows[:HEADING_SEARCH])
    score, row = max(((recognised(cells), -n) for n, cells in rows), default=(0, 0))
    return score, -row, sheet


def _filled(path: Path, name: str) -> Sheet | None:
    """Return a sheet of a readable workbook, None when it is empty."""
    try:
        return read_sheet(path, name)
    except BadUpload:
        return None


def table_at(path: Path, sheet: str, heading_row: int) -> Table:
    """Return the table that `find_table` found earlier in the same workbook."""
    found = read_sheet(path, sheet)
    return _table(found, heading_row - found.first_row)


def _table(sheet: Sheet, offset: int) -> Table:
    headings = [text_of(cell) for cell in sheet.rows[offset]]
    while headings and not headings[-1]:
        headings.pop()
    body = sheet.rows[offset + 1 :]
    if len(body) > MAX_ROWS:
        raise BadUpload(
            _("The sheet has %(rows)d rows; at most %(limit)d are taken. Split it by month.")
            % {"rows": len(body), "limit": MAX_ROWS}
        )
    if len(headings) > MAX_COLUMNS:
        raise BadUpload(_("The sheet has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    return Table(sheet.name, sheet.first_row + offset, headings, body)


@contextmanager
def opened(data: bytes, filename: str) -> Iterator[Path]:
    """Give the path of a temporary file that holds `data`, gone afterwards."""
    with tempfile.NamedTemporaryFile(suffix=Path(filename).suffix.lower()) as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


@contextmanager
def workbook_of(batch: object) -> Iterator[Path]:
    """Give the path of the batch's workbook, decrypted for as long as it is read."""
    with batch.file.open("rb") as file:
        data = decrypt_bytes(file.read())
    with opened(data, batch.filename) as path:
        yield path
