"""The version of the portal, read from the change log so that the two cannot disagree."""

import re
from pathlib import Path

_CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_MATCH = re.search(r"^## \[?(\d+\.\d+\.\d+)", _CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)

VERSION = _MATCH[1] if _MATCH else "0.0.0"
