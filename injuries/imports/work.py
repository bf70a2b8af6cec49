"""The work on a batch: check every row, then write the good ones. Safe to run twice.

Rows are read in chunks, so memory holds the sheet once and a chunk of records, and progress is
seen. Each chunk is a transaction of its own: a hundred thousand rows in one would keep every other
writer of an SQLite installation waiting. What makes the whole come out as one batch all the same:
the stage says “being committed” until the last row is in, a row that is already there is left out
by its (batch, row), which is unique, and undo takes out all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from inspect import get_annotations
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from injuries.checks import Problem
from injuries.duplicates import DuplicateFinder, Traits
from injuries.imports.cells import is_empty, plain
from injuries.imports.profiles import CARD, reader_of
from injuries.imports.rows import RowReader, RowResult
from injuries.imports.sheets import table_at, workbook_of
from injuries.models import ImportBatch, ImportRow, InjuryRecord
from injuries.models.records import derived
from injuries.workflow import CHECKED, COMMITTED
from lib import bulk
from lib.workbooks import Cell
from lib.workflow import take_step

CHUNK = 2000
#: Key of `injuries.wording.NOTES`, and headings of columns that only count the rows.
LEFT_OUT = "left-out"
COUNTERS = {"序号", "行号", "No.", "no"}
NumberedRow = tuple[int, list[Cell], bool]
TRAITS = tuple(get_annotations(Traits))
Stage = ImportBatch.Stage


@dataclass
class Tally:
    """Counts of a check."""

    total: int = 0
    bad: int = 0
    warned: int = 0
    duplicates: int = 0


@dataclass
class ReadRow:
    """A row with what was read from it; `values` of its record are None when it is refused."""

    number: int
    cells: list[Cell]
    result: RowResult
    corrected: bool = False
    values: dict[str, Any] | None = None
    duplicate: bool = False
    warnings: list[Problem] = field(default_factory=list)

    @property
    def traits(self) -> Traits:
        """By what the row meets its duplicate: a whole record takes ten times as long to make."""
        values = self.values or {}
        return SimpleNamespace(**{name: values.get(name) for name in TRAITS})


def check(batch: ImportBatch) -> None:
    """Read every row, keep those about which there is something to say, count."""
    rows = list(_rows(batch))
    reader = reader_of(batch, timezone.localdate())
    written = _written(batch)
    with transaction.atomic():
        batch.hold(stage=Stage.CHECKING)
        batch.rows.filter(corrected=False).delete()
    finder = DuplicateFinder(InjuryRecord.objects.in_area(batch.area))
    tally = Tally()
    for chunk in _chunks(rows):
        read = [read_row(batch, reader, number, *more) for number, *more in chunk]
        flag_duplicates(finder, [row for row in read if row.number not in written])
        with transaction.atomic():
            batch.hold(stage=Stage.CHECKING)
            keep_findings(batch, reader, read)
        _count(tally, read)
        batch.progress(tally.total, len(rows))
    _checked(batch, tally, _left_out(batch, rows))


@transaction.atomic
def _checked(batch: ImportBatch, tally: Tally, left_out: list[dict[str, Any]]) -> None:
    batch.hold(stage=Stage.CHECKING)
    columns = {
        "notes": [one for one in batch.notes if one["code"] != LEFT_OUT] + left_out,
        "total_rows": tally.total,
        "bad_rows": tally.bad,
        "good_rows": tally.total - tally.bad,
        "warned_rows": tally.warned,
        "duplicate_rows": tally.duplicates,
    }
    take_step(batch, CHECKED, actor=None, columns=columns)
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
    """Write a record for every good row that has none yet; count what is refused."""
    rows = list(_rows(batch))
    reader = reader_of(batch, timezone.localdate())
    written = _written(batch)
    finder = DuplicateFinder(InjuryRecord.objects.in_area(batch.area))
    done = 0
    for chunk in _chunks(rows):
        read = [
            read_row(batch, reader, number, *more)
            for number, *more in chunk
            if number not in written
        ]
        flag_duplicates(finder, read)
        _write(batch, reader, read)
        done += len(chunk)
        batch.progress(done, len(rows))
    _committed(batch, len(rows))


@transaction.atomic
def _committed(batch: ImportBatch, total: int) -> None:
    batch.hold(stage=Stage.COMMITTING)
    committed = batch.records.count()
    columns = {
        "committed_rows": committed,
        "total_rows": total,
        "good_rows": committed,
        "bad_rows": total - committed,
        "committed_at": timezone.now(),
    }
    changes = {"rows": [None, committed], "refused": [None, total - committed]}
    take_step(batch, COMMITTED, actor=batch.created_by, columns=columns, changes=changes)
    batch.finish()


def read_row(
    batch: ImportBatch, reader: RowReader, number: int, cells: list[Cell], corrected: bool
) -> ReadRow:
    """Read one row, with the values of its record when it is good."""
    result = reader.read(cells)
    row = ReadRow(number, cells, result, corrected, warnings=list(result.warnings))
    if result.good:
        row.values = {
            **result.values,
            **derived(result.values),
            "reported_on": result.values.get("reported_on") or timezone.localdate(batch.created_at),
            "reporting_site_id": batch.reporting_site_id,
            "batch_id": batch.pk,
            "batch_row": number,
            "created_by_id": batch.created_by_id,
        }
    return row


def flag_duplicates(finder: DuplicateFinder, read: Iterable[ReadRow]) -> None:
    """Mark the rows that look like an earlier or a stored record."""
    good = [row for row in read if row.values is not None]
    for place in finder.suspects([row.traits for row in good]):
        good[place].duplicate = True
        good[place].warnings.append(Problem("", "duplicate"))


def keep_findings(batch: ImportBatch, reader: RowReader, read: Iterable[ReadRow]) -> None:
    """Keep an ImportRow for every row with errors or warnings, or corrected cells."""
    told = [row for row in read if row.corrected or row.warnings or not row.result.good]
    ImportRow.objects.bulk_create(
        [_import_row(batch, reader, row) for row in told],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["batch", "number"],
        update_fields=["state", "corrected", "duplicate", "cells", "errors", "warnings"],
    )


def _import_row(batch: ImportBatch, reader: RowReader, row: ReadRow) -> ImportRow:
    state = ImportRow.State.WARNED if row.warnings else ImportRow.State.GOOD
    return ImportRow(
        batch=batch,
        number=row.number,
        state=state if row.result.good else ImportRow.State.REFUSED,
        corrected=row.corrected,
        duplicate=row.duplicate,
        cells=[plain(cell) for cell in row.cells],
        errors=[_stored(reader, problem) for problem in row.result.errors],
        warnings=[_stored(reader, problem) for problem in row.warnings],
    )


def _stored(reader: RowReader, problem: Problem) -> dict[str, object]:
    column = reader.column_of(problem.field) if problem.field else None
    return {
        "field": problem.field,
        "column": column,
        "code": problem.code,
        "params": problem.params,
    }


def _write(batch: ImportBatch, reader: RowReader, read: list[ReadRow]) -> None:
    """Write the records of a chunk, and what is to be said about its refused rows."""
    records = []
    for row in read:
        if row.values is None:
            continue
        records.append(InjuryRecord(**row.values))
        if row.duplicate:
            records[-1].duplicate_state = InjuryRecord.DuplicateState.SUSPECTED
    with transaction.atomic():
        batch.hold(stage=Stage.COMMITTING)
        # A row that is there already, of an attempt that was cut short, is left as it is.
        bulk.insert(records, skip_existing=True)
        keep_findings(batch, reader, [row for row in read if row.values is None])


def _count(tally: Tally, read: list[ReadRow]) -> None:
    for row in read:
        tally.total += 1
        tally.bad += not row.result.good
        tally.warned += row.result.good and bool(row.warnings)
        tally.duplicates += row.duplicate


def _rows(batch: ImportBatch) -> Iterator[NumberedRow]:
    """Yield (number, cells, corrected) of every row; corrected cells replace those of the file."""
    corrected = dict(batch.rows.filter(corrected=True).values_list("number", "cells"))
    with workbook_of(batch) as path:
        table = table_at(path, batch.sheet, batch.heading_row)
    for number, cells in table.rows():
        yield number, corrected.get(number, cells), number in corrected


def _written(batch: ImportBatch) -> set[int]:
    rows = batch.records.values_list("batch_row", flat=True)
    return {row for row in rows if row is not None}


def _chunks(rows: list) -> Iterator[list]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
