"""Running pytest several times and summing up what it counted."""

import os
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from scripts.layout import PYTHON, ROOT, say


@dataclass
class Count:
    """Tests by outcome."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Tally:
    """What the runs counted, how long they took, and which parts could not be had."""

    runs: dict[str, tuple[Count, float]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """All runs together."""
        return sum((count for count, _seconds in self.runs.values()), Count())

    def close(self, *, strict: bool) -> int:
        """Print the summary, its plain line last; return the exit code.

        `strict` (CI) makes a missing part a failure: nothing may be left out there unnoticed.
        """
        say("\n" + "=" * 30 + " summary " + "=" * 30)
        for name, (count, seconds) in self.runs.items():
            say(f"{name:<34} {count!s:<40} {seconds:6.0f} s")
        for text in self.missing:
            say(f"!! NOT RUN: {text}")
        total = self.total
        bad = total.failed or total.passed == 0 or (strict and self.missing)
        say(f"{total}")
        return 1 if bad else 0


def run_pytest(
    tally: Tally, name: str, *arguments: str, environment: dict[str, str], scratch: Path
) -> None:
    """Run pytest and add its counts to `tally` under `name`.

    A run that ends without a report (a crash, a mistake in the arguments) counts as a failure.
    """
    say(f"\n--- {name} ---")
    report = scratch / f"{len(tally.runs)}.xml"
    command = [str(PYTHON), "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    count = counted(report) if report.exists() else Count(failed=1)
    if code != 0 and count.failed == 0:
        count.failed = 1
    tally.runs[name] = (count, time.monotonic() - started)


def run_command(tally: Tally, name: str, *command: str, environment: dict[str, str]) -> None:
    """Run a check that is no test; it counts as one."""
    say(f"\n--- {name} ---")
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    count = Count(passed=1) if code == 0 else Count(failed=1)
    tally.runs[name] = (count, time.monotonic() - started)


def counted(report: Path) -> Count:
    """Read the counts of a JUnit report."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    count = Count()
    for suite in suites:
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        count += Count(int(suite.get("tests", 0)) - failed - skipped, failed, skipped)
    return count


def clean_environment(**more: str) -> dict[str, str]:
    """Return our environment without the addresses of servers, in the mode of one machine."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SAFECOMMUNITY_VAR"}
    }
    return {**kept, "SAFECOMMUNITY_MODE": "local", **more}
