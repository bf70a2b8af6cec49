"""Rows corrected in the page, or taken home, corrected and sent again into the same batch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from ledgers.machine.keeping import keep, recount
from ledgers.machine.planning import SKIP, Planned, Planner
from ledgers.machine.refused_rows import (
    faults_in_words,
    read_corrected,
    with_corrections,
    write_rows,
)
from ledgers.machine.work import order_of
from ledgers.models import Batch, Row
from ledgers.wording import words_of
from ledgers.workflow import Stage
from lib.errors import BadUpload, DomainError, WrongState
from lib.records import bump
from lib.workbooks import Cell

State = Row.State
OPEN = (State.REFUSED, State.DOUBTFUL)


def write_refused(batch: Batch, file: BinaryIO) -> int:
    """Write the refused rows as a workbook: number, what is wrong, then the sender's columns."""
    rows = batch.rows.refused().iterator(chunk_size=2000)
    headings = batch.headings
    return write_rows(
        file, headings, rows, lambda row: faults_in_words(headings, row.problems, words_of)
    )


def correct_cells(*, actor: User, batch: Batch, number: int, cells: Mapping[int, str]) -> Row:
    """Take other cells (by column) for a refused or doubtful row. Only its uploader may."""
    _refuse_others(actor, batch)
    row = _open_row(batch, number)
    corrected = with_corrections(row.cells, cells, len(batch.headings))
    _plan_again(actor, batch, {number: (corrected, True, "")})
    return batch.rows.get(number=number)


def decide(*, actor: User, batch: Batch, number: int, decision: str) -> Row:
    """Say of a doubtful row that it is new, which record it means, or that it is left out."""
    _refuse_others(actor, batch)
    row = _open_row(batch, number)
    if decision not in {"new", SKIP, *(key for key, _title in row.candidates)}:
        raise DomainError(_("Choose what the row means."))
    _plan_again(actor, batch, {number: (row.cells, row.corrected, decision)})
    return batch.rows.get(number=number)


def _refuse_others(actor: User, batch: Batch) -> None:
    if not batch.is_of(actor):
        raise DomainError(_("Only whoever sent the workbook sees and corrects its cells."))


def _open_row(batch: Batch, number: int) -> Row:
    _refuse_stage(batch)
    row = batch.rows.filter(number=number, state__in=OPEN, written=False).first()
    if row is None:
        raise WrongState(_("This row needs no correction any more."))
    return row


def _refuse_stage(batch: Batch) -> None:
    if batch.stage not in {Stage.PREVIEW, Stage.COMMITTED}:
        raise WrongState(_("Rows can be corrected when the workbook has been checked."))


def take_corrected(*, actor: User, batch: Batch, path: Path) -> tuple[int, int]:
    """Read corrected rows from the workbook at `path` into the batch; return (right, refused).

    Only rows that the batch has refused are taken, found by their number; other rows of the file
    are left alone, so nothing is ever brought in twice. Raises BadUpload for another workbook.
    """
    _refuse_others(actor, batch)
    _refuse_stage(batch)
    refused = set(batch.rows.refused().values_list("number", flat=True))
    found = {
        number: cells for number, cells in read_corrected(batch.headings, path) if number in refused
    }
    if not found:
        raise BadUpload(_("The workbook has none of the rows that were refused."))
    planned = _plan_again(
        actor, batch, {number: (cells, True, "") for number, cells in found.items()}
    )
    right = sum(not one.errors for one in planned)
    return right, len(planned) - right


def _plan_again(
    actor: User, batch: Batch, rows: Mapping[int, tuple[Sequence[Cell], bool, str]]
) -> list[Planned]:
    """Plan some rows anew, keep what they are now, and count the batch anew."""
    planner = Planner(batch, order_of(batch))
    planned = planner.plan((number, *row) for number, row in sorted(rows.items()))
    states = dict(batch.rows.filter(number__in=rows).values_list("number", "state"))
    with transaction.atomic():
        keep(batch, planned)
        bump(batch, **recount(batch, [(states[one.number], one.state) for one in planned]))
        changes = {"rows": [None, len(planned)]}
        audit.record(actor=actor, code="ledgers.batch.corrected", target=batch, changes=changes)
    return planned
