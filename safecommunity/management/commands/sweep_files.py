"""`manage.py sweep_files`: remove kept files that no row names, and say which."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from communities.services.files import sweep_files
from lib.storage import orphans


class Command(BaseCommand):
    """Files younger than a day stay: their rows may be on the way."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args: object, **options: object) -> None:
        """Run."""
        names = list(orphans()) if options["dry_run"] else sweep_files()
        for name in names:
            self.stdout.write(name)
        self.stdout.write(f"{len(names)} files that no row names")
