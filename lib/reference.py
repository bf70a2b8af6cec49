"""Shipped code lists: JSON files beside the code that reads them after migrating."""

import json
from pathlib import Path
from typing import Any


def read_list(path: Path) -> Any:
    """Return what the file holds, new at every call."""
    return json.loads(path.read_text(encoding="utf-8"))
