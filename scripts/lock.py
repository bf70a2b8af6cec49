"""`make lock`: renew the locks, for every Python from 3.11 up, without naming an index."""

import subprocess
import sys

from scripts.layout import ROOT, Missing, complain
from scripts.packages import npm_command

PAIRS = ("requirements", "requirements-dev", "requirements-node")
UV = (
    "pip",
    "compile",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)


def main() -> int:
    """Run uv and npm; extra arguments go to uv (`--upgrade`)."""
    uv = find_uv()
    if not uv:
        complain("uv is needed: pipx install uv, or pip install uv in an environment of its own.")
        return 1
    for name in PAIRS:
        command = [*uv, *UV, *sys.argv[1:], f"{name}.in", "--output-file", f"{name}.txt"]
        if subprocess.run(command, cwd=ROOT).returncode != 0:
            return 1
    try:
        npm, environment = npm_command()
    except Missing as problem:
        complain(str(problem))
        return 1
    command = [*npm, "install", "--package-lock-only", "--ignore-scripts"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def find_uv() -> list[str] | None:
    """Return the command that runs uv: on PATH, or as a module of this Python."""
    for command in (["uv"], [sys.executable, "-m", "uv"]):
        try:
            if subprocess.run([*command, "--version"], capture_output=True).returncode == 0:
                return command
        except OSError:
            continue
    return None


if __name__ == "__main__":
    sys.exit(main())
