"""The index of decisions is honest."""

import re
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "docs" / "adr"
STATUSES = {"proposed", "accepted", "superseded"}
ROW = re.compile(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+?) \| (\w+) \|$", re.MULTILINE)


def test_the_index_lists_every_decision_with_its_title_and_status() -> None:
    """Numbers without gaps, one page each, the same words in both places."""
    index = ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    pages = sorted(path for path in FOLDER.glob("[0-9]*.md"))
    assert [name for _number, name, _title, _status in index] == [path.name for path in pages]
    assert [number for number, *_rest in index] == [f"{n:04d}" for n in range(1, len(pages) + 1)]
    for (number, _name, title, status), page in zip(index, pages, strict=True):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {number} {title}\n")
        assert f"\nStatus: {status}" in text
        assert status in STATUSES
        assert len(text.splitlines()) <= 60, "one page"
