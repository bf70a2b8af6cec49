"""Background work of this room: each task takes an id and calls one function."""

from celery import shared_task

from ledgers.machine import running
from ledgers.machine.retention import purge_old_batches


@shared_task
def run_batch(batch_id: str) -> None:
    """Read, check, commit or undo a batch. Command twin: `manage.py run_ledger BATCH`."""
    running.run(batch_id)


@shared_task
def sweep_batches() -> None:
    """Ring again for batches that nobody works on."""
    for batch_id in running.overdue():
        run_batch.delay(batch_id)


@shared_task
def purge_batches() -> None:
    """Remove workbooks and cells that are no longer needed."""
    purge_old_batches()
