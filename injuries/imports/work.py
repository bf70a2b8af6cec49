"""The work on a batch: read every row into the staging table, then copy the good ones into the
register. Safe to run twice.

Each row is read, converted and encrypted once, by the check; the commit copies inside the database.
Rows go in chunks, so that progress is seen. Each chunk is a transaction of its own: a hundred
thousand rows in one would keep every other writer of an SQLite installation waiting. What makes the
whole come out as one batch all the same: the stage says “being committed” until the last row is in,
a row that is already there is left out by its (batch, row), which is unique, and undo takes out all
of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Area
from injuries.checks import Problem
from injuries.duplicates import doubtful_rows
from injuries.imports.asked import unknown_words
from injuries.imports.profiles import CARD, reader_of
from injuries.imports.reading import ReadRow
from injuries.imports.rows import RowReader, RowResult
from injuries.imports.unchanged import mark_unchanged
from injuries.models import ImportBatch, ImportRow, InjuryRecord, StagedRecord
from injuries.models.cards import derived
from injuries.permissions import IMPORT_RUN
from injuries.workflow import ASK, CHECKED, COMMITTED, ImportStage
from ledgers.machine.sheets import table_at, workbook_of
from ledgers.machine.words import Counts, has_new
from lib import bulk
from lib.ids import new_id
from lib.sheet_cells import is_empty, plain
from lib.workbooks import Cell
from lib.workflow import take_step

CHUNK = 2000
#: Key of `injuries.wording.NOTES`, and headings of columns that only count the rows.
LEFT_OUT = "left-out"
COUNTERS = {"序号", "行号", "No.", "no"}
NumberedRow = tuple[int, Sequence[Cell], bool]
Stage = ImportStage


@dataclass
class Tally:
    """Counts of a check; `unknown` are the words that no list knows."""

    total: int = 0
    bad: int = 0
    warned: int = 0
    duplicates: int = 0
    unchanged: int = 0
    unknown: Counts = field(default_factory=dict)


def check(batch: ImportBatch) -> None:
    """Read every row, stage the good ones, keep those about which there is something to say."""
    rows = list(_rows(batch))
    tally = _take_in(batch, rows, Stage.CHECKING)
    _checked(batch, tally, _left_out(batch, rows))


def _take_in(batch: ImportBatch, rows: list[NumberedRow], stage: ImportStage) -> Tally:
    """Stage what is good and not yet a record, keep the findings, count."""
    reader = reader_of(batch, timezone.localdate())
    written = _written(batch)
    with transaction.atomic():
        batch.hold(stage=stage)
        batch.rows.filter(corrected=False).delete()
        batch.staged.all().delete()
    told: dict[int, ReadRow] = {}
    met: set[Any] = set()
    for done, chunk in _chunks(rows):
        read = [read_row(batch, reader, *one) for one in chunk]
        fresh = [row for row in read if row.number not in written]
        mark_unchanged(batch, fresh, met)
        with transaction.atomic():
            batch.hold(stage=stage)
            stage_rows(batch, fresh)
        told |= {row.number: row for row in read if row.is_told}
        batch.progress(done, len(rows))
    _mark_duplicates(batch, rows, told)
    for _done, part in _chunks(sorted(told.values(), key=lambda row: row.number)):
        with transaction.atomic():
            batch.hold(stage=stage)
            keep_findings(batch, reader, part)
    tally = _counted(len(rows), told.values())
    if batch.profile == CARD:
        tally.unknown = unknown_words(told.values())
    return tally


def _mark_duplicates(batch: ImportBatch, rows: list[NumberedRow], told: dict[int, ReadRow]) -> None:
    """Add to `told` which rows look like an earlier or a stored record."""
    doubtful = duplicates_in(batch)
    for number, cells, corrected in rows:
        if number in doubtful:
            row = told.setdefault(number, ReadRow(number, cells, RowResult(), corrected))
            row.mark_duplicate()


def _counted(total: int, told: Iterable[ReadRow]) -> Tally:
    tally = Tally(total)
    for row in told:
        tally.bad += not row.result.good
        tally.warned += row.is_new and bool(row.result.warnings)
        tally.duplicates += row.duplicate
        tally.unchanged += row.unchanged
    return tally


@transaction.atomic
def _checked(batch: ImportBatch, tally: Tally, left_out: list[dict[str, Any]]) -> None:
    batch.hold(stage=Stage.CHECKING)
    columns = {
        "notes": [one for one in batch.notes if one["code"] != LEFT_OUT] + left_out,
        "total_rows": tally.total,
        "bad_rows": tally.bad,
        "good_rows": tally.total - tally.bad - tally.unchanged,
        "unchanged_rows": tally.unchanged,
        "warned_rows": tally.warned,
        "duplicate_rows": tally.duplicates,
        "unknown": tally.unknown,
    }
    move = ASK if has_new(batch.unknown, tally.unknown) else CHECKED
    take_step(batch, move, actor=None, columns=columns)
    batch.finish()


def _left_out(batch: ImportBatch, rows: list[NumberedRow]) -> list[dict[str, Any]]:
    """Say which columns have something that no field takes: a remark is not lost in silence."""
    if batch.profile != CARD:
        return []
    free = {place for place, key in enumerate(batch.mapping) if not key}
    filled: set[int] = set()
    for _row, cells, _corrected in rows:
        filled |= {n for n in free - filled if n < len(cells) and not is_empty(cells[n])}
    headings = [(place, batch.headings[place]) for place in sorted(filled)]
    names = [text or _("Column %d") % (n + 1) for n, text in headings if text not in COUNTERS]
    return [{"code": LEFT_OUT, "params": {"names": ", ".join(names)}}] if names else []


def commit(batch: ImportBatch) -> None:
    """Make a record of every good row that has none yet; count what is refused."""
    _forget_written(batch)
    if not _all_staged(batch):
        _take_in(batch, list(_rows(batch)), Stage.COMMITTING)
    doubtful = duplicates_in(batch)
    numbers = list(batch.staged.order_by("batch_row").values_list("batch_row", flat=True))
    for done, chunk in _chunks(numbers):
        _write(batch, chunk, doubtful)
        batch.progress(done, len(numbers))
    _committed(batch)


@transaction.atomic
def _forget_written(batch: ImportBatch) -> None:
    """Unstage rows that are records already, of an attempt that was cut short."""
    batch.hold(stage=Stage.COMMITTING)
    batch.staged.filter(batch_row__in=batch.records.values("batch_row")).delete()


def _all_staged(batch: ImportBatch) -> bool:
    """Tell whether every good row waits, in areas where the sender may still import.

    Otherwise the workbook is read again: the check was done before there was a staging table, or
    the sender has lost an area since.
    """
    allowed = Area.objects.where_allowed(batch.created_by, IMPORT_RUN).order_by().values("pk")
    known = Q(area=batch.area_id) | Q(area__in=allowed)
    elsewhere = Q(occurred_area=None) | Q(occurred_area__in=allowed)
    staged = batch.staged.filter(known & elsewhere).count()
    return staged == batch.good_rows - batch.records.count()


@transaction.atomic
def _committed(batch: ImportBatch) -> None:
    batch.hold(stage=Stage.COMMITTING)
    batch.staged.all().delete()
    committed = batch.records.count()
    unchanged = batch.rows.unchanged().count()
    refused = batch.total_rows - committed - unchanged
    columns = {
        "committed_rows": committed,
        "good_rows": committed,
        "unchanged_rows": unchanged,
        "bad_rows": refused,
        "committed_at": timezone.now(),
    }
    changes = {"rows": [None, committed], "refused": [None, refused]}
    take_step(batch, COMMITTED, actor=batch.created_by, columns=columns, changes=changes)
    batch.finish()


def read_row(
    batch: ImportBatch, reader: RowReader, number: int, cells: Sequence[Cell], corrected: bool
) -> ReadRow:
    """Read one row; when it is good its values are those of its record."""
    result = reader.read(cells)
    if result.good:
        values = result.values
        values |= derived(values)
        values["reported_on"] = values.get("reported_on") or batch.received_on
        values["batch_row"] = number
    return ReadRow(number, cells, result, corrected)


def stage_rows(batch: ImportBatch, read: Iterable[ReadRow]) -> None:
    """Write the new ones among `read` where they wait for the commit."""
    values = [row.result.values | {"id": new_id()} for row in read if row.is_new]
    bulk.insert_values(StagedRecord, values, batch_id=batch.pk)


def duplicates_in(batch: ImportBatch) -> set[int]:
    """Return which staged rows look like an earlier one or like a record of the batch's area."""
    register = InjuryRecord.objects.in_area(batch.area)
    return doubtful_rows(batch.staged.all(), batch.reporting_site_id, register)


def keep_findings(batch: ImportBatch, reader: RowReader, read: Iterable[ReadRow]) -> None:
    """Keep an ImportRow for every row with errors or warnings, or corrected cells."""
    ImportRow.objects.bulk_create(
        [_import_row(batch, reader, row) for row in read if row.is_told],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["batch", "number"],
        update_fields=["state", "corrected", "duplicate", "cells", "errors", "warnings"],
    )


def _import_row(batch: ImportBatch, reader: RowReader, row: ReadRow) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=row.number,
        state=_state_of(row),
        corrected=row.corrected,
        duplicate=row.duplicate,
        cells=[plain(cell) for cell in row.cells],
        errors=[_stored(reader, problem) for problem in row.result.errors],
        warnings=[_stored(reader, problem) for problem in row.result.warnings],
    )


def _state_of(row: ReadRow) -> str:
    if row.unchanged:
        return ImportRow.State.UNCHANGED
    if not row.result.good:
        return ImportRow.State.REFUSED
    return ImportRow.State.WARNED if row.result.warnings else ImportRow.State.GOOD


def _stored(reader: RowReader, problem: Problem) -> dict[str, object]:
    column = reader.column_of(problem.field) if problem.field else None
    return {
        "field": problem.field,
        "column": column,
        "code": problem.code,
        "params": problem.params,
    }


def _write(batch: ImportBatch, numbers: Sequence[int], doubtful: set[int]) -> None:
    """Make records of the staged rows `numbers`, which follow one another."""
    staged = batch.staged.filter(batch_row__range=(numbers[0], numbers[-1])).order_by("batch_row")
    now = timezone.now()
    with transaction.atomic():
        batch.hold(stage=Stage.COMMITTING)
        if suspected := doubtful.intersection(numbers):
            state = InjuryRecord.DuplicateState.SUSPECTED
            staged.filter(batch_row__in=suspected).update(duplicate_state=state)
        bulk.insert_from(
            staged,
            InjuryRecord,
            reporting_site_id=batch.reporting_site_id,
            created_by_id=batch.created_by_id,
            created_at=now,
            updated_at=now,
        )


def _rows(batch: ImportBatch) -> Iterator[NumberedRow]:
    """Yield (number, cells, corrected) of every row; corrected cells replace those of the file."""
    corrected = dict(batch.rows.filter(corrected=True).values_list("number", "cells"))
    with workbook_of(batch.file, batch.filename) as path:
        table = table_at(path, batch.sheet, batch.heading_row)
    for number, cells in table.rows():
        yield number, corrected.get(number, cells), number in corrected


def _written(batch: ImportBatch) -> set[int]:
    rows = batch.records.values_list("batch_row", flat=True)
    return {row for row in rows if row is not None}


def _chunks(rows: list) -> Iterator[tuple[int, list]]:
    """Yield each chunk behind how many rows are done with it."""
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        yield start + len(chunk), chunk
