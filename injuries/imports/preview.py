"""Findings of an import as its page shows them: at their cells, personal cells masked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from inspect import get_annotations
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from injuries.duplicates import Traits, duplicates_of_each
from injuries.imports import neiss
from injuries.imports.masked import is_personal, shown_masked
from injuries.imports.profiles import reader_of
from injuries.imports.work import ReadRow, read_row
from injuries.models import ImportBatch, ImportRow, InjuryRecord
from injuries.models.records import InjuryQuerySet
from injuries.wording import words_of
from lib.sheet_cells import text_of
from lib.workbooks import Cell


@dataclass
class FindingCell:
    """One cell with what is to be said about it; `place` is its column."""

    place: int
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
    duplicates: list[InjuryRecord]

    @property
    def to_correct(self) -> list[FindingCell]:
        """The cells that have to be others before the row can be taken."""
        return [cell for cell in self.cells if cell.errors]

    @property
    def landmarks(self) -> list[FindingCell]:
        """The other cells, by which a person finds the row."""
        return [cell for cell in self.cells if not cell.errors]


def finding_rows(
    batch: ImportBatch,
    rows: Iterable[ImportRow],
    records: InjuryQuerySet,
    *,
    may_look: bool,
    own: bool = False,
) -> list[FindingRow]:
    """Arrange `rows`: the cells with findings, and those by which a person finds the row.

    `records` are those that the reader may open; a row that looks like one of them names it.
    Without `may_look` nothing that stands in the workbook is shown. Cells to be corrected are shown
    as they are to whoever sent them (`own`).
    """
    rows = list(rows)
    duplicates = _duplicates(batch, [row for row in rows if row.duplicate], records)
    found = [_finding_row(batch, row, duplicates.get(row.number, []), may_look) for row in rows]
    if own:
        for one in found:
            for cell in one.to_correct:
                cell.text = text_of(_raw(one.row, cell.place))
    return found


def _raw(row: ImportRow, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None


def _duplicates(
    batch: ImportBatch, doubtful: list[ImportRow], records: InjuryQuerySet
) -> dict[int, list[InjuryRecord]]:
    """Return the stored records that each of the doubtful rows looks like, by its number."""
    if not doubtful:
        return {}
    reader = reader_of(batch, timezone.localdate())
    read = [read_row(batch, reader, row.number, row.cells, row.corrected) for row in doubtful]
    good = [row for row in read if row.result.good]
    nearby = records.in_area(batch.area).select_related("reporting_site")
    found = duplicates_of_each([_traits(batch, row) for row in good], nearby)
    return {row.number: duplicates for row, duplicates in zip(good, found, strict=True)}


def _traits(batch: ImportBatch, row: ReadRow) -> Traits:
    """Return by what the row meets its duplicate."""
    of_batch = {"reporting_site_id": batch.reporting_site_id, "batch_id": batch.pk}
    values = row.result.values | of_batch
    return SimpleNamespace(**{name: values.get(name) for name in get_annotations(Traits)})


def _finding_row(
    batch: ImportBatch, row: ImportRow, duplicates: list[InjuryRecord], may_look: bool
) -> FindingRow:
    cells: dict[int, FindingCell] = {}
    whole: dict[str, list[str]] = {"errors": [], "warnings": []}
    for place in _landmarks(batch):
        cells[place] = _cell(batch, row, place, may_look)
    for kind in ("errors", "warnings"):
        for problem in getattr(row, kind):
            place = problem.get("column")
            words = words_of(problem if may_look else _without_value(problem))
            if place is None:
                whole[kind].append(words)
                continue
            cell = cells.setdefault(place, _cell(batch, row, place, may_look))
            getattr(cell, kind).append(words)
    return FindingRow(
        row.number, row, [cells[n] for n in sorted(cells)], **whole, duplicates=duplicates
    )


def _landmarks(batch: ImportBatch) -> list[int]:
    """Return the columns by which a person finds a row again: card number and name."""
    if batch.profile == neiss.KEY:
        return [place for name, place in neiss.columns_of(batch.headings).items() if name == "case"]
    return [n for n, key in enumerate(batch.mapping) if key in {"card_number", "name"}]


def _without_value(problem: dict[str, Any]) -> dict[str, Any]:
    params = problem.get("params") or {}
    return problem | {"params": params | ({"value": "***"} if "value" in params else {})}


def _cell(batch: ImportBatch, row: ImportRow, place: int, may_look: bool) -> FindingCell:
    text = shown_masked(batch, place, _raw(row, place))
    if not may_look and not is_personal(batch, place):
        text = "***" if text else ""
    return FindingCell(place, batch.headings[place], text)
