"""`make check`: style of code and templates, imports, messages, and the tests of the library.

Two minutes before each commit. What the rooms do is shown by `make test`.
"""

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
#: test_nets.py has style, format, imports and messages; ONLY=tests/grids adds a room.
FAST = ("tests/test_nets.py", "tests/test_decisions.py", "tests/test_menu_groups.py", "tests/lib")


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
            *FAST,
            *os.environ.get("ONLY", "").split(),
            environment=environment,
            scratch=Path(scratch),
        )
    return tally.close(strict=False)


if __name__ == "__main__":
    sys.exit(main())
