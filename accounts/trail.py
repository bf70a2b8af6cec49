"""The chain over the audit trail: shows whether an entry was changed, taken away or slipped in.

Writers never wait for the chain. A periodic task gives all entries that have none the next seal:
its digest is over the digest of the seal before and the entries in order of their keys. An entry
whose transaction ends late simply gets a later seal.

Who owns the database could write the whole chain anew. So each digest is also written into the
log, which leaves the machine where an office collects logs, and `verify_trail --expect` looks for
a digest that was noted elsewhere.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts.models import AuditEntry, AuditSeal
from lib.canonical import canonical_bytes

logger = logging.getLogger(__name__)
#: So many entries stand under one seal at most: each seal is one short transaction.
MOST = 5_000


@dataclass(frozen=True)
class Broken:
    """A seal that does not fit what stands under it, or the place of one that is missing."""

    number: int


def seal_trail() -> int:
    """Seal what has no seal yet; return how many entries that were."""
    total = 0
    while count := _seal_some():
        total += count
    return total


@transaction.atomic
def _seal_some() -> int:
    # Two sealers wait for each other here; at the very first seal its key decides.
    last = AuditSeal.objects.select_for_update().order_by("-number").first()
    waiting = AuditEntry.objects.filter(seal=None).order_by("id")
    entries = list(waiting[:MOST])
    if not entries:
        return 0
    number = last.number + 1 if last else 1
    digest = digest_of(last.digest if last else "", number, entries)
    seal = AuditSeal.objects.create(number=number, entries=len(entries), digest=digest)
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal=seal)
    logger.info("audit trail: seal %s over %s entries: %s", number, len(entries), digest)
    return len(entries)


def digest_of(before: str, number: int, entries: Iterable[AuditEntry]) -> str:
    """Return the digest of seal `number` over `entries`, linked to the digest `before`."""
    digest = hashlib.sha256(f"{before}:{number}".encode())
    for entry in entries:
        digest.update(b"\n" + canonical_bytes(_content(entry)))
    return digest.hexdigest()


def _content(entry: AuditEntry) -> list[object]:
    return [
        str(entry.pk),
        entry.at.astimezone(dt.UTC).isoformat(),
        entry.actor_id and str(entry.actor_id),
        entry.code,
        entry.target_type,
        entry.target_id,
        entry.target_text,
        entry.area_key and str(entry.area_key),
        entry.changes,
        entry.address,
    ]


def broken_seals() -> Iterator[Broken]:
    """Reckon the chain anew and return what does not fit; nothing when the trail is whole."""
    before, expected = "", 1
    for seal in AuditSeal.objects.order_by("number").iterator():
        yield from (Broken(number) for number in range(expected, seal.number))
        entries = list(AuditEntry.objects.filter(seal=seal).order_by("id"))
        digest = digest_of(before, seal.number, entries)
        if digest != seal.digest or len(entries) != seal.entries:
            yield Broken(seal.number)
        before, expected = seal.digest, seal.number + 1
