"""Finding the table of a workbook that came in, and what its columns seem to mean.

The worker's: a large sheet takes seconds and hundreds of megabytes, and the thread that took the
upload has pages to draw.
"""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _, gettext_noop

from injuries.imports import neiss
from injuries.imports.columns import guess, recognised
from injuries.imports.personal import personal_columns
from injuries.imports.profiles import CARD, profile_of
from injuries.models import ImportBatch
from injuries.workflow import CHECK, READ
from ledgers.machine.sheets import Found, Table, find_table, table_of, workbook_of
from lib.bells import ring
from lib.errors import BadUpload
from lib.sheet_cells import plain, text_of
from lib.workbooks import Cell
from lib.workflow import take_step

RUN = "injuries.tasks.run_import"
#: Endings of files that have one table and no sheets.
TEXT_ONLY = {".csv", ".tsv", ".txt"}
#: So many numbers of hidden rows are named; so many rows stand beside the choice of columns.
SHOWN_ROWS, SAMPLES = 20, 3
Columns = dict[str, object]
NO_HEADING = gettext_noop(
    "No heading of an injury card was found. The sheet needs a row of headings such as "
    "性别, 年龄, 就诊日期, 伤害发生原因."
)


def read(batch: ImportBatch) -> None:
    """Find the table, or the sheets among which to choose, and guess the columns.

    A table of a named profile needs no columns from the user: its rows are checked at once. Raises
    BadUpload when no table of injury cards is found.
    """
    with workbook_of(batch.file, batch.filename) as path:
        if batch.sheet:
            found = Found(table_of(path, batch.sheet, _known))
        else:
            found = find_table(path, _known, _(NO_HEADING))
        columns = _columns(batch, found)
    _read(batch, columns)


def _known(cells: Sequence[Cell]) -> int:
    """Return how many of `cells` are headings that are understood, by a named profile or alone."""
    headings = [text_of(cell) for cell in cells]
    return len(headings) if neiss.matches(headings) else recognised(cells)


def _columns(batch: ImportBatch, found: Found) -> Columns:
    columns: Columns = {"sheets": list(found.sheets) or batch.sheets}
    notes = list(batch.notes)
    if found.hidden_sheets:
        names = ", ".join(found.hidden_sheets)
        notes.append({"code": "hidden-sheets", "params": {"names": names}})
    if found.table:
        columns |= _of_table(batch, found.table)
        notes += _hidden_rows(found.table)
    return columns | {"notes": notes}


def _of_table(batch: ImportBatch, table: Table) -> Columns:
    """Return what the batch keeps of `table`. Raises BadUpload without rows."""
    samples = [[plain(cell) for cell in cells] for _n, cells in islice(table.rows(), SAMPLES)]
    if not samples:
        raise BadUpload(_("The sheet has a heading but no rows."))
    text = Path(batch.filename).suffix.lower() in TEXT_ONLY
    profile = profile_of(table.headings)
    known = batch.reporting_site.column_mapping
    return {
        "sheet": "" if text else table.sheet,
        "heading_row": table.heading_row,
        "headings": table.headings,
        "profile": profile,
        "personal": personal_columns(table.headings, (cells for _n, cells in table.rows())),
        "mapping": guess(table.headings, known) if profile == CARD else [],
        "samples": samples,
    }


def _hidden_rows(table: Table) -> list[dict[str, object]]:
    hidden = list(table.hidden_rows)
    if not hidden:
        return []
    params = {"count": len(hidden), "rows": ", ".join(map(str, hidden[:SHOWN_ROWS]))}
    return [{"code": "hidden-rows", "params": params}]


@transaction.atomic
def _read(batch: ImportBatch, columns: Columns) -> None:
    batch.hold(stage=ImportBatch.Stage.READING)
    take_step(batch, READ, actor=None, columns=columns)
    batch.finish()
    if batch.headings and batch.profile != CARD:
        take_step(batch, CHECK, actor=batch.created_by)
        batch.renew()
        ring(RUN, batch.pk)
