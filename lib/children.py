"""Reading what people send in a process of its own, which may die or hang without harm.

A reader is a module that runs as a script with nothing but its packages (`sheet_reader`,
`photo_reader`): it limits its memory, pickles an answer to standard output, and ends with
UNREADABLE or TOO_LARGE when there is none.
"""

import fcntl
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

from lib.local_secrets import private_folder

UNREADABLE, TOO_LARGE = 3, 4


class ReaderError(Exception):
    """A reader gave no answer."""


class Unreadable(ReaderError):
    """It is not what it says it is."""


class TooLarge(ReaderError):
    """It takes too much memory or time."""


class Busy(ReaderError):
    """As many readers as the machine carries are at work."""


def ask(reader: ModuleType, *arguments: str, data: bytes = b"", seconds: float) -> Any:
    """Return what `reader` says of `data` or `arguments` within `seconds`. Raises ReaderError."""
    command = [sys.executable, "-I", str(_script(reader)), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, input=data, capture_output=True, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge from error
    if done.returncode == 0:
        return pickle.loads(done.stdout)  # noqa: S301 - written by our own code
    raise TooLarge if done.returncode < 0 or done.returncode == TOO_LARGE else Unreadable


def _script(reader: ModuleType) -> Path:
    """Return the file of a reader: a module that is a script as well."""
    if reader.__file__ is None:
        raise TypeError(f"{reader.__name__} has no file.")
    return Path(reader.__file__)


@contextmanager
def one_at_a_time(reader: ModuleType, patience: float) -> Iterator[None]:
    """Hold the machine's one place for `reader`; raises Busy after `patience` seconds.

    A file's lock, because web and workers are several processes. Nobody waits long: the thread that
    waits could be drawing the page on which somebody else signs in.
    """
    private_folder(settings.VAR_DIR)
    end = time.monotonic() + patience
    with (settings.VAR_DIR / f"{_script(reader).stem}.lock").open("w") as place:
        while True:
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > end:
                    raise Busy from error
                time.sleep(0.05)
        yield
