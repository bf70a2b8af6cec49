"""A cell of a workbook as pages show it: those of persons masked."""

from injuries.imports.cells import shown
from injuries.imports.columns import BY_KEY, names_persons
from injuries.imports.personal import are_names
from injuries.models import ImportBatch
from lib.masking import mask_name, mask_number
from lib.workbooks import Cell


def is_personal(batch: ImportBatch, place: int) -> bool:
    """Tell whether a column has data of persons: by its heading, its field or its cells."""
    key = _key(batch, place)
    return (
        place in batch.personal
        or names_persons(batch.headings[place])
        or bool(key)
        and BY_KEY[key].personal
    )


def shown_masked(batch: ImportBatch, place: int, cell: Cell) -> str:
    """Return the cell, shortened, and masked when it is of a person."""
    text = shown(cell)
    if not is_personal(batch, place):
        return text
    return (
        mask_name(text) if _key(batch, place) == "name" or are_names([text]) else mask_number(text)
    )


def _key(batch: ImportBatch, place: int) -> str:
    key = batch.mapping[place] if place < len(batch.mapping) else ""
    return key if key in BY_KEY else ""
