"""Files that the disk sees only encrypted: in pieces, one token a line, so that none is held whole.

The pieces of a file are all written under one key: whoever knows that of the first knows it of all.
"""

import hashlib
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.db import models

from lib.crypto import decrypt_bytes, encrypt_bytes

#: Bytes encrypted at a time. Fernet holds some three times as much.
PIECE = 1024 * 1024


class EncryptedFileField(models.FileField):
    """A file kept encrypted: what is saved to it is a `Sealed`, what it has is read by `pieces`."""


class Sealed(File):
    """The encrypted form of an open file, made while it is being stored."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the content, encrypted under the first key."""
        self.seek(0)
        while piece := self.read(PIECE):
            yield encrypt_bytes(piece) + b"\n"


def digest_of(file: File) -> str:
    """Return the SHA-256 digest of an upload, by which the same one is known again."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def pieces(stored: IO[bytes]) -> Iterator[bytes]:
    """Yield the content of a stored file. Raises `InvalidToken` when no key opens it."""
    for line in stored:
        yield decrypt_bytes(line.rstrip(b"\n"))
