"""`manage.py messages`: update, check or compile the Chinese catalogue."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lib import messages


class Command(BaseCommand):
    """Without an option: take new texts into the catalogue and drop vanished ones."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="fail on anything untranslated")
        parser.add_argument("--compile", action="store_true", help="write the binary catalogue")
        parser.add_argument("--missing", action="store_true", help="print untranslated texts")

    def handle(self, *args: object, **options: bool) -> None:
        """Run."""
        po = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.po"
        if options["compile"]:
            messages.compile_catalogue(po)
        elif options["check"]:
            if found := messages.problems(settings.BASE_DIR, po):
                raise CommandError("\n".join(found))
        else:
            catalog = messages.updated(settings.BASE_DIR, po)
            messages.write_catalogue(catalog, po)
            if options["missing"]:
                for message in catalog:
                    if message.id and not message.string:
                        self.stdout.write(repr(message.id))
