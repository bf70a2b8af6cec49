"""Every day comes from `timezone.localdate`: no other way from a moment to a day is in the code.

In UTC the day before goes on for eight hours: whoever takes it there is one day short at night.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import DateTimeField

ROOT = Path(settings.BASE_DIR)
#: Cells of a workbook and weeks of a series have no zone: their day is the one that they show.
WITHOUT_ZONE = {
    "lib/sheet_cells.py",
    "lib/sheet_days.py",
    "injuries/imports/cells.py",
    "stats/detection/weeks.py",
}
BESIDE = {"tests", "migrations", ".venv", "node_modules", "var"}
MOMENTS = {
    field.name
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, DateTimeField)
}
DAY_OF_IT = {"date", "day", "month", "year", "weekday", "isocalendar", "strftime", "isoweekday"}
OF_UTC = {"today", "utcnow", "utcfromtimestamp", "fromtimestamp"}


def code() -> Iterator[tuple[str, ast.Module]]:
    """The code of the portal, with what belongs to it."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if not BESIDE & set(name.parts) and name.as_posix() not in WITHOUT_ZONE:
            yield name.as_posix(), ast.parse(path.read_text("utf-8"))


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each day that is taken past `timezone.localdate`."""
    for node in ast.walk(tree):
        if _takes_a_day(node) or _truncates_in_utc(node) or _prints_a_moment(node):
            yield node.lineno, ast.unparse(node)


def _called(node: ast.AST) -> str:
    """The name of what `node` calls."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def _is_moment(node: ast.AST) -> bool:
    """Whether this is a moment as it is stored: now, or a column that holds one."""
    return _called(node) == "now" or (isinstance(node, ast.Attribute) and node.attr in MOMENTS)


def _takes_a_day(node: ast.AST) -> bool:
    called = _called(node)
    if called == "date" and not (node.args or node.keywords):
        return isinstance(node.func, ast.Attribute)
    if called in OF_UTC or (called == "now" and "datetime" in ast.unparse(node.func)):
        return "tz" not in {one.arg for one in node.keywords}
    return isinstance(node, ast.Attribute) and node.attr in DAY_OF_IT and _is_moment(node.value)


def _truncates_in_utc(node: ast.AST) -> bool:
    if not _called(node).startswith(("Trunc", "Extract")) or not node.args:
        return False
    column = node.args[0]
    name = column.value.rpartition("__")[2] if isinstance(column, ast.Constant) else None
    zoned = "tzinfo" in {one.arg for one in node.keywords}
    return not zoned and (name is None or name in MOMENTS)


def _prints_a_moment(node: ast.AST) -> bool:
    if not isinstance(node, ast.FormattedValue) or node.format_spec is None:
        return False
    return "%" in ast.unparse(node.format_spec) and _is_moment(node.value)


def test_no_day_is_taken_from_a_moment_in_utc() -> None:
    found = [f"{name}:{line}: {words}" for name, tree in code() for line, words in faults(tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "dt.date.today()",
        "datetime.now()",
        "timezone.now().date()",
        "hazard.found_at.date()",
        "timezone.now().year",
        "event.starts_at.strftime('%Y')",
        "TruncMonth('found_at')",
        "TruncDate(field)",
        "f'{run.signed_at:%Y-%m-%d}'",
        "dt.datetime.fromtimestamp(0)",
    ],
)
def test_each_way_past_it_is_seen(line: str) -> None:
    assert list(faults(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "timezone.localdate()",
        "timezone.localdate(hazard.found_at)",
        "TruncMonth('event_date')",
        "TruncMonth('found_at', tzinfo=zone)",
        "dt.datetime.now(tz=dt.UTC)",
        "f'{timezone.localtime(run.signed_at):%Y-%m-%d}'",
        "period.start.year",
    ],
)
def test_the_one_way_is_free(line: str) -> None:
    assert not list(faults(ast.parse(line)))
