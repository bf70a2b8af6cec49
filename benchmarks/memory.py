"""What the whole portal needs of memory under load: web, worker, beat, broker and PostgreSQL.

`python -m benchmarks.memory --scale 4` starts all of it as deploy/ does (granian with two workers,
Celery with two, beat), seeds it, then lets eight clients read while a report is computed and the
register of inspections is exported; it prints the proportional memory (PSS) of each part, at rest
and at its most. `--limit 1700` puts all of it, from the seeding on and the clients too, under a
limit of so many MB, as a server of 2 GB has them beside its system: that needs a memory cgroup (v1)
that one may write into. Ends with code 1 when an answer was an error, a job did not end or the
kernel ended a process.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.clients import drive
from benchmarks.load import LIST, PEOPLE, Counts, line, pages, serving, session_of, user_of
from scripts.bench import prepared
from scripts.layout import PYTHON, ROOT, tool

MB = 1024 * 1024
CLIENTS = 8


class Group:
    """A memory cgroup of our own below the one we are in, with a limit; everything that is started
    inside is under it, and so are the pages of files that it reads and writes."""

    def __init__(self, megabytes: int) -> None:
        self.above = own_group()
        self.folder = self.above / "safecommunity"
        self.megabytes = megabytes

    def __enter__(self) -> "Group":
        self.folder.mkdir()
        (self.folder / "memory.limit_in_bytes").write_text(str(self.megabytes * MB))
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))
        return self

    def __exit__(self, *_exception: object) -> None:
        (self.above / "cgroup.procs").write_text(str(os.getpid()))
        self.folder.rmdir()


def own_group() -> Path:
    """Return the folder of the memory cgroup that this process is in."""
    own = Path("/proc/self/cgroup").read_text(encoding="utf-8")
    (path,) = [row.split(":")[2] for row in own.splitlines() if ":memory:" in row]
    return Path(f"/sys/fs/cgroup/memory{path}")


def told() -> tuple[str, int]:
    """Return what the kernel says of our group, and how many processes it ended."""
    folder = own_group()
    limit, most = (
        int((folder / f"memory.{name}_in_bytes").read_text()) / MB
        for name in ("limit", "max_usage")
    )
    failed = int((folder / "memory.failcnt").read_text())
    control = (folder / "memory.oom_control").read_text()
    killed = sum(int(row.split()[1]) for row in control.splitlines() if row.startswith("oom_kill "))
    text = f"at most {most:.0f} MB with clients and pages of files, {failed} times at the limit"
    return f"under {limit:.0f} MB: {text}, {killed} processes ended", killed


def main() -> int:
    """Measure here, or prepare servers first; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1", help="of the demonstration rows")
    parser.add_argument("--seconds", type=float, default=10, help="for each job of the clients")
    parser.add_argument("--limit", type=int, default=0, help="MB, 0 is none")
    options = parser.parse_args()
    if os.environ.get("SAFECOMMUNITY_SCRATCH"):
        return measure(options.seconds, limited=bool(options.limit))
    limit = Group(options.limit) if options.limit else contextlib.nullcontext()
    with limit, prepared(options.scale) as environment:
        command = [str(PYTHON), "-m", "benchmarks.memory", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


def measure(seconds: float, *, limited: bool) -> int:
    """Measure at rest and under load; return the exit code."""
    import django

    django.setup()
    counts, killed = Counts(), 0
    with serving("safecommunity.settings") as portal, background():
        tell("at rest", sizes())
        most, ended = load(portal, seconds, counts)
        tell("most under load", most)
        if limited:
            text, killed = told()
            print(f"  {text}")
    print(f"  {counts.errors} errors, report and export {'ended' if ended else 'did NOT end'}")
    return 1 if counts.errors or killed or not ended else 0


def load(portal: str, seconds: float, counts: Counts) -> tuple[dict[str, float], bool]:
    """Read and write while jobs run; return the most of each part, and whether the jobs ended."""
    run, export = ask_for_a_report(), ask_for_an_export()
    sessions = {name: session_of(name) for name in PEOPLE}
    most = sizes()
    for name, request in pages(sessions).items():
        found = drive(portal, request, clients=CLIENTS, seconds=seconds)
        line(name, CLIENTS, found, None, counts)
        most = larger(most, sizes())
    end = time.monotonic() + 300
    while time.monotonic() < end and not (over(run) and over(export)):
        time.sleep(1)
        most = larger(most, sizes())
    return most, over(run) and over(export)


def larger(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Return the larger size of each part."""
    return {part: max(size, other.get(part, 0)) for part, size in one.items()}


def processes() -> dict[str, set[int]]:
    """Return the processes of each part: our children with theirs, the two servers with theirs."""
    below = children()
    parts: dict[str, set[int]] = {}
    for pid in below.get(os.getpid(), []):
        words = set(command(pid))
        if "benchmarks.smallest" not in words:
            name = next((one for one in ("worker", "beat") if one in words), "web")
            parts.setdefault(name, set()).update(family(pid, below))
    parts["database"] = family(postmaster(), below)
    parts["broker"] = family(broker(), below)
    return parts


def children() -> dict[int, list[int]]:
    """Return the children of every process."""
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            found.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(folder.name))
    return found


def family(pid: int, below: dict[int, list[int]]) -> set[int]:
    """Return a process and all below it."""
    return {pid}.union(*(family(one, below) for one in below.get(pid, [])))


def command(pid: int) -> list[str]:
    """Return the command line of a process; empty when it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")
    return []


def postmaster() -> int:
    """Return the process of PostgreSQL that starts the others."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return next(parent for parent, pids in children().items() if backend in pids)


def broker() -> int:
    """Return the process of the broker."""
    import redis

    return int(redis.from_url(os.environ["REDIS_URL"]).info("server")["process_id"])


def sizes() -> dict[str, float]:
    """Return the proportional memory of each part in MB."""
    return {part: sum(map(pss, pids)) for part, pids in processes().items()}


def pss(pid: int) -> float:
    """Return the proportional memory of a process in MB; 0 when it is gone."""
    with contextlib.suppress(OSError):
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024
    return 0.0


def tell(name: str, found: dict[str, float]) -> None:
    """Print a line of sizes."""
    parts = ", ".join(f"{part} {size:.0f}" for part, size in sorted(found.items()))
    own = sum(size for part, size in found.items() if part != "database")
    print(f"  {name}: {sum(found.values()):.0f} MB ({parts}); without PostgreSQL {own:.0f}")


def ask_for_a_report() -> object:
    """Have last month's report of the street computed and drawn by the worker."""
    from django.utils import timezone

    from communities.models import Area
    from lib.periods import Period
    from reports.models import ReportTemplate
    from reports.services.requests import recompute, request_report
    from reports.templates_built_in import MONTHLY

    run, made = request_report(
        actor=user_of("chen"),
        template=ReportTemplate.objects.get(code=MONTHLY),
        area=Area.objects.get(kind="street"),
        period=Period.containing(timezone.localdate()).previous,
    )
    if not made:
        recompute(actor=user_of("chen"), run=run)
    return run


def ask_for_an_export() -> object:
    """Have the list of inspections written into a workbook by the worker."""
    from communities.models.exports import Export
    from communities.services.exports import MAKE
    from lib.bells import ring

    export = Export.objects.create(
        created_by=user_of("chen"), name="inspections", path=LIST, query="", kind="xlsx"
    )
    ring(MAKE, export.pk)
    return export


def over(job: object) -> bool:
    """Whether a job has ended well."""
    job.refresh_from_db()  # type: ignore[attr-defined]
    return job.job_state == "done"  # type: ignore[attr-defined]


@contextlib.contextmanager
def background() -> Iterator[None]:
    """Run worker and beat as deploy/systemd does."""
    celery = [str(tool("celery")), "-A", "safecommunity"]
    schedule = Path(os.environ["SAFECOMMUNITY_VAR"]) / "beat-schedule"
    commands = [
        [*celery, "worker", "--concurrency=2", "--loglevel=ERROR"],
        [*celery, "beat", "--loglevel=ERROR", f"--schedule={schedule}", "--pidfile="],
    ]
    environment = {**os.environ, "PORTAL_URL": "http://127.0.0.1:8000"}
    running = [subprocess.Popen(one, cwd=ROOT, env=environment) for one in commands]
    try:
        time.sleep(15)
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)


if __name__ == "__main__":
    sys.exit(main())
