"""Rows that the register has already, word for word: an own export that comes back.

Such a row is no new card and no doubtful one either. The stored card is found by its number and
day, and must be of the site that sends, or of the site that the row names. Everything that the row
says must be what the card says; what it leaves out or masks does not matter. A card without a
number is found only by a row that names its site and masks its person, as exports do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from injuries.imports.cells import text_of
from injuries.imports.reading import ReadRow
from injuries.models import ImportBatch, InjuryRecord
from lib.workbooks import Cell

#: What the portal writes beside what the row says.
DERIVED = {"event_date", "age_years", "id_index", "name_index", "batch_row"}
MASK = "*"


def mark_unchanged(batch: ImportBatch, read: Sequence[ReadRow], used: set[Any]) -> None:
    """Mark the rows whose cards are stored as they are; `used` are keys of cards met before.

    Two rows that say the same are one unchanged card and one duplicate. Two queries.
    """
    good = [row for row in read if row.result.good]
    stored = _stored(batch, good)
    for row in good:
        values = row.result.values
        there = stored.get((values.get("card_number", ""), values["event_date"]), ())
        for record in there:
            if record.pk not in used and _is(record, row, batch):
                used.add(record.pk)
                row.mark_unchanged()
                break


def _stored(batch: ImportBatch, good: Sequence[ReadRow]) -> Mapping[Any, list[InjuryRecord]]:
    """Return the live records that may be meant, by card number and day."""
    found: dict[Any, list[InjuryRecord]] = {}
    for record in _candidates(batch, good):
        found.setdefault((record.card_number, record.event_date), []).append(record)
    return found


def _candidates(batch: ImportBatch, good: Sequence[ReadRow]) -> Iterator[InjuryRecord]:
    rows = InjuryRecord.objects.in_area(batch.area).live().exclude(batch=batch).order_by()
    rows = rows.select_related("reporting_site")
    numbers = {row.result.values.get("card_number", "") for row in good} - {""}
    if numbers:
        days = [row.result.values["event_date"] for row in good]
        yield from rows.filter(
            card_number__in=numbers, event_date__gte=min(days), event_date__lte=max(days)
        )
    nameless = [one for one in good if not one.result.values.get("card_number") and _masks(one)]
    if nameless:
        days_of_masked = {row.result.values["event_date"] for row in nameless}
        yield from rows.filter(card_number="", event_date__in=days_of_masked)


def _masks(row: ReadRow) -> bool:
    return any(MASK in text for text in _texts(row.cells))


def _is(record: InjuryRecord, row: ReadRow, batch: ImportBatch) -> bool:
    texts = set(_texts(row.cells))
    site = record.reporting_site
    named = site is not None and site.name in texts
    if record.card_number:
        if not named and record.reporting_site_id != batch.reporting_site_id:
            return False
    elif not (named and record.masked_name in texts):
        return False
    return all(getattr(record, name) == value for name, value in _said(row, batch))


def _said(row: ReadRow, batch: ImportBatch) -> Iterator[tuple[str, Any]]:
    """Yield what the row itself says: not what is derived, nor what stands in for an empty cell."""
    instead = {"area_id": batch.area_id, "reported_on": batch.received_on}
    for name, value in row.result.values.items():
        if name not in DERIVED and not (name in instead and instead[name] == value):
            yield name, value


def _texts(cells: Iterable[Cell]) -> Iterator[str]:
    return (text_of(cell) for cell in cells)
