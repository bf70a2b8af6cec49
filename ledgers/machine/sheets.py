"""Finding the table in a workbook: the sheet, the heading row, the rows below."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from lib.errors import BadUpload
from lib.sealed_files import pieces
from lib.sheet_cells import is_empty, text_of
from lib.workbooks import Cell, Sheet, read_sheet

#: Offices put titles and remarks above the heading; it is looked for in so many rows.
HEADING_SEARCH = 15
MAX_ROWS = 200_000
MAX_COLUMNS = 200
#: A sheet with so many known headings is a table of the register.
ENOUGH = 4
#: Returns how many cells of a row are headings that are understood.
Known = Callable[[Sequence[Cell]], int]
#: A row above the headings with so many texts has groups of headings; with fewer it is a title.
ROW_OF_GROUPS = 3


@dataclass(frozen=True)
class Table:
    """A heading and the rows below it. `heading_row` is its number as Excel shows it."""

    sheet: str
    heading_row: int
    headings: list[str]
    body: Sequence[Sequence[Cell]]
    hidden_rows: Sequence[int] = ()

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield (number as Excel shows it, cells) of every row that is not empty."""
        for number, cells in enumerate(self.body, start=self.heading_row + 1):
            if any(not is_empty(cell) for cell in cells):
                yield number, cells


@dataclass(frozen=True)
class Found:
    """What a workbook holds: its table, or the sheets among which somebody has to choose."""

    table: Table | None
    sheets: Sequence[str] = ()
    hidden_sheets: Sequence[str] = ()


@dataclass(frozen=True)
class Candidate:
    """A sheet with its best row of headings: how many are known, and which row (from 0)."""

    sheet: Sheet
    score: int
    offset: int

    @property
    def has_rows(self) -> bool:
        """True when anything stands below the headings."""
        return len(self.sheet.rows) > self.offset + 1


def find_table(path: Path, known: Known, missing: str) -> Found:
    """Return the table of the workbook at `path` whose headings are `known`.

    Hidden sheets are left out and named. When several visible sheets are such tables nobody but the
    sender knows which is meant. Raises BadUpload, with the words of `missing` when no heading is
    known, or when there are too many rows.
    """
    opened_first = read_sheet(path)
    candidates = [_scored(sheet, known) for sheet in (opened_first, *opened_first.others)]
    tables = [one for one in candidates if one.score >= ENOUGH and one.has_rows]
    if len(tables) > 1:
        names = [one.sheet.name for one in tables]
        return Found(None, names, opened_first.hidden_sheets)
    best = max(candidates, key=lambda one: one.score)
    if best.score == 0:
        raise BadUpload(missing)
    name = best.sheet.name
    sheet = opened_first if best.sheet is opened_first else read_sheet(path, name)
    return Found(_table(sheet, best.offset), (), opened_first.hidden_sheets)


def table_of(path: Path, name: str, known: Known) -> Table:
    """Return the table on the sheet called `name`."""
    best = _scored(read_sheet(path, name), known)
    return _table(best.sheet, best.offset)


def _scored(sheet: Sheet, known: Known) -> Candidate:
    rows = enumerate(sheet.rows[:HEADING_SEARCH])
    score, row = max(((known(cells), -n) for n, cells in rows), default=(0, 0))
    return Candidate(sheet, score, -row)


def table_at(path: Path, sheet: str, heading_row: int) -> Table:
    """Return the table that `find_table` found earlier in the same workbook."""
    found = read_sheet(path, sheet)
    return _table(found, heading_row - found.first_row)


def _table(sheet: Sheet, offset: int) -> Table:
    headings = _headings(sheet, offset)
    body = sheet.rows[offset + 1 :]
    if len(body) > MAX_ROWS:
        raise BadUpload(
            _("The sheet has %(rows)d rows; at most %(limit)d are taken. Split it by month.")
            % {"rows": len(body), "limit": MAX_ROWS}
        )
    if len(headings) > MAX_COLUMNS:
        raise BadUpload(_("The sheet has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    number = sheet.first_row + offset
    hidden = [row for row in sheet.hidden_rows if row > number]
    return Table(sheet.name, number, headings, body, hidden)


def _headings(sheet: Sheet, offset: int) -> list[str]:
    """Return the headings; a column that only has one in the row above takes it from there.

    In a sheet every column with cells has its place, so that a remark without heading is seen and
    kept. In a text a row with more cells than headings is cut wrongly: it is told as such.
    """
    headings = [text_of(cell) for cell in sheet.rows[offset]]
    above = [text_of(cell) for cell in sheet.rows[offset - 1]] if offset else []
    if sum(map(bool, above)) >= ROW_OF_GROUPS:
        headings = [text or _at(above, place) for place, text in enumerate(headings)]
    width = _width(sheet.rows[offset + 1 :]) if sheet.typed else 0
    while len(headings) > width and not headings[-1]:
        headings.pop()
    return headings


def _at(texts: list[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many columns have a cell in any of `rows`."""
    width = 0
    for row in rows:
        for place in range(min(len(row), MAX_COLUMNS) - 1, width - 1, -1):
            if not is_empty(row[place]):
                width = place + 1
                break
    return width


@contextmanager
def opened(chunks: Iterable[bytes], filename: str) -> Iterator[Path]:
    """Give the path of a temporary file that holds the `chunks`, gone afterwards."""
    with tempfile.NamedTemporaryFile(suffix=Path(filename).suffix.lower()) as file:
        file.writelines(chunks)
        file.flush()
        yield Path(file.name)


@contextmanager
def workbook_of(file: FieldFile, filename: str) -> Iterator[Path]:
    """Give the path of a kept workbook, decrypted for as long as it is read."""
    with file.open("rb") as stored, opened(pieces(stored), filename) as path:
        yield path
