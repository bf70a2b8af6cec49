"""Pages against their floor: the same SQL through psycopg2, with nothing around it.

Run by `make bench`. For each page of the menu that a user may open: the time of Django's test
client (middleware, sight, query, template) and the time that the page's own SQL takes alone. Their
ratio says what the portal adds; it is comparable between machines, milliseconds are not.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import django
import psycopg2
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

#: Whose pages: the street office sees a subtree, which is the dearest way to read; one grid less.
PEOPLE = ("chen", "wang", "admin")
WORD = "银杏"


@dataclass(frozen=True)
class Measured:
    """One page for one user; times in milliseconds."""

    path: str
    user: str
    queries: int
    page: float
    page_p95: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times the floor the page takes."""
        return self.page / self.floor if self.floor else float("inf")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2, help="for each page and each floor")
    options = parser.parse_args()
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    from accounts.models import User
    from communities.sight import sight_of
    from lib.navigation import menu

    print_rows()
    print(f"\n{'page':<44}{'user':<7}{'SQL':>4}{'page':>9}{'p95':>9}{'floor':>9}{'ratio':>7}")
    for username in PEOPLE:
        user = User.objects.get(username=username)
        sight = sight_of(user)
        client = Client()
        client.force_login(user)
        entries = [e for e in menu if e.permission is None or sight.may(e.permission)]
        for entry in entries:
            searched = b'name="q"' in client.get(entry.url).content
            for path in [entry.url, *([f"{entry.url}?q={WORD}"] if searched else [])]:
                if found := measure(client, path, username, options.seconds):
                    print_line(found)


def measure(client: Client, path: str, user: str, seconds: float) -> Measured | None:
    """Measure one page; None when it does not answer with a page."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != 200:
        return None
    count = len(queries)  # read now: the next request empties the log
    statements = [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith("SELECT")]
    page = sorted(repeat(lambda: client.get(path), seconds))
    floor = sorted(repeat(replay(statements), seconds))
    return Measured(
        path,
        user,
        count,
        statistics.median(page),
        page[int(len(page) * 0.95)],
        statistics.median(floor),
    )


def replay(statements: list[str]) -> Callable[[], None]:
    """Return what sends `statements` through psycopg2 alone and fetches every row."""
    own = connection.settings_dict
    raw = psycopg2.connect(
        dbname=own["NAME"],
        user=own["USER"],
        password=own["PASSWORD"],
        host=own["HOST"],
        port=own["PORT"],
    )
    raw.autocommit = True
    cursor = raw.cursor()

    def once() -> None:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()

    return once


def repeat(action: Callable[[], object], seconds: float) -> list[float]:
    """Return the milliseconds of each call of `action`: 5 to 200 calls, about `seconds` long."""
    action()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or (time.perf_counter() < end and len(times) < 200):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return times


def print_rows() -> None:
    """Print how many rows the largest tables have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_live_tup FROM pg_stat_user_tables ORDER BY n_live_tup DESC LIMIT 12"
        )
        for name, rows in cursor.fetchall():
            print(f"  {name:<40}{rows:>12,}")


def print_line(one: Measured) -> None:
    """Print one page."""
    print(
        f"{one.path:<44}{one.user:<7}{one.queries:>4}{one.page:>7.1f}ms{one.page_p95:>7.1f}ms"
        f"{one.floor:>7.2f}ms{one.ratio:>7.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
