"""`manage.py run_import BATCH`: check or commit an import here and now, without a worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from injuries.imports import running
from injuries.models import ImportBatch


class Command(BaseCommand):
    """Without a batch: all that wait."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("batch", nargs="?", help="key of the import; default: all that wait")
        parser.add_argument("--dry-run", action="store_true", help="only say what waits")

    def handle(self, *args: object, **options: Any) -> None:
        """Run."""
        keys = [options["batch"]] if options["batch"] else running.overdue()
        for key in keys:
            batch = ImportBatch.objects.filter(pk=key).first()
            if batch is None:
                raise CommandError(f"no import {key}")
            if not options["dry_run"]:
                running.run(key)
                batch.refresh_from_db()
            self.stdout.write(
                f"{batch.pk} {batch.stage} {batch.job_state}: {batch.total_rows} rows, "
                f"{batch.good_rows} good, {batch.bad_rows} refused, "
                f"{batch.committed_rows} committed {batch.job_error}"
            )
