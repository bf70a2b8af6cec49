"""The table of a register in a workbook: which sheet, and its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from ledgers.declaration import Ledger
from ledgers.machine.columns import key_of, other_register
from ledgers.problems import OtherRegister
from ledgers.reading.headings import recognised
from ledgers.reading.tables import Table, table_in
from lib.errors import BadUpload
from lib.workbooks import Sheet, read_sheet

MAX_ROWS = 200_000
MAX_COLUMNS = 200
#: A sheet with so many known headings is a table of the register.
ENOUGH = 3
Known = Callable[[str], str]


@dataclass(frozen=True)
class Found:
    """What a workbook holds: its table, or the sheets among which somebody has to choose."""

    table: Table | None
    sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


def find_table(path: Path, ledger: Ledger, sheet: str = "") -> Found:
    """Return the table of the workbook at `path`, on `sheet` if that was chosen.

    Hidden sheets are left out and named. Raises BadUpload when no heading of the register is
    found, when the headings are those of another one, and when there are too many rows or columns.
    """
    first = read_sheet(path, sheet)
    known = key_of(ledger)
    tables = [(one, _scored(one, known)) for one in (first, *first.others)]
    good = [one for one, (score, rows) in tables if score >= ENOUGH and rows]
    if len(good) > 1 and not sheet:
        return Found(None, tuple(one.name for one in good), tuple(first.hidden_sheets))
    best, (score, _rows) = max(tables, key=lambda pair: pair[1][0])
    if (other := other_register(ledger, [one for one, _score in tables], score)) is not None:
        text = _("The headings are those of “%(other)s”, not of “%(own)s”: bring it in there.")
        raise OtherRegister(text % {"other": other.label, "own": ledger.label}, other.key)
    if not score:
        raise BadUpload(_no_heading(ledger))
    whole = best if best is first else read_sheet(path, best.name)
    return Found(_checked(whole, known), (), tuple(first.hidden_sheets))


def table_at(path: Path, ledger: Ledger, sheet: str) -> Table:
    """Return the table that `find_table` found earlier in the same workbook."""
    return _checked(read_sheet(path, sheet), key_of(ledger))


def _scored(sheet: Sheet, known: Known) -> tuple[int, bool]:
    """Return how many fields the headings of a sheet mean, and whether there are rows."""
    table = table_in(sheet, known)
    if table is None:
        return 0, False
    return recognised(table.headings, known), bool(table.records)


def _checked(sheet: Sheet, known: Known) -> Table:
    """Return the table of a sheet. Raises BadUpload when there is none, or too much of it."""
    if len(sheet.rows) > MAX_ROWS:
        raise BadUpload(
            _("The sheet has %(rows)d rows; at most %(limit)d are taken. Split it.")
            % {"rows": len(sheet.rows), "limit": MAX_ROWS}
        )
    table = table_in(sheet, known)
    if table is None or not table.records:
        raise BadUpload(_("The sheet has a heading but no rows."))
    if len(table.headings) > MAX_COLUMNS:
        raise BadUpload(_("The sheet has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    return table


def _no_heading(ledger: Ledger) -> str:
    first = [field.headings.split()[0] for field in ledger.fields[:4]]
    text = _(
        "No heading of “%(register)s” was found. The sheet needs a row of headings such as "
        "%(names)s. The empty template has them all."
    )
    return text % {"register": ledger.label, "names": "、".join(first)}
