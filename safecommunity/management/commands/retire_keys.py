"""`manage.py retire_keys`: write anew under the first key what older ones wrote.

SECURITY.md says step by step what goes before and after.
"""

import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from lib.keys import held, renew


class Command(BaseCommand):
    """May be cut short and begun again, and the portal goes on meanwhile."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="only count what each key holds")

    def handle(self, *, check: bool, **_options: object) -> None:
        """Renew unless only asked; say what each key holds; exit 1 while an old one is in use."""
        if not check:
            self.stdout.write(f"{renew()} rows and files were written anew under the first key.")
        if self._tell():
            sys.exit(1)

    def _tell(self) -> int:
        """Write how many values each key holds, by place; return how many the first does not."""
        keys = [*range(len(settings.ENCRYPTION_KEYS)), None]
        titles = ["no key" if key is None else f"key {key + 1}" for key in keys]
        self.stdout.write("".join(f"{title:>10}" for title in titles))
        old = 0
        for place, counts in sorted(held().items()):
            self.stdout.write("".join(f"{counts[key]:>10}" for key in keys) + f"  {place}")
            old += counts.total() - counts[0]
        self.stdout.write(
            f"{old} values are not under key 1: keep the other keys."
            if old
            else "All of it is under key 1: the other keys can be removed."
        )
        return old
