"""docs/statistics.md says truly which functions the portal calls, and where."""

import ast
import re
from pathlib import Path
from typing import get_type_hints

from django.conf import settings

import stats
from stats.uses import USES
from stats.words import Result

ROOT = Path(settings.BASE_DIR)
ROOMS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"stats", "tests", "benchmarks"}


def called() -> dict[str, set[str]]:
    """The files of the rooms that name each public function of `stats`."""
    found: dict[str, set[str]] = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for name in _named(ast.parse(path.read_text("utf-8"))):
                found.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _named(tree: ast.Module) -> set[str]:
    """The public functions that a file names: `stats.name`, or imported from `stats`."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "stats":
            names.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "stats":
            names |= {one.name for one in node.names}
    return names & (set(stats.__all__) - {"StatsError"})


def test_the_list_of_uses_is_that_of_the_code() -> None:
    told = {name: set(re.findall(r"`([\w/]+\.py)`", words)) for name, words in USES.items()}
    assert told == called()


def test_every_result_is_described() -> None:
    """A function's page leads to what it returns."""
    text = (ROOT / "docs" / "statistics.md").read_text("utf-8")
    hints = (get_type_hints(getattr(stats, name)).get("return") for name in stats.__all__[1:])
    results = {one for one in hints if isinstance(one, type) and issubclass(one, Result)}
    assert len(results) > 10
    assert not [one.__name__ for one in results if f"### {one.__name__}\n" not in text]
