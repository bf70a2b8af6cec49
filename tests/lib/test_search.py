"""Words are found anywhere in a text, whatever their width and case, on both databases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lib import bulk
from lib.search import holds, pairs_of
from premises.models import Premises
from tests.grids.makers import hazard, premises

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    """Return the names of the premises that hold `text` in name or address."""
    return set(
        Premises.objects.filter(holds(text, "name", "address")).values_list("name", flat=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "银杏",
        "杏苑ab",
        "ＡＢＣ",
        "Abc",
        "福",
        "ﾊ",
        "路3号",
        "100%",
        "_x",
        "  银杏 ",
        "號",
    ],
)
def test_parts_of_words_are_found(places, text: str) -> None:
    """Of one, two and more characters; full width and capitals are the same letters."""
    premises(places, name="福源银杏苑ABC店ハ", address="河滨路３号 100%_X")
    premises(places, name="别家", address="别处")
    assert found(text) == {"福源银杏苑ABC店ハ"}


@pytest.mark.parametrize("text", ["银苑", "苑银杏", "杏苑银", "1000%", "ax", "店路"])
def test_what_does_not_stand_there_is_not_found(places, text: str) -> None:
    """All pairs may be there, each in another place; a line's end is no part of a word."""
    premises(places, name="银杏店", address="路边杏苑 苑银")
    assert found(text) == set()


def test_rows_that_were_written_in_bulk_are_found(places) -> None:
    """There is nothing to fill that a writer could forget."""
    one = premises(places, name="原来")
    copy = Premises.objects.get(pk=one.pk)
    copy.pk, copy.name = "01900000-0000-7000-8000-000000000077", "批量写入的店"
    bulk.insert([copy])
    assert found("量写") == {"批量写入的店"}
    Premises.objects.filter(pk=one.pk).update(name="改过的名")
    assert found("过的") == {"改过的名"}


def test_pairs_are_those_of_neighbours() -> None:
    """Each once; one letter has none."""
    assert pairs_of("abab") == ["ab", "ba"]
    assert pairs_of("a") == []


def test_hazards_are_found_by_what_is_wrong_and_by_their_premises(places, cast, as_user) -> None:
    """In one search field."""
    hazard(premises(places, name="福源超市"), cast.wang, description="电线老化")
    hazard(premises(places, name="德隆旅馆"), cast.wang, description="通道堵塞")
    client = as_user(cast.chen)

    def listed(text: str) -> list[str]:
        table = client.get(reverse("grids:hazards"), {"q": text}).context["table"]
        return [row.description for row in table.rows]

    assert listed("线老") == listed("福源") == ["电线老化"]
    assert listed("旅馆") == ["通道堵塞"]
    assert listed("银杏") == []


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize(
    "url",
    [
        "grids:hazards",
        "grids:inspections",
        "premises:list",
        "injuries:records",
        "programmes:projects",
        "programmes:measures",
        "programmes:indicators",
        "programmes:values",
        "training:events",
        "actions:actions",
        "training:issues",
    ],
)
def test_postgresql_finds_two_characters_by_an_index(places, cast, as_user, url: str) -> None:
    """Without it the whole table would be read."""
    with CaptureQueriesContext(connection) as queries:
        as_user(cast.admin).get(reverse(url), {"q": "银杏"})
    statement = next(one["sql"] for one in queries if "search_pairs" in one["sql"])
    with connection.cursor() as cursor:
        # Of an empty table the planner reads anything; a bitmap alone needs an index for the word.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "_words" in plan or "_names" in plan
