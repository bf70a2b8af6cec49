"""`make bench SCALE=1`: seed a scratch PostgreSQL, measure, throw it away.

Scale 420 has a million injuries, 585 five million inspections and half an hour of seeding.
"""

import contextlib
import os
import subprocess
import sys
import time

from scripts.databases import Postgres
from scripts.layout import PYTHON, ROOT, Missing, complain, say
from scripts.packages import DEVELOPMENT, ensure_npm_packages, ensure_python_packages
from scripts.run import compile_messages
from scripts.suite import clean_environment
from scripts.test import folder, running_broker, scratch_folder


def main() -> int:
    """Run it; return the exit code."""
    scale = os.environ.get("SCALE", "1")
    try:
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
                DJANGO_SETTINGS_MODULE="safecommunity.settings",
                LOG_LEVEL="ERROR",
            )
            return measure(environment, scale)
    except Missing as problem:
        complain(str(problem))
        return 1


def measure(environment: dict[str, str], scale: str) -> int:
    """Seed and measure; return the exit code."""
    for command in (
        ["manage.py", "migrate", "--verbosity=0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ["manage.py", "seed_demo", "--scale", scale],
        ["-m", "benchmarks.pages", *sys.argv[1:]],
        ["-m", "benchmarks.reporting"],
        ["-m", "benchmarks.importing"],
    ):
        started = time.monotonic()
        code = subprocess.run([str(PYTHON), *command], cwd=ROOT, env=environment).returncode
        if code:
            return code
        say(f"-- {' '.join(command[:2])}: {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
