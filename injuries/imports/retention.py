"""How long workbooks and cells are kept: they hold names and numbers (PIPL, articles 19 and 47)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts import audit
from communities.retention import IMPORTS
from injuries.models import ImportBatch
from injuries.workflow import DISCARD
from lib.workflow import take_step

Stage = ImportBatch.Stage


def purge_old_imports(now: dt.datetime | None = None) -> int:
    """Remove workbook and cells of imports untouched for their period; return how many.

    An import that was never committed is discarded with them. Records and counts stay.
    """
    before = (now or timezone.now()) - IMPORTS.time
    old = ImportBatch.objects.filter(updated_at__lt=before).exclude(file="")
    for batch in old:
        with transaction.atomic():
            if batch.stage in {Stage.READING, Stage.MAPPING, Stage.WORDS, Stage.PREVIEW}:
                take_step(batch, DISCARD, actor=None)
            forget_cells(batch)
            audit.record(actor=None, code="injuries.import.purged", target=batch)
    return len(old)


def forget_cells(batch: ImportBatch) -> None:
    """Remove the batch's workbook and what was kept of its rows."""
    batch.rows.all().delete()
    batch.staged.all().delete()
    name, storage = batch.file.name, batch.file.storage
    batch.file, batch.samples, batch.words, batch.unknown = "", [], {}, {}
    batch.save(update_fields=["file", "samples", "words", "unknown", "updated_at"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
