"""Refused rows as a workbook: taken home with what is wrong, corrected, and read again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

from django.utils.translation import gettext as _, gettext_lazy, override

from ledgers.machine.columns import normal_heading
from ledgers.machine.sheets import HEADING_SEARCH
from lib.errors import BadUpload
from lib.exports import write_xlsx
from lib.sheet_cells import text_of
from lib.table import Column
from lib.workbooks import Cell, Sheet, read_sheet

ROW = gettext_lazy("row")
FAULT = gettext_lazy("what is wrong")
#: More corrected rows than this are a new workbook, not a correction (read in the request).
MAX_CORRECTED = 20_000
ROW_DIGITS = 7


class RefusedRow(Protocol):
    """A row as a room keeps it."""

    number: int
    cells: Any


R = TypeVar("R", bound=RefusedRow)


def write_rows(
    file: BinaryIO, headings: Sequence[str], rows: Iterable[R], faults: Callable[[R], str]
) -> int:
    """Write `rows` as a workbook: number, what is wrong, then the sender's columns."""

    def cell(place: int) -> Any:
        return lambda row: row.cells[place] if place < len(row.cells) else None

    columns = [
        Column(ROW, lambda row: row.number, 8),
        Column(FAULT, faults, 60),
        *(Column(heading, cell(place)) for place, heading in enumerate(headings)),
    ]
    return write_xlsx(file, columns, rows)


def faults_in_words(
    headings: Sequence[str],
    problems: Iterable[Mapping[str, Any]],
    words_of: Callable[[Mapping[str, Any]], str],
) -> str:
    """Return what is wrong with a row, each sentence behind the heading of its column."""
    found = []
    for problem in problems:
        column = problem.get("column")
        heading = headings[column] if column is not None else ""
        found.append(f"{heading}: {words_of(problem)}" if heading else words_of(problem))
    return " ".join(found)


def with_corrections(
    cells: Sequence[Cell], corrections: Mapping[int, str], width: int
) -> list[Cell]:
    """Return the cells of a row of `width` columns with others in the place of some of them."""
    corrected = [*cells, *[None] * (width - len(cells))]
    for place, text in corrections.items():
        if 0 <= place < width and text != text_of(corrected[place]):
            corrected[place] = text
    return corrected


def read_corrected(headings: Sequence[str], path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield (number, cells in the order of `headings`). Raises BadUpload for another workbook."""
    sheet = read_sheet(path)
    start, number_column, places = _heading(headings, sheet)
    body = sheet.rows[start + 1 :]
    if len(body) > MAX_CORRECTED:
        raise BadUpload(
            _("At most %(limit)d corrected rows are taken. Send them as a workbook of their own.")
            % {"limit": MAX_CORRECTED}
        )
    for cells in body:
        text = text_of(cells[number_column]) if number_column < len(cells) else ""
        if text.isdecimal() and len(text) <= ROW_DIGITS:
            yield int(text), [_at(cells, place) for place in places]


def _at(cells: Sequence[Cell], place: int) -> Cell:
    cell = cells[place] if place < len(cells) else None
    # Exports put an apostrophe before text that a sheet would run as a formula.
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") else cell


def _heading(headings: Sequence[str], sheet: Sheet) -> tuple[int, int, list[int]]:
    """Find the heading of a workbook of corrected rows: its row, the number's column, the rest."""
    wanted = [normal_heading(heading) for heading in headings]
    for start, cells in enumerate(sheet.rows[:HEADING_SEARCH]):
        names = [normal_heading(text_of(cell)) for cell in cells]
        number = next((n for n, name in enumerate(names) if name in _row_words()), None)
        if number is None:
            continue
        first = number + 2
        if names[first : first + len(wanted)] == wanted:
            return start, number, list(range(first, first + len(wanted)))
    raise BadUpload(
        _(
            "This is not the workbook of refused rows: it must keep the column “%(row)s” and the "
            "headings as they were downloaded."
        )
        % {"row": ROW}
    )


def _row_words() -> set[str]:
    words = set()
    for language in ("en", "zh-hans"):
        with override(language):
            words.add(normal_heading(str(ROW)))
    return words
