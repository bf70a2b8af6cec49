"""`manage.py fill_calendar`: add the years whose holidays the package knows, reckon anew."""

from typing import Any

from django.core.management.base import BaseCommand

from communities.services.calendar import fill_years, reckon_deadlines


class Command(BaseCommand):
    """Migrating does the same; this is for who has only renewed the package."""

    help = "Add holidays that the installed package knows; reckon open deadlines anew."

    def handle(self, **_options: Any) -> None:
        """Say what was added and what has moved."""
        added = ", ".join(map(str, fill_years())) or "none"
        self.stdout.write(f"years added: {added}; deadlines moved: {reckon_deadlines(None)}")
