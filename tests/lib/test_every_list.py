"""Every list, by every column: each row once, forwards and backwards, and so its export.

The lists are found by opening every page of the access tables, so a new one is tried by itself.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from lib import listing
from lib.exports import csv_lines
from lib.ids import new_id
from lib.listing import Drawn
from tests.access.table import World
from tests.test_access_table import modules

ROWS = 7
MODULES = [pytest.param(module, id=module.__name__) for module in modules()]
#: What must differ between copies of a row, by model: everything else is the same, as far as
#: sorting can tell.
DIFFERENT: dict[str, Callable[[models.Model, int], None]] = {
    "communities.organisation": lambda row, n: setattr(row, "name", f"{row.name}{n}"),
    "injuries.reportingsite": lambda row, n: setattr(row, "code", f"{row.code}{n}"),
    "injuries.injuryrecord": lambda row, n: setattr(row, "batch", None),
    "programmes.project": lambda row, n: setattr(row, "code", f"{row.code}{n}"),
    "programmes.indicatorvalue": lambda row, n: setattr(
        row, "period_start", dt.date(2000 + n, 1, 1)
    ),
    "training.material": lambda row, n: setattr(row, "title", f"{row.title}{n}"),
    "training.materialissue": lambda row, n: setattr(row, "event", copy(row.event, n)),
    "reports.reportrun": lambda row, n: setattr(row, "version", row.version + n),
}


def copy(row: models.Model, number: int) -> models.Model:
    """Return a stored copy of `row`."""
    DIFFERENT.get(row._meta.label_lower, lambda row, n: None)(row, number)
    row.pk, row._state.adding = new_id(), True
    (stored,) = type(row)._base_manager.bulk_create([row])
    return type(row)._base_manager.get(pk=stored.pk)


def filled(table: Drawn) -> None:
    """Copy the first row until there are ROWS, where its model can be copied."""
    model = table.page.rows[0]._meta.model if table.page.rows else None
    if model is None or model._meta.label_lower in {"communities.area", "accounts.user"}:
        return
    for number in range(1, ROWS):
        try:
            with transaction.atomic():
                copy(model._base_manager.get(pk=table.page.rows[0].pk), number)
        except IntegrityError:
            return


@pytest.fixture
def lists(cast, places, as_user, monkeypatch, module) -> list[tuple[Client, str]]:
    """Return the lists of a module of addresses, each with somebody who may open it."""
    world = World(places, cast)
    module.build(world)
    found = []
    for row in module.ROWS:
        who = next((name for name in ("admin", "chen") if row.statuses[name] == 200), None)
        if row.method != "get" or who is None:
            continue
        client, url = as_user(cast[who]), reverse(row.name, args=row.args(world))
        if isinstance(table := (client.get(url).context or {}).get("table"), Drawn):
            filled(table)
            found.append((client, url))
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    return found


def walk(client: Client, url: str, query: str, turn: str) -> Iterator[Drawn]:
    """Yield page after page, as somebody does who presses `turn`."""
    for _step in range(60):
        table = client.get(url + query, headers={"hx-request": "true"}).context["table"]
        yield table
        if not getattr(table.page, f"has_{turn}"):
            return
        query = getattr(table, f"{turn}_query")
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("module", MODULES)
def test_each_row_stands_on_one_page_whatever_it_is_sorted_by(lists) -> None:
    """Rows that are equal in the column included; and back from the end likewise."""
    for client, url in lists:
        table = client.get(url).context["table"]
        wanted = sorted(table.all_rows.values_list("pk", flat=True))
        for order in orders_of(table):
            pages = list(walk(client, url, f"?{urlencode(order)}", "next"))
            keys = [row.pk for page in pages for row in page.rows]
            assert sorted(keys) == wanted, (url, order)
            assert [page.number for page in pages] == list(range(1, len(pages) + 1))
            back = list(walk(client, url, pages[0].last_query, "previous"))
            assert [row.pk for page in back[::-1] for row in page.rows] == keys, (url, order)


@pytest.mark.parametrize("module", MODULES)
def test_an_export_is_its_page(lists, monkeypatch) -> None:
    """The same rows in the same order, first the page's columns, then the others.

    A list that offers none refuses it.
    """
    monkeypatch.setattr(listing, "PER_PAGE", 100)
    for client, url in lists:
        if not client.get(url).context["exportable"]:
            assert client.get(url, {"export": "csv"}).status_code == 403
            continue
        for order in orders_of(client.get(url).context["table"]):
            answer = client.get(url, order | {"export": "csv"})
            found = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))
            page = client.get(url, order).context["table"]
            shown = [part for one in page.columns for part in one.parts or (one,)]
            wanted = csv.reader(io.StringIO("".join(csv_lines(shown, page.rows))))
            assert [row[: len(shown)] for row in found] == list(wanted), (url, order)


def orders_of(table: Drawn) -> list[dict[str, str]]:
    """Return every order that the address can ask for, and none."""
    names = [one.name for one in table.columns if one.order]
    return [{}, *({"sort": f"{sign}{name}"} for name in names for sign in ("", "-"))]


LAST = "9999-12-31T23:59:59+14:00"
HOSTILE = ["0", "-1", "1e400", "NaN", "9" * 40, "0001-01-01", LAST, "\0", "%", "长" * 60_000]


@pytest.mark.parametrize("module", MODULES)
def test_no_value_of_a_filter_breaks_a_list(lists) -> None:
    """Whatever somebody writes into an address: the list says what it cannot read."""
    for client, url in lists:
        names = client.get(url).context["filterset"].base_filters
        for value in HOSTILE:
            query = dict.fromkeys(names, value)
            assert client.get(url, query).status_code == 200, (url, query)
