"""A sheet as a table: its headings, the rows that are records, and those that are left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ledgers.reading.headings import Heading, find_heading, heading_at
from ledgers.reading.remarks import LeftOut, remark_in
from lib.sheet_cells import shown, text_of
from lib.workbooks import Cell, Sheet

#: Columns behind these are drawing lines, not data.
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Table:
    """Headings and records of a sheet. Numbers of rows are as Excel shows them.

    `heading_row` is the last row of headings. A sheet has a heading, perhaps "", for each column
    with cells, so that a remark without a heading is seen; a text has those that it says.
    """

    sheet: str
    heading_row: int
    headings: list[str]
    records: list[tuple[int, Sequence[Cell]]]
    left_out: list[LeftOut] = field(default_factory=list)
    hidden_rows: Sequence[int] = ()
    titles: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield (number, cells) of each record."""
        return iter(self.records)


def table_in(sheet: Sheet, known: Callable[[str], str]) -> Table | None:
    """Return the table whose headings are known best (`headings.find_heading`); None without."""
    heading = find_heading(sheet, known)
    return None if heading is None else _table(sheet, heading)


def table_from(sheet: Sheet, first_row: int) -> Table:
    """Return the table whose headings begin in `first_row`, as somebody chose it."""
    return _table(sheet, heading_at(sheet, first_row - sheet.first_row))


def _table(sheet: Sheet, heading: Heading) -> Table:
    body = sheet.rows[heading.last + 1 :]
    headings = _fitted(heading.texts, body, sheet.typed)
    number = sheet.first_row + heading.last
    records: list[tuple[int, Sequence[Cell]]] = []
    left_out: list[LeftOut] = []
    for row, cells in enumerate(body, start=number + 1):
        if not any(cell is not None and text_of(cell) for cell in cells):
            continue
        if remark := remark_in(cells, headings):
            left_out.append(LeftOut(row, remark, _words(cells)))
        else:
            records.append((row, cells))
    hidden = [row for row in sheet.hidden_rows if row > number]
    titles = [text_of(cell) for above in sheet.rows[: heading.first] for cell in above]
    said = [sheet.name, *filter(None, titles)]
    return Table(sheet.name, number, headings, records, left_out, hidden, said)


def _words(cells: Sequence[Cell]) -> str:
    return next((shown(cell) for cell in cells if text_of(cell)), "")


def _fitted(texts: Sequence[str], body: Sequence[Sequence[Cell]], typed: bool) -> list[str]:
    """Cut empty headings behind the last filled column; add those of columns without heading."""
    width = _width(body) if typed else 0
    named = max((n for n, text in enumerate(texts, start=1) if text), default=0)
    width = max(width, named)
    return [*texts[:width], *[""] * (width - len(texts))]


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many columns have a cell in any of `rows`."""
    width = 0
    for row in rows:
        for place in range(min(len(row), MOST_COLUMNS) - 1, width - 1, -1):
            if text_of(row[place]):
                width = place + 1
                break
    return width
