"""`make check`: style, imports, messages and the tests that need no server and no browser."""

import os
import sys
import tempfile
from pathlib import Path

from scripts.layout import Missing, complain, tool
from scripts.packages import DEVELOPMENT, ensure_npm_packages, ensure_python_packages
from scripts.run import compile_messages
from scripts.suite import Tally, clean_environment, run_command, run_pytest
from scripts.test import WORKERS

UNIT = "not browser and not postgres and not broker"


def main() -> int:
    """Run the fast part; return the exit code."""
    try:
        ensure_python_packages(DEVELOPMENT)
        ensure_npm_packages(development=True)
        compile_messages()
    except Missing as problem:
        complain(str(problem))
        return 1
    tally, environment = Tally(), clean_environment()
    run_command(tally, "ruff", tool("ruff"), "check", ".", environment=environment)
    with tempfile.TemporaryDirectory() as scratch:
        run_pytest(
            tally,
            "Tests on SQLite",
            WORKERS,
            "-m",
            UNIT,
            *os.environ.get("ONLY", "").split(),
            environment=environment,
            scratch=Path(scratch),
        )
    return tally.close(strict=False)


if __name__ == "__main__":
    sys.exit(main())
