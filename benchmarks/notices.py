"""Telling many people much while a worker is killed: nothing lost, nothing taken twice, how fast.

`python -m benchmarks.notices --count 10000 --kill` starts PostgreSQL, a broker, two workers and a
webhook (`benchmarks.notice_sink`) of its own, tells COUNT notices about as many records, lets the
workers send them, and kills one (kill -9, with its children) when half has arrived; nothing starts
it again. The clock runs from the first telling to the last delivery.

Counted independently: at the webhook, from the file of its arrivals, and in the database.

* lost: notices without a row in an inbox, or whose record no message that was taken named.
* doubled: notices told twice, records named by two messages that were taken, and repetitions of a
  key beyond those that nobody can know of: the one message under way when its worker was killed is
  sent again with its key, and the webhook takes it once. How many of these there were is printed.

Ends with code 1 when one is not 0 or when it took more than LIMIT seconds.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scripts.databases import Postgres
from scripts.layout import PYTHON, ROOT
from scripts.ports import any_free
from scripts.suite import clean_environment
from scripts.test import folder, running_broker, scratch_folder

#: Seconds in which COUNT notices must be told and delivered.
LIMIT = 60
WORKERS = 2
#: So many are told in one transaction, as a morning's list is.
TOLD_TOGETHER = 500
#: So many people share them.
READERS = 50
SCRATCH = "SAFECOMMUNITY_SCRATCH"


def main() -> int:
    """Run; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kill", action="store_true", help="kill a worker in the middle")
    options = parser.parse_args()
    if os.environ.get(SCRATCH):
        return measure(options.count, options.kill)
    with prepared() as environment:
        command = [str(PYTHON), "-m", "benchmarks.notices", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


@contextlib.contextmanager
def prepared() -> Iterator[dict[str, str]]:
    """Give the environment of an empty portal on servers of its own."""
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder())
        redis = stack.enter_context(running_broker(scratch))
        postgres = stack.enter_context(Postgres(folder(scratch, "pg"), durable=True))
        environment = clean_environment(
            DATABASE_URL=postgres.url,
            REDIS_URL=redis,
            SAFECOMMUNITY_MODE="local",
            SAFECOMMUNITY_VAR=str(folder(scratch, "var")),
            SAFECOMMUNITY_SCRATCH=str(scratch),
            DJANGO_SETTINGS_MODULE="safecommunity.settings",
            NOTICE_LOCAL_HOSTS="127.0.0.1",
            PORTAL_URL="https://portal.example.org",
            LOG_LEVEL="ERROR",
        )
        migrate = [str(PYTHON), "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        yield environment


@contextlib.contextmanager
def running(name: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program as the leader of a group of processes; end the group afterwards."""
    log = (Path(os.environ[SCRATCH]) / f"{name}.log").open("wb")
    program = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        yield program
    finally:
        end(program)
        log.close()


def end(program: subprocess.Popen[bytes]) -> None:
    """Kill a program of ours and its children, as a power cut would."""
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def measure(count: int, kill: bool) -> int:
    """Tell, deliver, count."""
    import django

    django.setup()
    scratch, port = Path(os.environ[SCRATCH]), any_free()
    arrivals = scratch / "arrivals"
    worker = ["-m", "celery", "-A", "safecommunity", "worker", "--concurrency=1", "-l", "WARNING"]
    with contextlib.ExitStack() as stack:
        sink = (str(PYTHON), "-m", "benchmarks.notice_sink", str(port), str(arrivals))
        stack.enter_context(running("sink", *sink))
        records, readers = make_world(count, port)
        workers = [
            stack.enter_context(running(f"worker{n}", str(PYTHON), *worker, "-n", f"w{n}@bench"))
            for n in range(WORKERS)
        ]
        wait_for_workers()
        began = time.monotonic()
        tell_everything(records, readers)
        print(f"  told {count} in {time.monotonic() - began:.1f} s")
        doubtful = deliver_everything(began, arrivals, count, workers[0] if kill else None)
        took = time.monotonic() - began
    return report(count, records, arrivals, doubtful, took)


def make_world(count: int, port: int) -> tuple[list, list]:
    """Make a street with its records and readers, and the channel to the sink."""
    from accounts.models import User
    from communities.models import Area, Membership, Organisation, Role
    from communities.roles import OFFICE
    from lib.notice_kinds import OVERDUE
    from notices.models import Channel, Rule

    street = Area.objects.add_root({"kind": "street", "name": "测量街道", "code": "990100001"})
    role = Role.objects.get(code=OFFICE)
    readers = User.objects.bulk_create(
        User(username=f"reader{n}", full_name=f"读者{n}") for n in range(READERS)
    )
    for user in readers:
        Membership.objects.create(user=user, area=street, role=role, valid_from="2020-01-01")
    records = Organisation.objects.bulk_create(
        [Organisation(area=street, name=f"单位{n}", sector="hospital") for n in range(count)],
        batch_size=2000,
    )
    url = f"http://127.0.0.1:{port}/"
    channel = Channel.objects.create(name="sink", kind="webhook", address=url, secret="secret")
    Rule.objects.create(channel=channel, role=role, kind=OVERDUE)
    return records, readers


def wait_for_workers() -> None:
    """Wait until all workers answer."""
    from safecommunity.celery import app

    end_at = time.monotonic() + 60
    while len(app.control.inspect(timeout=1).ping() or {}) < WORKERS:
        if time.monotonic() > end_at:
            raise SystemExit("The workers did not start.")


def tell_everything(records: list, readers: list) -> None:
    """Tell each record to one reader, some hundred in a transaction."""
    from lib.notice_kinds import OVERDUE, Telling, tell_all

    tellings = [
        Telling(to=[readers[n % len(readers)]], about=record) for n, record in enumerate(records)
    ]
    for first in range(0, len(tellings), TOLD_TOGETHER):
        tell_all(OVERDUE, tellings[first : first + TOLD_TOGETHER])


def deliver_everything(
    began: float, arrivals: Path, count: int, victim: subprocess.Popen[bytes] | None
) -> int:
    """Play the beat until everything is delivered, killing `victim` half-way.

    Returns how many messages were under way when it was killed: taken up again by another.
    """
    from lib.jobs import JobState
    from notices.models import Delivery
    from safecommunity.celery import app

    while time.monotonic() - began < 2 * LIMIT:
        if victim is not None and len(arrivals.read_text().splitlines()) * 2 >= count:
            end(victim)
            print(f"  killed a worker after {time.monotonic() - began:.1f} s")
            victim = None
        if not Delivery.objects.exclude(job_state=JobState.DONE).exists():
            break
        app.send_task("notices.tasks.sweep_deliveries")
        time.sleep(0.5)
    return Delivery.objects.filter(attempts__gt=0).count()


def report(count: int, records: list, arrivals: Path, doubtful: int, took: float) -> int:
    """Count on both sides, print, return the exit code."""
    from notices.models import Notice

    lines = [line.split() for line in arrivals.read_text().splitlines()]
    taken = Counter(link for _key, link, how in lines if how == "new")
    repeated = sum(how == "known" for _key, _link, how in lines)
    wanted = {f"https://portal.example.org{record.get_absolute_url()}" for record in records}
    told = Notice.objects.count()
    lost = max(count - told, len(wanted - taken.keys()))
    doubled = max(0, told - count) + sum(n - 1 for n in taken.values())
    doubled += max(0, repeated - doubtful)
    print(f"  inboxes {told}, messages taken {taken.total()}, arrivals {len(lines)}")
    print(f"  under way at the kill {doubtful}, of these repeated with a known key {repeated}")
    print(f"  {took:.1f} s (limit {LIMIT} s)")
    print(f"notices {count} lost {lost} doubled {doubled}")
    return int(bool(lost or doubled or took > LIMIT))


if __name__ == "__main__":
    sys.exit(main())
