"""Undoing a batch: records that it made go, those that it changed are what they were.

A record that was changed by hand since, or on which something stands by now, stays and is named.
"""

from typing import Any

from django.db import transaction

from ledgers.declaration import Ledger, Undone
from ledgers.machine.values import from_json
from ledgers.machine.work import chunks, order_of
from ledgers.models import Batch, Row
from ledgers.workflow import UNDONE, Stage
from lib.workflow import take_step

CHUNK = 500
State = Row.State


def undo(batch: Batch) -> None:
    """Take out and put back what the batch wrote, the last first."""
    order = order_of(batch)
    written = batch.rows.written()
    numbers = list(written.order_by("-number").values_list("number", flat=True))
    for done, chunk in chunks(numbers, CHUNK):
        with transaction.atomic():
            batch.hold(stage=Stage.UNDOING)
            rows = list(written.filter(number__in=chunk))
            stayed = batch.ledger.store.undo(
                order, [_undone(batch.ledger, row) for row in rows if row.target]
            )
            kept = [row for row in rows if row.target in stayed]
            for row in kept:
                row.state, row.title = State.KEPT, stayed[row.target] if row.target else ""
            Row.objects.bulk_update(kept, ["state", "title"], batch_size=500)
            batch.rows.filter(number__in=chunk).update(written=False)
        batch.progress(done, len(numbers))
    _undone_all(batch)


def _undone(ledger: Ledger, row: Row) -> Undone:
    before: dict[str, Any] | None = None
    if row.state == State.CHANGED:
        before = {
            key: from_json(ledger.by_key[key], values[0]) for key, values in row.changes.items()
        }
    return Undone(key=row.target, revision=row.revision, before=before)  # type: ignore[arg-type]


@transaction.atomic
def _undone_all(batch: Batch) -> None:
    batch.hold(stage=Stage.UNDOING)
    kept = batch.rows.filter(state=State.KEPT).count()
    gone = batch.committed_rows - kept
    changes: dict[str, list[Any]] = {"rows": [gone, 0]}
    if kept:
        changes["refused"] = [None, kept]
    take_step(batch, UNDONE, actor=batch.created_by, columns={"kept_rows": kept}, changes=changes)
    batch.finish()
