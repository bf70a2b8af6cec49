"""`manage.py compute_report RUN …`: compute reports here and now, without a worker."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from reports.models import ReportRun
from reports.services.compute import compute
from reports.services.requests import request_due


class Command(BaseCommand):
    """Compute the named reports, or with --due those that the schedules say are due."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("runs", nargs="*", help="keys of reports")
        parser.add_argument("--due", action="store_true", help="what the schedules say is due")
        parser.add_argument("--dry-run", action="store_true", help="name them only")

    def handle(
        self, *args: object, runs: list[str], due: bool, dry_run: bool, **options: object
    ) -> None:
        """Run."""
        if due and not dry_run:
            request_due()
        queue = ReportRun.objects.filter(pk__in=runs) if runs else ReportRun.objects.to_compute()
        if not runs and not due:
            raise CommandError("Name reports, or say --due.")
        for run in queue.for_list():
            done = False if dry_run else compute(run.pk)
            self.stdout.write(f"{run.pk} {run} {'computed' if done else 'waiting'}")
