"""One sequence of bytes for one JSON value, so that its hash is its identity."""

from __future__ import annotations

import json
from typing import Any


def canonical_bytes(tree: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8; NaN and infinity are a ``ValueError``."""
    text = json.dumps(
        tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()
