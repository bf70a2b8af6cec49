"""Known holes in the locked packages, as far as the advisory service can be reached."""

import subprocess

from scripts.layout import ROOT, say, tool
from scripts.suite import Count, Tally

#: pip-audit's own words when it found something; anything else it says is a failure to ask.
FOUND = "known vulnerabilit"


def audit_packages(tally: Tally) -> None:
    """Ask the advisory service; a service out of reach is named, and is no failure."""
    say("\n--- Known holes in the packages ---")
    command = [
        tool("pip-audit"),
        "--disable-pip",
        "--no-deps",
        "--progress-spinner=off",
        "--timeout=10",
        "--requirement",
        str(ROOT / "requirements.txt"),
    ]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=180)
    except subprocess.TimeoutExpired:
        return _out_of_reach("no answer in 180 s")
    said = result.stdout + result.stderr
    if result.returncode == 0:
        tally.runs["Known holes in the packages"] = (Count(passed=1), 0)
        say(said.strip())
    elif FOUND in said.lower():
        tally.runs["Known holes in the packages"] = (Count(failed=1), 0)
        say(said)
    else:
        _out_of_reach(said.strip().splitlines()[-1] if said.strip() else "no answer")


def _out_of_reach(reason: str) -> None:
    say(f"!! NOT ASKED: the advisory service cannot be reached from here ({reason[:200]})")
