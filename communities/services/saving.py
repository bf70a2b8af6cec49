"""Saving a record: added once, changed only as it was read, with what changed in the trail."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.area_names import with_former
from communities.models import Area
from lib.named import Named
from lib.records import Record, bump

Row = TypeVar("Row", bound=Record | Area | Named)


@transaction.atomic
def save_record(
    *, actor: User | None, record: Row, code: str, unchecked: Sequence[str] = ()
) -> Row:
    """Add `record`, or save what differs from the stored row, with its audit entry.

    A change is written when the stored revision is the one that was read with `record`. Raises
    Outdated otherwise, ValidationError for what the model refuses.
    """
    record.full_clean(exclude=unchecked)
    if record._state.adding:
        if isinstance(record, Record):
            record.created_by = actor
        record.save(force_insert=True)
        audit.record(actor=actor, code=f"{code}.added", target=record)
    elif changes := save_changes(record):
        audit.record(actor=actor, code=f"{code}.changed", target=record, changes=changes)
    return record


def save_changes(record: Record | Area | Named, *, with_parts: bool = False) -> audit.Changes:
    """Write the columns of `record` that differ from the stored row; return what changed.

    To be called inside a transaction, before the record's parts are written: `with_parts` says that
    there are some, and takes a revision for them too. Raises Outdated when the row is not the one
    that was read.
    """
    changes = changes_of(record)
    if changes or with_parts:
        bump(record)
        record.save(update_fields=[*changes, *_remember_name(record, changes), "updated_at"])
    return changes


def _remember_name(record: Record | Area | Named, changes: audit.Changes) -> list[str]:
    """Keep the name that a record had, where former names are known; return that column."""
    if "name" not in changes or not hasattr(record, "former_names"):
        return []
    record.former_names = with_former(record.former_names, *changes["name"])
    return ["former_names"]


def changes_of(record: Record | Area | Named) -> audit.Changes:
    """Return what of `record` differs from the stored row."""
    stored = type(record)._base_manager.get(pk=record.pk)
    return audit.difference(record, audit.snapshot(stored))
