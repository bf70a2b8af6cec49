"""Secrets of a one-person installation: made once, kept in a file that only its owner can read."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """Make `folder` if need be and return it; if it is ours, nobody else can read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)
    return folder


def local_secret(folder: Path, name: str) -> str:
    """Return the secret `name` kept in `folder`, making it at the first call.

    The file appears whole or not at all (`link` refuses an existing name), because web, worker and
    beat may start at the same moment: one makes it, all read it.
    """
    path = folder / name
    if not path.exists():
        private_folder(folder)
        with tempfile.NamedTemporaryFile("w", dir=folder, encoding="ascii") as draft:
            draft.write(secrets.token_urlsafe(64))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text(encoding="ascii").strip()
