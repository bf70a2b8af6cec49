"""Where things are, and how the commands talk."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
VAR = Path(os.environ.get("SAFECOMMUNITY_VAR", ROOT / "var"))


#: umask of the local programs: what they write is for its owner only.
PRIVATE = 0o077


class Missing(Exception):
    """A part that this machine does not have; the text names it and says what to do."""


def say(text: str) -> None:
    """Print a line now, even into a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line that must not be overlooked."""
    print(f"!! {text}", file=sys.stderr, flush=True)


def tool(name: str) -> str:
    """Return the path of a command that the project's environment has."""
    return str(VENV / "bin" / name)


def digest_of(*paths: Path, extra: str = "") -> str:
    """Return a digest of the contents of `paths` and of `extra`."""
    import hashlib

    digest = hashlib.sha256(extra.encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def digest_of_tree(*folders: Path, extra: str = "") -> str:
    """Return a digest of names, sizes and times below `folders`; contents are not read."""
    import hashlib

    digest = hashlib.sha256(extra.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                stat = path.stat()
                line = f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n"
                digest.update(line.encode())
    return digest.hexdigest()
