"""Public keys: UUIDv7, made by whoever creates the row, so that they sort by time of making."""

import hashlib
import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """Return a fresh UUIDv7."""
    return uuid7()


def derived_id(key: uuid.UUID, content: bytes) -> uuid.UUID:
    """Return the one key that belongs to `key` and `content`; it sorts where `key` does."""
    tail = hashlib.sha256(key.bytes + content).digest()[:7]
    return uuid.UUID(bytes=key.bytes[:9] + tail)
