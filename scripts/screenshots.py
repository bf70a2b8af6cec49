"""`make screenshots`: the pictures of the README, taken from a running portal (`make run`)."""

import json
import os
import subprocess
import sys

from scripts.browsers import chromium
from scripts.layout import PYTHON, ROOT, Missing, complain
from scripts.packages import DEVELOPMENT, ensure_python_packages
from scripts.run import STATE


def main() -> int:
    """Start the photographer in the project's environment; return its exit code."""
    if not STATE.exists() and "ADDRESS" not in os.environ:
        complain("The portal must be running: `make run` in another terminal.")
        return 1
    address = os.environ.get("ADDRESS") or json.loads(STATE.read_text())["address"]
    try:
        ensure_python_packages(DEVELOPMENT)
        environment = {**os.environ, "CHROMIUM": chromium()}
    except Missing as problem:
        complain(str(problem))
        return 1
    command = [str(PYTHON), "-m", "scripts.photographer", address]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
