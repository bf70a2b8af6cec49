"""Refused rows to take home, correct and send again into the same batch."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, override

from accounts import audit
from accounts.models import User
from injuries.imports.cells import text_of
from injuries.imports.columns import normal_heading
from injuries.imports.profiles import reader_of
from injuries.imports.reading import ReadRow
from injuries.imports.unchanged import mark_unchanged
from injuries.imports.work import duplicates_in, keep_findings, read_row, stage_rows
from injuries.models import ImportBatch, ImportRow
from injuries.wording import words_of
from ledgers.machine.sheets import HEADING_SEARCH
from lib.errors import BadUpload, WrongState
from lib.exports import write_xlsx
from lib.records import touch
from lib.table import Column
from lib.workbooks import Cell, Sheet, read_sheet

ROW = gettext_lazy("row")
FAULT = gettext_lazy("what is wrong")
#: More corrected rows than this are a new import, not a correction (they are read in the request).
MAX_CORRECTED = 20_000
ROW_DIGITS = 7


def write_refused(batch: ImportBatch, file: BinaryIO) -> int:
    """Write the refused rows as a workbook: number, what is wrong, then the sender's columns."""
    width = len(batch.headings)

    def cell(place: int) -> Any:
        return lambda row: row.cells[place] if place < len(row.cells) else None

    columns = [
        Column(ROW, lambda row: row.number, 8),
        Column(FAULT, lambda row: faults(batch, row), 60),
        *(Column(heading, cell(place)) for place, heading in enumerate(batch.headings[:width])),
    ]
    return write_xlsx(file, columns, batch.rows.refused().iterator(chunk_size=2000))


def faults(batch: ImportBatch, row: ImportRow) -> str:
    """Return what is wrong with a row, each sentence behind the heading of its column."""
    found = []
    for problem in row.errors:
        column = problem.get("column")
        heading = batch.headings[column] if column is not None else ""
        found.append(f"{heading}: {words_of(problem)}" if heading else words_of(problem))
    return " ".join(found)


def take_corrected(*, actor: User, batch: ImportBatch, path: Path) -> tuple[int, int]:
    """Read corrected rows from the workbook at `path` into the batch; return (good, refused).

    Only rows that the batch has refused are taken, found by their number; other rows of the file
    are left alone, so nothing is ever imported twice. A row of an area in which `actor` may not
    import stays refused, even if the sender could. Raises BadUpload for another workbook.
    """
    stage = ImportBatch.Stage
    if batch.stage not in {stage.PREVIEW, stage.COMMITTED}:
        raise WrongState(_("Rows can be corrected when the import has been checked."))
    refused = set(batch.rows.refused().values_list("number", flat=True))
    found = {number: cells for number, cells in _corrected_rows(batch, path) if number in refused}
    if not found:
        raise BadUpload(_("The workbook has none of the rows that were refused."))
    reader = reader_of(batch, timezone.localdate())
    read = [read_row(batch, reader, number, cells, True) for number, cells in found.items()]
    read = _within(actor, batch, read)
    mark_unchanged(batch, read, set())
    good = sum(row.result.good for row in read)
    with transaction.atomic():
        stage_rows(batch, read)
        doubtful = duplicates_in(batch)
        for row in read:
            if row.number in doubtful:
                row.mark_duplicate()
        keep_findings(batch, reader, read)
        _recount(batch)
        touch(batch)
        changes = {"rows": [None, len(read)], "good": [None, good]}
        audit.record(actor=actor, code="injuries.import.corrected", target=batch, changes=changes)
    return good, len(found) - good


def _within(actor: User, batch: ImportBatch, read: list[ReadRow]) -> list[ReadRow]:
    """Leave out the rows that are good only by the rights of whoever sent the workbook."""
    if actor == batch.created_by:
        return read
    own = reader_of(batch, timezone.localdate(), actor)
    return [row for row in read if not row.result.good or own.read(row.cells).good]


def _recount(batch: ImportBatch) -> None:
    rows = batch.rows.all()
    batch.bad_rows = rows.refused().count()
    batch.unchanged_rows = rows.unchanged().count()
    batch.good_rows = batch.total_rows - batch.bad_rows - batch.unchanged_rows
    batch.warned_rows = rows.filter(state=ImportRow.State.WARNED).count()
    batch.duplicate_rows = rows.filter(duplicate=True).count()
    counts = ["bad_rows", "good_rows", "unchanged_rows", "warned_rows", "duplicate_rows"]
    batch.save(update_fields=[*counts, "updated_at"])


def _corrected_rows(batch: ImportBatch, path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield (number, cells in the order of the batch's own columns)."""
    sheet = read_sheet(path)
    start, number_column, places = _heading(batch, sheet)
    body = sheet.rows[start + 1 :]
    if len(body) > MAX_CORRECTED:
        raise BadUpload(
            _("At most %(limit)d corrected rows are taken. Send the workbook as a new import.")
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


def _heading(batch: ImportBatch, sheet: Sheet) -> tuple[int, int, list[int]]:
    """Find the heading of a workbook of corrected rows: its row, the number's column, the rest."""
    wanted = [normal_heading(heading) for heading in batch.headings]
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
