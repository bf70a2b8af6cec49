"""Findings of an import as its page shows them: at their cells, personal cells masked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from injuries.imports import neiss
from injuries.imports.cells import shown
from injuries.imports.columns import BY_KEY
from injuries.models import ImportBatch, ImportRow
from injuries.wording import words_of
from safecommunity.lib.masking import mask_name, mask_number


@dataclass
class FindingCell:
    """One cell with what is to be said about it."""

    heading: str
    text: str
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class FindingRow:
    """A row with its cells that matter, and what is to be said about the whole row."""

    number: int
    row: ImportRow
    cells: list[FindingCell]
    errors: list[str]
    warnings: list[str]


def finding_rows(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[FindingRow]:
    """Arrange `rows`: the cells with findings, and those by which a person finds the row."""
    return [_finding_row(batch, row) for row in rows]


def _finding_row(batch: ImportBatch, row: ImportRow) -> FindingRow:
    cells: dict[int, FindingCell] = {}
    whole: dict[str, list[str]] = {"errors": [], "warnings": []}
    for place in _landmarks(batch):
        cells[place] = _cell(batch, row, place)
    for kind in ("errors", "warnings"):
        for problem in getattr(row, kind):
            place = problem.get("column")
            if place is None:
                whole[kind].append(words_of(problem))
                continue
            cell = cells.setdefault(place, _cell(batch, row, place))
            getattr(cell, kind).append(words_of(problem))
    return FindingRow(row.number, row, [cells[n] for n in sorted(cells)], **whole)


def _landmarks(batch: ImportBatch) -> list[int]:
    """Return the columns by which a person finds a row again: card number and name."""
    if batch.profile == neiss.KEY:
        return [place for name, place in neiss.columns_of(batch.headings).items() if name == "case"]
    return [n for n, key in enumerate(batch.mapping) if key in {"card_number", "name"}]


def _cell(batch: ImportBatch, row: ImportRow, place: int) -> FindingCell:
    text = shown(row.cells[place]) if place < len(row.cells) else ""
    key = batch.mapping[place] if place < len(batch.mapping) else ""
    if key in BY_KEY and BY_KEY[key].personal:
        text = mask_name(text) if key == "name" else mask_number(text)
    return FindingCell(batch.headings[place], text)
