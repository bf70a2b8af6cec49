"""`manage.py seed_demo`: fill an empty database with the demonstration street."""

import contextlib
import datetime as dt
import logging
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from communities.demo import set_stage
from communities.demo.people import accounts_text
from communities.models import Area
from lib.demo import DemoContext
from lib.local_secrets import private_folder
from programmes import demo as projects

#: In this order, because training looks at hazards and reports look at everything.
APPS = ("programmes", "grids", "injuries", "training", "actions", "reports")
ACCOUNTS = "demo-accounts.txt"


@contextlib.contextmanager
def quiet_bells() -> Iterator[None]:
    """Reports are computed here and now; that no broker hears their bells is no news."""
    bells = logging.getLogger("lib.bells")
    before = bells.level
    bells.setLevel(logging.ERROR)
    try:
        yield
    finally:
        bells.setLevel(before)


class Command(BaseCommand):
    """One transaction: either the whole demonstration is there or nothing of it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument(
            "--scale",
            type=float,
            default=1,
            help="multiplies rows, not areas; 420: a million injuries, 585: 5 million inspections",
        )
        parser.add_argument("--seed", type=int, default=20260101, help="other seed, other rows")
        parser.add_argument(
            "--end", type=dt.date.fromisoformat, default=None, help="first day without data (today)"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing beside own data")
        parser.add_argument(
            "--i-know", action="store_true", help="on a server: accounts get a published password"
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Run."""
        if not (settings.LOCAL or options["i_know"]):
            raise CommandError(
                "This is a server, and the demonstration accounts have a published password. "
                "Add --i-know if that is what you want."
            )
        if Area.objects.exists() or User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("The database is not empty; demonstration data need an empty one.")
        end = options["end"] or timezone.localdate()
        with quiet_bells(), transaction.atomic():
            self._seed(options["seed"], options["scale"], end)
        private_folder(settings.VAR_DIR)
        (settings.VAR_DIR / ACCOUNTS).write_text(accounts_text(), encoding="utf-8")
        if not options["if_empty"]:
            self.stdout.write(accounts_text())

    def _seed(self, seed: int, scale: float, end: dt.date) -> None:
        started = time.monotonic()
        context = set_stage(seed=seed, scale=scale, end=end)
        self._say("communities", started)
        for app in APPS:
            if app == "reports":
                self._analyse()
                # Baselines and targets of projects are read from what grids and injuries seeded.
                projects.settle(context)
            if find_spec(f"{app}.demo"):
                self._seed_app(app, context)

    def _seed_app(self, app: str, context: DemoContext) -> None:
        started = time.monotonic()
        import_module(f"{app}.demo").seed(context)
        connection.check_constraints()  # else millions of checks wait for the end
        self._say(app, started)

    def _say(self, name: str, started: float) -> None:
        self.stdout.write(f"  {name:<12} {time.monotonic() - started:6.1f} s")

    @staticmethod
    def _analyse() -> None:
        """Let the planner count what was loaded, before reports and pages read it."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
