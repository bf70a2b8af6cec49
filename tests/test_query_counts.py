"""Every page reads the database as often as `query_counts.json` says, however many rows there are.

Accept a change with `UPDATE_QUERY_COUNTS=1 pytest tests/test_query_counts.py`.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.table import Row, World
from tests.test_access_table import modules

BASELINE = Path(__file__).with_name("query_counts.json")


def numbered(rows: list[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with how many of the same address came before: kinds of records are read apart."""
    met: Counter[str] = Counter()
    for row in rows:
        yield row, met[row.name]
        met[row.name] += 1


PAGES = [
    pytest.param(module, row, f"{row.name}{number or ''}", id=f"{row.name}{number or ''}")
    for module in modules()
    for row, number in numbered(module.ROWS)
    if row.method == "get" and row.statuses["chen"] == 200
]


@pytest.mark.parametrize(("module", "row", "name"), PAGES)
def test_page_reads_as_often_as_written_down(
    module, row: Row, name: str, places, cast, as_user
) -> None:
    """More queries than before is a slower page; fewer is a better baseline."""
    world = World(places, cast)
    module.build(world)
    client = as_user(cast.chen)
    client.get(reverse("home"))
    ContentType.objects.clear_cache()  # whatever earlier tests have left in it
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse(row.name, args=row.args(world)))
    counts = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        counts[name] = len(queries)
        BASELINE.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n")
    assert len(queries) == counts.get(name), "\n".join(q["sql"][:200] for q in queries)
