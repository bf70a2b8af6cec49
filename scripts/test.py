"""`make test`: the whole suite, on everything the portal is served with."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.audit import audit_packages
from scripts.brokers import Broker
from scripts.browsers import chromium
from scripts.databases import Postgres
from scripts.layout import ROOT, Missing, complain
from scripts.packages import DEVELOPMENT, ensure_npm_packages, ensure_python_packages
from scripts.ports import any_free
from scripts.run import compile_messages
from scripts.suite import Tally, clean_environment, run_pytest

WORKERS = f"-n{min(os.cpu_count() or 1, 8)}"
#: Tests to which the database makes no difference: once is enough.
ANY_DATABASE = (
    *("stats", "test_decisions.py", "test_nets.py", "test_production_settings.py"),
    "test_words.py",
    "documents",
    *("security/test_photos_that_kill.py", "security/test_workbooks_that_kill.py"),
)


def main() -> int:
    """Run everything that this machine can; return the exit code."""
    strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    try:
        ensure_python_packages(DEVELOPMENT)
        ensure_npm_packages(development=True)
        compile_messages()
    except Missing as problem:
        complain(str(problem))
        return 1
    tally = Tally()
    with scratch_folder() as scratch, contextlib.ExitStack() as servers:
        redis = offered(tally, lambda: servers.enter_context(running_broker(scratch)))
        postgres = offered(tally, lambda: servers.enter_context(Postgres(folder(scratch, "pg"))))
        browser = offered(tally, chromium)
        run_all(tally, scratch, redis, postgres.url if postgres else None, browser)
    audit_packages(tally)
    return tally.close(strict=strict)


def run_all(
    tally: Tally, scratch: Path, redis: str | None, postgres: str | None, browser: str | None
) -> None:
    """Run the suite on SQLite, on PostgreSQL, and in the browser."""
    run_pytest(
        tally,
        "SQLite",
        WORKERS,
        "-m",
        "not browser and not postgres and not broker",
        environment=clean_environment(),
        scratch=scratch,
    )
    served = clean_environment()
    if postgres:
        served["DATABASE_URL"] = postgres
        served |= {"REDIS_URL": redis} if redis else {}
        wanted = "not browser" if redis else "not browser and not broker"
        run_pytest(
            tally,
            "PostgreSQL and Redis",
            WORKERS,
            "-m",
            wanted,
            *(f"--ignore=tests/{name}" for name in ANY_DATABASE),
            environment=served,
            scratch=scratch,
        )
    if browser:
        run_pytest(
            tally,
            "Chromium",
            WORKERS,
            "-m",
            "browser",
            "tests/browser",
            environment={**served, "CHROMIUM": browser},
            scratch=scratch,
        )


def offered(tally: Tally, make: object) -> object | None:
    """Return what `make` returns; a part that is missing is named at once and in the summary."""
    try:
        return make()
    except Missing as problem:
        complain(str(problem))
        tally.missing.append(str(problem).splitlines()[0])
        return None


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards; others may pass through it (PostgreSQL's user)."""
    with tempfile.TemporaryDirectory(prefix="safecommunity-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def folder(scratch: Path, name: str) -> Path:
    """Make a folder in `scratch`."""
    path = scratch / name
    path.mkdir()
    return path


@contextlib.contextmanager
def running_broker(scratch: Path) -> Iterator[str]:
    """Run a broker; give its address."""
    broker = Broker.at(scratch / "broker", any_free())
    with (scratch / "broker.log").open("w") as log:
        process = subprocess.Popen(
            broker.command, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
        )
    try:
        end = time.monotonic() + 20
        while not broker.answers():
            if process.poll() is not None or time.monotonic() > end:
                text = (scratch / "broker.log").read_text(errors="replace")[-1000:]
                raise Missing(f"The Redis-protocol server did not start:\n{text}")
            time.sleep(0.05)
        yield broker.url
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    sys.exit(main())
