"""Every URL, every role: the status is written down, and a URL that is missing fails."""

import importlib
import pkgutil

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from tests.access.table import NAMES, Row, World

#: allauth's own pages and the language switch: not ours to grant.
FOREIGN = ("account_", "mfa_", "set_language")


def modules() -> list[object]:
    """Return the access tables, one a app."""
    names = [info.name for info in pkgutil.iter_modules(tests.access.__path__)]
    found = [importlib.import_module(f"tests.access.{name}") for name in names if name != "table"]
    return [module for module in found if hasattr(module, "ROWS")]


CASES = [
    pytest.param(module, row, id=f"{row.method}-{row.name}")
    for module in modules()
    for row in module.ROWS
]


def url_names(resolver: URLResolver, prefix: str = "") -> set[str]:
    """Return all names below `resolver`, with namespaces."""
    names: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            names |= url_names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.add(prefix + pattern.name)
    return names


def test_no_url_is_missing_from_the_tables() -> None:
    """A new page must say who may open it."""
    ours = {name for name in url_names(get_resolver()) if not name.startswith(FOREIGN)}
    assert ours == {row.name for module in modules() for row in module.ROWS}


@pytest.mark.parametrize(("module", "row"), CASES)
def test_each_role_gets_the_written_status(module, row: Row, places, cast, as_user) -> None:
    """Out of sight is 404, in sight but not allowed 403, signed out goes to the sign-in page."""
    world = World(places, cast)
    module.build(world)
    answers = {name: answer_to(row, world, name, as_user) for name in NAMES}
    assert {name: answer.status_code for name, answer in answers.items()} == row.statuses
    kept = [name for name in NAMES if "no-store" not in answers[name].get("Cache-Control", "")]
    assert not kept, "a browser keeps it"


def answer_to(row: Row, world: World, name: str, as_user) -> HttpResponse:
    """Call the URL as `name` and undo what it did."""
    client = as_user(world.cast[name])
    url = reverse(row.name, args=row.args(world))
    data = row.data(world) if callable(row.data) else row.data
    point = transaction.savepoint()
    try:
        return getattr(client, row.method)(url, data or {})
    finally:
        transaction.savepoint_rollback(point)
