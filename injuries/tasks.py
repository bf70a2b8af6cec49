"""Background work of this app: each task takes an id and calls one function."""

from celery import shared_task

from injuries.imports import running
from injuries.imports.retention import purge_old_imports


@shared_task
def run_import(batch_id: str) -> None:
    """Check or commit a batch. Command twin: `manage.py run_import BATCH`."""
    running.run(batch_id)


@shared_task
def sweep_imports() -> None:
    """Ring again for batches that nobody works on."""
    for batch_id in running.overdue():
        run_import.delay(batch_id)


@shared_task
def purge_imports() -> None:
    """Remove workbooks and cells that are no longer needed."""
    purge_old_imports()
