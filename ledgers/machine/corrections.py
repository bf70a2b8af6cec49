"""Rows corrected in the page, or taken home, corrected and sent again into the same batch."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy, override

from accounts import audit
from accounts.models import User
from ledgers.machine.columns import normal_heading
from ledgers.machine.keeping import keep, recount
from ledgers.machine.planning import SKIP, Planned, Planner
from ledgers.machine.sheets import HEADING_SEARCH
from ledgers.machine.work import order_of
from ledgers.models import Batch, Row
from ledgers.wording import words_of
from ledgers.workflow import Stage
from lib.errors import BadUpload, DomainError, WrongState
from lib.exports import write_xlsx
from lib.records import bump
from lib.sheet_cells import text_of
from lib.table import Column
from lib.workbooks import Cell, Sheet, read_sheet

ROW = gettext_lazy("row")
FAULT = gettext_lazy("what is wrong")
#: More corrected rows than this are a new workbook, not a correction (read in the request).
MAX_CORRECTED = 20_000
ROW_DIGITS = 7
State = Row.State
OPEN = (State.REFUSED, State.DOUBTFUL)


def write_refused(batch: Batch, file: BinaryIO) -> int:
    """Write the refused rows as a workbook: number, what is wrong, then the sender's columns."""

    def cell(place: int) -> Any:
        return lambda row: row.cells[place] if place < len(row.cells) else None

    columns = [
        Column(ROW, lambda row: row.number, 8),
        Column(FAULT, lambda row: faults(batch, row), 60),
        *(Column(heading, cell(place)) for place, heading in enumerate(batch.headings)),
    ]
    return write_xlsx(file, columns, batch.rows.refused().iterator(chunk_size=2000))


def faults(batch: Batch, row: Row) -> str:
    """Return what is wrong with a row, each sentence behind the heading of its column."""
    found = []
    for problem in row.problems:
        column = problem.get("column")
        heading = batch.headings[column] if column is not None else ""
        found.append(f"{heading}: {words_of(problem)}" if heading else words_of(problem))
    return " ".join(found)


def correct_cells(*, actor: User, batch: Batch, number: int, cells: Mapping[int, str]) -> Row:
    """Take other cells (by column) for a refused or doubtful row. Only its uploader may."""
    _refuse_others(actor, batch)
    row = _open_row(batch, number)
    corrected = list(row.cells) + [None] * (len(batch.headings) - len(row.cells))
    for place, text in cells.items():
        if 0 <= place < len(batch.headings) and text != text_of(corrected[place]):
            corrected[place] = text
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
    found = {number: cells for number, cells in _corrected_rows(batch, path) if number in refused}
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


def _corrected_rows(batch: Batch, path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield (number, cells in the order of the batch's own columns)."""
    sheet = read_sheet(path)
    start, number_column, places = _heading(batch, sheet)
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


def _heading(batch: Batch, sheet: Sheet) -> tuple[int, int, list[int]]:
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
