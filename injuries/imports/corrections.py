"""Refused rows to take home, correct and send again into the same batch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from injuries.imports.profiles import reader_of
from injuries.imports.reading import ReadRow
from injuries.imports.unchanged import mark_unchanged
from injuries.imports.work import duplicates_in, keep_findings, read_row, stage_rows
from injuries.models import ImportBatch, ImportRow
from injuries.wording import words_of
from ledgers.machine.refused_rows import (
    faults_in_words,
    read_corrected,
    with_corrections,
    write_rows,
)
from lib.errors import BadUpload, NotAllowed, WrongState
from lib.records import touch
from lib.workbooks import Cell


def write_refused(batch: ImportBatch, file: BinaryIO) -> int:
    """Write the refused rows as a workbook: number, what is wrong, then the sender's columns."""
    rows = batch.rows.refused().iterator(chunk_size=2000)
    headings = batch.headings
    return write_rows(
        file, headings, rows, lambda row: faults_in_words(headings, row.errors, words_of)
    )


def take_corrected(*, actor: User, batch: ImportBatch, path: Path) -> tuple[int, int]:
    """Read corrected rows from the workbook at `path` into the batch; return (good, refused).

    Only rows that the batch has refused are taken, found by their number; other rows of the file
    are left alone, so nothing is ever imported twice. A row of an area in which `actor` may not
    import stays refused, even if the sender could. Raises BadUpload for another workbook.
    """
    _refuse_stage(batch)
    refused = set(batch.rows.refused().values_list("number", flat=True))
    found = {
        number: cells for number, cells in read_corrected(batch.headings, path) if number in refused
    }
    if not found:
        raise BadUpload(_("The workbook has none of the rows that were refused."))
    return _take(actor, batch, found)


def correct_cells(
    *, actor: User, batch: ImportBatch, number: int, cells: Mapping[int, str]
) -> ImportRow:
    """Take other cells (by column) for a refused row. Only its sender, who has them, may.

    Raises NotAllowed for others, WrongState for a row that is not refused.
    """
    if actor.pk != batch.created_by_id:
        raise NotAllowed(_("Only whoever sent the workbook sees and corrects its cells."))
    _refuse_stage(batch)
    row = batch.rows.refused().filter(number=number).first()
    if row is None:
        raise WrongState(_("This row needs no correction any more."))
    _take(actor, batch, {number: with_corrections(row.cells, cells, len(batch.headings))})
    return batch.rows.get(number=number)


def _refuse_stage(batch: ImportBatch) -> None:
    stage = ImportBatch.Stage
    if batch.stage not in {stage.PREVIEW, stage.COMMITTED}:
        raise WrongState(_("Rows can be corrected when the import has been checked."))


def _take(actor: User, batch: ImportBatch, found: Mapping[int, Sequence[Cell]]) -> tuple[int, int]:
    """Read corrected rows into the batch; return (good, refused)."""
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
