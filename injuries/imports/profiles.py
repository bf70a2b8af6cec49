"""Which reader reads a workbook: the card by its columns, or a named profile by its headings."""

import datetime as dt

from accounts.models import User
from injuries.imports import neiss
from injuries.imports.areas import AreaNames
from injuries.imports.rows import CardReader, RowReader
from injuries.models import ImportBatch

CARD = "card"


def profile_of(headings: list[str]) -> str:
    """Return the profile that reads a table with these headings."""
    return neiss.KEY if neiss.matches(headings) else CARD


def reader_of(batch: ImportBatch, today: dt.date, user: User | None = None) -> RowReader:
    """Return the reader for the batch's workbook, with the rights of `user`, else its sender."""
    if batch.profile == neiss.KEY:
        return neiss.NeissReader(batch.headings, default_area=batch.area, today=today)
    return CardReader(
        batch.mapping,
        areas=AreaNames(user or batch.created_by),
        default_area=batch.area,
        today=today,
        words=batch.words,
    )
