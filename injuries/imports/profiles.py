"""Which reader reads a workbook: the card by its columns, or a named profile by its headings."""

import datetime as dt

from injuries.imports import neiss
from injuries.imports.areas import AreaNames
from injuries.imports.rows import CardReader, RowReader
from injuries.models import ImportBatch

CARD = "card"


def profile_of(headings: list[str]) -> str:
    """Return the profile that reads a table with these headings."""
    return neiss.KEY if neiss.matches(headings) else CARD


def reader_of(batch: ImportBatch, today: dt.date) -> RowReader:
    """Return the reader for the batch's workbook, with the rights of whoever sent it."""
    if batch.profile == neiss.KEY:
        return neiss.NeissReader(batch.headings, default_area=batch.area, today=today)
    return CardReader(
        batch.mapping,
        areas=AreaNames(batch.created_by),
        default_area=batch.area,
        today=today,
    )
