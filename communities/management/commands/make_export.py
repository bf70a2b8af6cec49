"""`manage.py make_export [EXPORT …]`: make large exports here and now, without a worker."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from communities.services.exports import make_export, overdue_exports


class Command(BaseCommand):
    """Make the named exports, or all that wait."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("exports", nargs="*", help="keys of exports; none: all that wait")

    def handle(self, *args: object, exports: list[str], **options: object) -> None:
        """Run."""
        for pk in exports or overdue_exports():
            self.stdout.write(f"{pk} {'made' if make_export(pk) else 'not made'}")
