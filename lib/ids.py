"""Public keys: UUIDv7, made by whoever creates the row, so that they sort by time of making."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """Return a fresh UUIDv7."""
    return uuid7()
