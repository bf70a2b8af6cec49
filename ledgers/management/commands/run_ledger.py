"""`manage.py run_ledger BATCH`: go on with a workbook here and now, without a worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledgers.machine import running
from ledgers.models import Batch


class Command(BaseCommand):
    """Without a batch: all that wait."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("batch", nargs="?", help="key of the batch; default: all that wait")
        parser.add_argument("--dry-run", action="store_true", help="only say what waits")

    def handle(self, *args: object, **options: Any) -> None:
        """Run."""
        keys = [options["batch"]] if options["batch"] else running.overdue()
        for key in keys:
            batch = Batch.objects.filter(pk=key).first()
            if batch is None:
                raise CommandError(f"no batch {key}")
            if not options["dry_run"]:
                running.run(key)
                batch.refresh_from_db()
            self.stdout.write(
                f"{batch.pk} {batch.register} {batch.stage} {batch.job_state}: "
                f"{batch.total_rows} rows, {batch.writable_rows} to write, {batch.open_rows} open, "
                f"{batch.committed_rows} committed {batch.job_error}"
            )
