"""Records that look like one another: flagged, never refused.

Two records are possible duplicates when they bear the same identity number, day and cause, the same
name, age in years and day, or the same site's card number and day: a register that is sent again
without persons has nothing else. Two like injuries do happen (crashes of one day): a person judges.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from injuries.models import InjuryRecord
from injuries.models.records import ID_PURPOSE, NAME_PURPOSE, InjuryQuerySet
from lib.crypto import blind_indexes

Key = tuple[Any, ...]


class Traits(Protocol):
    """By what a card meets its duplicate; InjuryRecord has all of it."""

    id_number: str
    id_index: str
    name: str
    name_index: str
    event_date: dt.date
    cause: str
    age_years: int | None
    reporting_site_id: UUID | None
    card_number: str
    batch_id: UUID | None
    batch_row: int | None


def ids_of(record: Traits) -> list[str]:
    """Return the digests under which the same identity number may be stored."""
    return _digests(record, "id_index", "id_number", ID_PURPOSE)


def names_of(record: Traits) -> list[str]:
    """Return the digests under which the same name may be stored."""
    return _digests(record, "name_index", "name", NAME_PURPOSE)


def _digests(record: Traits, index: str, source: str, purpose: str) -> list[str]:
    """Return the digest; while a key is being retired (`retire_keys`) those of all keys."""
    digest = getattr(record, index)
    if not digest or len(settings.ENCRYPTION_KEYS) == 1:
        return [digest] if digest else []
    return sorted({digest, *blind_indexes(getattr(record, source), purpose)} - {""})


def keys_of(record: Traits) -> list[Key]:
    """Return the keys under which `record` can meet a duplicate: identity, name, card number."""
    keys: list[Key] = []
    if record.cause:
        keys += [("id", one, record.event_date, record.cause) for one in ids_of(record)]
    if record.age_years is not None:
        keys += [("name", one, record.event_date, record.age_years) for one in names_of(record)]
    if record.card_number and record.reporting_site_id:
        site, number = record.reporting_site_id, record.card_number
        keys.append(("card", number, record.event_date, site))
    return keys


def duplicates_of(record: InjuryRecord, rows: InjuryQuerySet) -> InjuryQuerySet:
    """Return the live records among `rows` that look like `record`."""
    found = rows.none()
    day = rows.filter(event_date=record.event_date)
    if record.cause and (ids := ids_of(record)):
        found |= day.filter(id_index__in=ids, cause=record.cause)
    if record.age_years is not None and (names := names_of(record)):
        found |= day.filter(name_index__in=names, age_years=record.age_years)
    if record.card_number and record.reporting_site_id:
        found |= day.filter(
            card_number=record.card_number, reporting_site_id=record.reporting_site_id
        )
    return found.live().exclude(pk=record.pk)


def duplicates_of_each(records: Sequence[Traits], rows: InjuryQuerySet) -> list[list[InjuryRecord]]:
    """Return, for each of `records`, the live records among `rows` that look like it.

    Three queries, however many records. A record that came from the same row is no duplicate.
    """
    known: dict[Key, list[InjuryRecord]] = {}
    for stored in _namesakes(records, rows):
        for one in stored:
            for key in keys_of(one):
                known.setdefault(key, []).append(one)
    return [_others(record, known) for record in records]


def _namesakes(records: Sequence[Traits], rows: InjuryQuerySet) -> Iterator[InjuryQuerySet]:
    """Yield the live rows that share an identity with any record, then a name, then a card number.

    Only on the days from the first record to the last: a common name has thousands of cards in a
    large register, and a duplicate is of the same day.
    """
    days = [record.event_date for record in records if record.event_date]
    if not days:
        return
    nearby = rows.live().filter(event_date__gte=min(days), event_date__lte=max(days)).order_by()
    wanted = {
        "id_index": {one for record in records for one in ids_of(record)},
        "name_index": {one for record in records for one in names_of(record)},
        "card_number": {record.card_number for record in records} - {"", None},
    }
    for column, values in wanted.items():
        if values:
            yield nearby.filter(**{f"{column}__in": values})


def _others(record: Traits, known: dict[Key, list[InjuryRecord]]) -> list[InjuryRecord]:
    found = {one.pk: one for key in keys_of(record) for one in known.get(key, [])}
    own = (record.batch_id, record.batch_row)
    return [one for one in found.values() if (one.batch_id, one.batch_row) != own]


class DuplicateFinder:
    """Finds duplicates for records that come in chunks: among themselves and among `rows`.

    Three queries a chunk, by partial indexes. `rows` is limited to an area,
    so that nobody learns of a record outside of it.
    """

    def __init__(self, rows: InjuryQuerySet) -> None:
        self.rows = rows
        self.seen: set[Key] = set()

    def suspects(self, records: Sequence[Traits]) -> set[int]:
        """Return the places in `records` of those that look like an earlier or a stored one."""
        stored = self._stored(records)
        found = set()
        for place, record in enumerate(records):
            keys = keys_of(record)
            if any(key in stored or key in self.seen for key in keys):
                found.add(place)
            self.seen.update(keys)
        return found

    def _stored(self, records: Sequence[Traits]) -> set[Key]:
        columns = ("id_index", "name_index", "card_number")
        more = ("reporting_site_id", "event_date", "cause", "age_years")
        keys: set[Key] = set()
        for found in _namesakes(records, self.rows):
            for person, name, card, site, day, cause, age in found.values_list(*columns, *more):
                keys |= {("id", person, day, cause), ("name", name, day, age)}
                keys.add(("card", card, day, site))
        return keys
