"""Finding the table of a workbook that came in, and what its columns seem to mean."""

from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from ledgers.machine.columns import guess, known_to, other_register
from ledgers.machine.sheets import HEADING_SEARCH, Found, Table, find_table, table_of, workbook_of
from ledgers.models import Batch
from ledgers.workflow import READ, Stage
from lib.errors import BadUpload
from lib.sheet_cells import plain
from lib.workbooks import read_sheet
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
    known = known_to(batch.ledger)
    with workbook_of(batch.file, batch.filename) as path:
        _refuse_other(batch, path)
        if batch.sheet:
            found = Found(table_of(path, batch.sheet, known))
        else:
            found = find_table(path, known, _no_heading(batch))
        columns = _columns(batch, found)
    _read(batch, columns)


def _no_heading(batch: Batch) -> str:
    first = [field.headings.split()[0] for field in batch.ledger.fields[:4]]
    text = _(
        "No heading of “%(register)s” was found. The sheet needs a row of headings such as "
        "%(names)s. The empty template has them all."
    )
    return text % {"register": batch.ledger.label, "names": "、".join(first)}


def _refuse_other(batch: Batch, path: Path) -> None:
    """Raise BadUpload for a workbook that is clearly of another register."""
    first = read_sheet(path, batch.sheet)
    heads = [cells for sheet in (first, *first.others) for cells in sheet.rows[:HEADING_SEARCH]]
    if (other := other_register(batch.ledger, heads)) is not None:
        raise BadUpload(
            _("The headings are those of “%(other)s”, not of “%(own)s”: bring it in there.")
            % {"other": other.label, "own": batch.ledger.label}
        )


def _columns(batch: Batch, found: Found) -> Columns:
    columns: Columns = {"sheets": list(found.sheets) or batch.sheets}
    notes = list(batch.notes)
    if found.hidden_sheets:
        names = ", ".join(found.hidden_sheets)
        notes.append({"code": "hidden-sheets", "params": {"names": names}})
    if found.table:
        columns |= _of_table(batch, found.table)
        notes += _hidden_rows(found.table)
    return columns | {"notes": notes}


def _of_table(batch: Batch, table: Table) -> Columns:
    """Return what the batch keeps of `table`. Raises BadUpload without rows."""
    samples = [[plain(cell) for cell in cells] for _n, cells in islice(table.rows(), SAMPLES)]
    if not samples:
        raise BadUpload(_("The sheet has a heading but no rows."))
    text = Path(batch.filename).suffix.lower() in TEXT_ONLY
    return {
        "sheet": "" if text else table.sheet,
        "heading_row": table.heading_row,
        "headings": table.headings,
        "mapping": guess(batch.ledger, table.headings, batch.origin.columns),
        "samples": samples,
    }


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
