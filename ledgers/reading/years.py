"""The year of days that are written without one: 4月1日 in a register of 2025."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from ledgers.reading.tables import Table
from lib.sheet_days import NoDay, NoHour, NoYear, read_day, year_in

#: Key of a note of a workbook that says which year its days have.
YEAR = "year"
#: So many rows are looked at for days without a year.
LOOKED_AT = 500


def year_note(table: Table, filename: str) -> list[dict[str, Any]]:
    """Return the note that says of which year days are read; none where each says its own."""
    year = year_in([*table.titles, filename])
    if year is None or not _leaves_years_out(table):
        return []
    return [{"code": YEAR, "params": {"year": year}}]


def year_of(notes: Iterable[Mapping[str, Any]]) -> int | None:
    """Return the year that the notes of a workbook say."""
    return next((note["params"]["year"] for note in notes if note["code"] == YEAR), None)


def _leaves_years_out(table: Table) -> bool:
    cells = (cell for _number, row in islice(table.rows(), LOOKED_AT) for cell in row)
    return any(_is_yearless(cell) for cell in cells if isinstance(cell, str) and "月" in cell)


def _is_yearless(cell: str) -> bool:
    try:
        read_day(cell)
    except NoYear:
        return True
    except (NoDay, NoHour):
        return False
    return False
