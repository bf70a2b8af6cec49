"""`make bench SCALE=1`: seed a scratch PostgreSQL, measure, throw it away.

Scale 420 has a million injuries, 585 five million inspections and half an hour of seeding.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from scripts.databases import Postgres
from scripts.layout import PYTHON, ROOT, Missing, complain, say
from scripts.packages import DEVELOPMENT, ensure_npm_packages, ensure_python_packages
from scripts.run import compile_messages
from scripts.suite import clean_environment
from scripts.test import folder, running_broker, scratch_folder


def main() -> int:
    """Run it; return the exit code."""
    try:
        with prepared(os.environ.get("SCALE", "1")) as environment:
            return measure(environment)
    except Missing as problem:
        complain(str(problem))
        return 1


@contextlib.contextmanager
def prepared(scale: str) -> Iterator[dict[str, str]]:
    """Give the environment of a portal with demonstration rows on servers of its own."""
    ensure_python_packages(DEVELOPMENT)
    ensure_npm_packages(development=True)
    compile_messages()
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder())
        redis = stack.enter_context(running_broker(scratch))
        postgres = stack.enter_context(Postgres(folder(scratch, "pg"), durable=True))
        environment = clean_environment(
            DATABASE_URL=postgres.url,
            REDIS_URL=redis,
            SAFECOMMUNITY_VAR=str(folder(scratch, "var")),
            SAFECOMMUNITY_SCRATCH="1",
            DJANGO_SETTINGS_MODULE="safecommunity.settings",
            LOG_LEVEL="ERROR",
        )
        for command in (
            ["manage.py", "migrate", "--verbosity=0"],
            ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
            ["manage.py", "seed_demo", "--scale", scale],
        ):
            if run(command, environment):
                raise Missing(f"{' '.join(command)} failed")
        yield environment


def measure(environment: dict[str, str]) -> int:
    """Measure; return the exit code of the first that fails."""
    for command in (
        ["-m", "benchmarks.pages", *sys.argv[1:]],
        ["-m", "benchmarks.reporting"],
        ["-m", "benchmarks.importing"],
    ):
        if code := run(command, environment):
            return code
    return 0


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run a part and say how long it took; return its exit code."""
    started = time.monotonic()
    code = subprocess.run([str(PYTHON), *command], cwd=ROOT, env=environment).returncode
    say(f"-- {' '.join(command[:2])}: {time.monotonic() - started:.1f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
