"""The portal under load: 8 and 64 clients over real HTTP, with granian, PostgreSQL and Redis.

`python -m benchmarks.load --scale 4` starts all of it, seeds it, measures, throws it away; `make
bench` runs it on what it has seeded. Floors are of the same run: the smallest Django page with one
query under the same server, and the rows of an inspection written by psycopg2 alone. Ends with code
1 when an answer was an error, or an inspection was lost or doubled.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from benchmarks.clients import Answers, Request, drive
from scripts.bench import prepared
from scripts.layout import PYTHON, ROOT, tool
from scripts.ports import any_free

WORKERS, THREADS = 2, 4
PEOPLE = ("admin", "chen", "wang")
#: Two characters that many names have, and two that none has.
HIT, MISS = "银杏", "魑魅"
LIST = "/grids/inspections/"


@dataclass
class Counts:
    """Whether anything went wrong."""

    errors: int = 0
    lost: int = 0


def main() -> int:
    """Measure here, or prepare servers first; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1", help="of the demonstration rows")
    parser.add_argument("--seconds", type=float, default=10, help="for each line")
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 64])
    options = parser.parse_args()
    if os.environ.get("SAFECOMMUNITY_SCRATCH"):
        return measure(options.clients, options.seconds)
    with prepared(options.scale) as environment:
        command = [str(PYTHON), "-m", "benchmarks.load", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


def measure(clients: list[int], seconds: float) -> int:
    """Measure every job with each number of clients."""
    import django

    django.setup()
    counts = Counts()
    with serving("safecommunity.settings") as portal, serving("benchmarks.smallest") as small:
        sessions = {name: session_of(name) for name in PEOPLE}
        print(f"{'job':<34}{'clients':>8}{'req/s':>9}{'p50':>9}{'p95':>9}{'of floor':>10}  errors")
        for number in clients:
            floor = drive(small, lambda _n: Request("/"), clients=number, seconds=seconds)
            line("smallest page, one query", number, floor, None, counts)
            for name, request in pages(sessions).items():
                found = drive(portal, request, clients=number, seconds=seconds)
                line(name, number, found, floor.rate, counts)
            for with_photo in (False, True):
                creations(portal, sessions["wang"], number, seconds, with_photo, counts)
    print(f"load {counts.errors} errors, {counts.lost} inspections lost or doubled")
    return 1 if counts.errors or counts.lost else 0


def pages(sessions: dict[str, str]) -> dict[str, Callable[[int], Request]]:
    """Return the pages that are read, each with what its clients send."""

    def reading(name: str, path: str) -> Callable[[int], Request]:
        request = Request(path, headers={"Cookie": f"sessionid={sessions[name]}"})
        return lambda _client: request

    return {
        **{f"list, {name}": reading(name, LIST) for name in PEOPLE},
        "word search, hit": reading("chen", f"{LIST}?q={quote(HIT)}"),
        "word search, miss": reading("chen", f"{LIST}?q={quote(MISS)}"),
        "dashboard": reading("chen", "/reports/dashboard/"),
        "home": reading("chen", "/"),
    }


def creations(
    portal: str, session: str, clients: int, seconds: float, with_photo: bool, counts: Counts
) -> None:
    """Create inspections, count them afterwards, and compare with bare rows."""
    from benchmarks.visits import bare_rows, photo, questions_of, visit
    from communities.sight import sight_of
    from grids.models import Inspection
    from grids.permissions import INSPECTION_ADD
    from premises.models import Premises

    user = user_of("wang")
    assert sight_of(user).may(INSPECTION_ADD)
    places = Premises.objects.where_allowed(user, INSPECTION_ADD).active()
    shops = list(places.exclude(category__checklist=None).select_related("category")[:64])
    picture = photo() if with_photo else b""
    for shop in shops:  # here, and not in a thread of each client
        questions_of(shop.category)
    before = Inspection.objects.count()
    found = drive(
        portal,
        lambda number: visit(shops[number % len(shops)], session, picture),
        clients=clients,
        seconds=seconds,
        good=(302,),
    )
    written = Inspection.objects.count() - before
    newest = Inspection.objects.order_by("-created_at")[0]
    floor = together(lambda: bare_rows(newest), min(clients, 8), seconds)
    name = "create an inspection" + (", 300 kB photo" if with_photo else "")
    line(name, clients, found, floor, counts)
    print(f"  {written} rows for {len(found.times)} answers; bare rows {floor:.0f} tx/s")
    counts.lost += abs(written - len(found.times))


def together(make: Callable[[], Callable[[], None]], clients: int, seconds: float) -> float:
    """Return how often a second several threads do what each of them made."""
    done = [0] * clients
    end = time.perf_counter() + seconds

    def work(number: int, once: Callable[[], None]) -> None:
        while time.perf_counter() < end:
            once()
            done[number] += 1

    threads = [threading.Thread(target=work, args=(n, make())) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def line(name: str, clients: int, found: Answers, floor: float | None, counts: Counts) -> None:
    """Print a line of the table."""
    failed = sum(found.errors.values())
    counts.errors += failed
    ratio = f"1/{floor / found.rate:.0f}" if floor and found.rate else ""
    print(
        f"{name:<34}{clients:>8}{found.rate:>9.1f}{found.p50:>7.0f}ms{found.p95:>7.0f}ms"
        f"{ratio:>10}  {found.errors or 0}",
        flush=True,
    )


def user_of(name: str) -> "User":  # noqa: F821
    """Return a demonstration user."""
    from accounts.models import User

    return User.objects.get(username=name)


def session_of(name: str) -> str:
    """Sign a demonstration user in; return the key of the session."""
    from django.test import Client

    client = Client()
    client.force_login(user_of(name))
    return client.cookies["sessionid"].value


@contextlib.contextmanager
def serving(settings: str) -> Iterator[str]:
    """Serve under granian with these settings; give the address."""
    port = any_free()
    command = [
        *(tool("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-access-log"),
        "safecommunity.wsgi:application",
    ]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Wait until something answers at `address`. Raises TimeoutError after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    sys.exit(main())
