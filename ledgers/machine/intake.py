"""Finding the table of a workbook that came in, and what its columns seem to mean."""

from itertools import islice
from pathlib import Path

from django.db import transaction

from ledgers.machine.columns import guess
from ledgers.machine.sheets import workbook_of
from ledgers.machine.tables import Found, find_table
from ledgers.models import Batch
from ledgers.problems import OtherRegister
from ledgers.reading.tables import Table
from ledgers.reading.years import year_note
from ledgers.wording import BELONGS
from ledgers.workflow import READ, Stage
from lib.sheet_cells import plain
from lib.workflow import take_step

#: Endings of files that have one table and no sheets.
TEXT_ONLY = {".csv", ".tsv", ".txt"}
#: So many numbers of hidden rows are named; so many rows stand beside the choice of columns.
SHOWN_ROWS, SAMPLES = 20, 3
Columns = dict[str, object]


def read(batch: Batch) -> None:
    """Find the table, or the sheets among which to choose, and guess the columns.

    Raises BadUpload when no table of the register is found.
    """
    with workbook_of(batch.file, batch.filename) as path:
        try:
            found = find_table(path, batch.ledger, batch.sheet)
        except OtherRegister as error:
            _remember_register(batch, error.register)
            raise
        columns = _columns(batch, found)
    _read(batch, columns)


@transaction.atomic
def _remember_register(batch: Batch, register: str) -> None:
    """Note of which register the workbook seems to be, so that its page can carry it there."""
    batch.hold(stage=Stage.READING)
    batch.notes = [{"code": BELONGS, "params": {"register": register}}]
    batch.save(update_fields=["notes"])


def _columns(batch: Batch, found: Found) -> Columns:
    columns: Columns = {"sheets": list(found.sheets) or batch.sheets}
    notes = list(batch.notes)
    if found.hidden_sheets:
        names = ", ".join(found.hidden_sheets)
        notes.append({"code": "hidden-sheets", "params": {"names": names}})
    if found.table:
        columns |= _of_table(batch, found.table)
        notes += _hidden_rows(found.table) + _remarks(found.table)
        notes += year_note(found.table, batch.filename)
    return columns | {"notes": notes}


def _of_table(batch: Batch, table: Table) -> Columns:
    samples = [[plain(cell) for cell in cells] for _n, cells in islice(table.rows(), SAMPLES)]
    text = Path(batch.filename).suffix.lower() in TEXT_ONLY
    return {
        "sheet": "" if text else table.sheet,
        "heading_row": table.heading_row,
        "headings": table.headings,
        "mapping": guess(batch.ledger, table.headings, batch.origin.columns),
        "samples": samples,
    }


def _remarks(table: Table) -> list[dict[str, object]]:
    """Name the rows that are no records: totals, signatures, notes, examples."""
    if not table.left_out:
        return []
    told = "; ".join(f"{one.number} {one.text}" for one in table.left_out[:SHOWN_ROWS])
    return [{"code": "remarks", "params": {"count": len(table.left_out), "rows": told}}]


def _hidden_rows(table: Table) -> list[dict[str, object]]:
    hidden = list(table.hidden_rows)
    if not hidden:
        return []
    params = {"count": len(hidden), "rows": ", ".join(map(str, hidden[:SHOWN_ROWS]))}
    return [{"code": "hidden-rows", "params": params}]


@transaction.atomic
def _read(batch: Batch, columns: Columns) -> None:
    batch.hold(stage=Stage.READING)
    take_step(batch, READ, actor=None, columns=columns)
    batch.finish()
