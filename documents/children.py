"""Starting the processes that draw charts and set pages, so that no other carries their engines."""

import json
import subprocess
import sys
from pathlib import Path

from documents.errors import DrawingFailed

#: The charts and pages of the longest report take a tenth of this.
MOST_SECONDS = 180


def ask(script: Path, request: dict[str, object]) -> bytes:
    """Return what `script` answers to `request`. Raises DrawingFailed with what it said."""
    command = [sys.executable, "-I", str(script)]
    data = json.dumps(request, ensure_ascii=False).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, input=data, capture_output=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingFailed(f"{script.stem} took more than {MOST_SECONDS} s") from error
    if done.returncode:
        raise DrawingFailed(done.stderr.decode(errors="replace").strip())
    return done.stdout
