"""Records that look like one another: flagged, never refused.

Two records are possible duplicates when they bear the same identity number, day and cause, the same
name, age in years and day, or the same site's card number and day: a register that is sent again
without persons has nothing else. Two like injuries do happen (crashes of one day): a person judges.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from injuries.models import InjuryRecord
from injuries.models.cards import ID_PURPOSE, NAME_PURPOSE
from injuries.models.records import InjuryQuerySet
from lib.crypto import blind_indexes

Key = tuple[Any, ...]
#: So many staged rows are read at once.
CHUNK = 2000


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


#: The columns in which two records that look alike agree, and what each must have for it: an
#: identity with day and cause, a name with day and age, a card number of one site with the day.
WAYS: list[tuple[tuple[str, ...], Q]] = [
    (("id_index", "event_date", "cause"), ~Q(id_index="") & ~Q(cause="")),
    (("name_index", "event_date", "age_years"), ~Q(name_index="") & Q(age_years__isnull=False)),
    (("card_number", "event_date"), ~Q(card_number="")),
]


def doubtful_rows(staged: QuerySet, site: UUID, rows: InjuryQuerySet) -> set[int]:
    """Return the numbers of rows, staged for `site`, that look like an earlier one or a stored one.

    Two queries for each way of meeting, however many rows. Stored are `rows`, which are limited to
    an area, so that nobody learns of a record outside of it.
    """
    found: set[int] = set()
    for columns, has_them in WAYS:
        some = staged.filter(has_them).order_by()
        order = Window(RowNumber(), partition_by=[*columns], order_by="batch_row")
        found.update(some.annotate(nth=order).filter(nth__gt=1).values_list("batch_row", flat=True))
        alike = rows.live().filter(has_them, **{name: OuterRef(name) for name in columns})
        if "card_number" in columns:
            alike = alike.filter(reporting_site=site)
        found.update(some.filter(Exists(alike.order_by())).values_list("batch_row", flat=True))
    if len(settings.ENCRYPTION_KEYS) > 1:
        found |= _doubtful_under_any_key(staged, site, rows)
    return found


def _doubtful_under_any_key(staged: QuerySet, site: UUID, rows: InjuryQuerySet) -> set[int]:
    """Return the same while a key is being retired: digests of one name may differ."""
    found: set[int] = set()
    every = staged.order_by("batch_row").iterator(chunk_size=CHUNK)
    while part := list(islice(every, CHUNK)):
        for one in part:
            one.reporting_site_id = site
        for one, alike in zip(part, duplicates_of_each(part, rows), strict=True):
            if alike:
                found.add(one.batch_row)
    return found
