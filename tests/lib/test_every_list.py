"""Every list, by every column: each row once, forwards and backwards, and so its export.

The lists are found by opening every page of the access tables, so a new one is tried by itself.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator

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
LISTS = [
    pytest.param(module, row, id=row.name)
    for module in modules()
    for row in module.ROWS
    if row.method == "get" and 200 in (row.statuses["admin"], row.statuses["chen"])
]
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
def listed(cast, places, as_user, monkeypatch, request) -> tuple[Client, str] | None:
    """Return a client and the address of a list with several rows; None when it is no list."""
    module, row = request.param
    world = World(places, cast)
    module.build(world)
    client = as_user(cast.admin if row.statuses["admin"] == 200 else cast.chen)
    url = reverse(row.name, args=row.args(world))
    if not isinstance(table := (client.get(url).context or {}).get("table"), Drawn):
        return None
    filled(table)
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    return client, url


def walk(client: Client, url: str, query: str, turn: str) -> Iterator[Drawn]:
    """Yield page after page, as somebody does who presses `turn`."""
    for _step in range(60):
        table = client.get(url + query, headers={"hx-request": "true"}).context["table"]
        yield table
        if not getattr(table.page, f"has_{turn}"):
            return
        query = getattr(table, f"{turn}_query")
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("listed", LISTS, indirect=True)
def test_each_row_stands_on_one_page_whatever_it_is_sorted_by(listed) -> None:
    """Rows that are equal in the column included."""
    if listed is None:
        return
    client, url = listed
    table = client.get(url).context["table"]
    wanted = set(table.all_rows.values_list("pk", flat=True))
    orders = [f"{sign}{one.name}" for one in table.columns if one.order for sign in ("", "-")]
    for order in ["", *orders]:
        query = f"?sort={order}" if order else "?"
        pages = list(walk(client, url, query, "next"))
        keys = [row.pk for page in pages for row in page.rows]
        assert len(keys) == len(wanted) and set(keys) == wanted, order
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))
        back = list(walk(client, url, pages[0].last_query, "previous"))
        assert [row.pk for page in back[::-1] for row in page.rows] == keys, order


@pytest.mark.parametrize("listed", LISTS, indirect=True)
def test_an_export_is_its_page(listed, monkeypatch) -> None:
    """The same rows in the same order, first the page's columns, then the others."""
    if listed is None:
        return
    client, url = listed
    monkeypatch.setattr(listing, "PER_PAGE", 100)
    table = client.get(url).context["table"]
    for order in ["", *(f"-{one.name}" for one in table.columns if one.order)]:
        query = {"sort": order} if order else {}
        page = client.get(url, query).context["table"]
        answer = client.get(url, query | {"export": "csv"})
        found = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
        shown = [part for one in page.columns for part in one.parts or (one,)]
        wanted = csv.reader(io.StringIO("".join(csv_lines(shown, page.rows))))
        assert [row[: len(shown)] for row in found] == list(wanted), order
