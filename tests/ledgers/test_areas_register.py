"""Areas from Excel are hung where they belong, those above first."""

import datetime as dt
import json
from typing import Any

import pytest

from communities.models import Area, Population
from communities.permissions import AREA_CHANGE
from ledgers.declaration import Addition, Change, Order, Undone
from ledgers.machine.columns import guess
from ledgers.problems import Problem
from ledgers.registers.areas import AREAS, wrong
from lib.ids import new_id
from tests.cast import Cast, Places

STORE = AREAS.store
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[121.0, 31.0], [121.01, 31.0], [121.01, 31.01], [121.0, 31.01], [121.0, 31.0]]
    ],
}


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.chen, area=places.street, today=dt.date(2026, 11, 30), batch=new_id())


def rows(*values: dict[str, Any]) -> list[Addition]:
    return [Addition(key=new_id(), number=n, values=one) for n, one in enumerate(values, start=3)]


def named(name: str) -> Area:
    return Area.objects.get(name=name)


def test_communities_and_grids_of_one_sheet(order: Order, places: Places) -> None:
    """The code, the name of the community and the kind in the name say where each lies."""
    sheet = rows(
        {"name": "南一网格", "parent": "南社区"},
        {"name": "南社区", "code": "990100001003", "households": 900},
        {"name": "南二网格", "parent": "990100001003"},
        {"name": "东三网格", "parent": "东社区居委会"},
    )
    assert STORE.add(order, sheet) == {}
    south = named("南社区")
    assert (south.kind, south.households, south.get_parent()) == ("community", 900, places.street)
    grids = {one.name: (one.kind, one.code) for one in south.get_children()}
    assert grids == {
        "南二网格": ("grid", "990100001003001"),
        "南一网格": ("grid", "990100001003002"),
    }
    assert named("东三网格").get_parent() == places.east
    assert named("东三网格").code == "990100001001003"
    assert named("南社区").pk == sheet[1].key


def test_what_lies_nowhere_or_does_not_fit_is_refused(order: Order, places: Places) -> None:
    refused = STORE.add(
        order,
        rows(
            {"name": "北一网格", "parent": "990100001077"},
            {"name": "某网格", "parent": "金沙街道"},
            {"name": "邻二社区", "parent": "邻街街道"},
        ),
    )
    assert refused[3] == Problem("parent", "unknown-area", {"value": "990100001077"})
    assert refused[4].code == "refused-by-rule"
    assert refused[5].code == "unknown-area"
    assert Area.objects.count() == 9


def test_a_community_that_is_not_there_comes_with_its_grids(order: Order, places: Places) -> None:
    """A list of grids names its community in a column of its own; undoing takes both out."""
    sheet = rows({"name": "第1网格", "parent": "北社区"}, {"name": "第2网格", "parent": "北社区"})
    (told,) = AREAS.remarks(order)(sheet[0].values)
    assert (told.code, told.params) == ("made-above", {"value": "北社区"})
    assert not list(AREAS.remarks(order)({"name": "第3网格", "parent": "东社区"}))
    assert STORE.add(order, sheet) == {}
    north = named("北社区")
    assert (north.kind, Area.objects.get_parent(north)) == ("community", places.street)
    assert [one.name for one in Area.objects.get_children(north)] == ["第1网格", "第2网格"]
    assert not list(AREAS.remarks(order)(sheet[0].values))
    assert STORE.undo(order, [Undone(key=row.key, revision=1) for row in sheet]) == {}
    assert not Area.objects.filter(name__in=("北社区", "第1网格")).exists()


def test_a_community_on_which_something_stands_stays(order: Order, places: Places) -> None:
    """Its grids go; the figures that somebody entered for it since keep it."""
    sheet = rows({"name": "第1网格", "parent": "北社区"})
    STORE.add(order, sheet)
    Population.objects.create(area=named("北社区"), year=2026, sex="1", age_band=0, persons=5)
    assert STORE.undo(order, [Undone(key=sheet[0].key, revision=1)]) == {}
    assert named("北社区") and not Area.objects.filter(name="第1网格").exists()


def test_a_community_known_by_a_former_name_is_not_said_to_be_new(order: Order, places) -> None:
    Area.objects.filter(pk=places.east.pk).update(former_names=["老东社区"])
    assert not list(AREAS.remarks(order)({"name": "第1网格", "parent": "老东社区"}))
    assert list(AREAS.remarks(order)({"name": "第1网格", "parent": "新村社区"}))


def test_headings_of_a_list_of_grids_and_of_communities() -> None:
    """社区 is the name in a list of communities, and the area above beside 网格."""
    grids = guess(AREAS, ["序号", "社区", "网格名称", "户数"], {})
    assert grids == ["", "parent", "name", "households"]
    assert guess(AREAS, ["社区名称", "户数"], {}) == ["name", "households"]
    assert guess(AREAS, ["街道", "社区", "面积"], {}) == ["parent", "name", "surface"]
    assert guess(AREAS, ["所属社区", "楼栋"], {}) == ["parent", "name"]


def test_a_level_and_both_coordinates_are_asked_for(order: Order) -> None:
    assert [one.field for one in wrong(order, {"name": "南社区", "latitude": 31})] == ["latitude"]
    assert not list(wrong(order, {"name": "南社区"}))


def test_an_area_is_found_by_code_or_name_where_it_may_be_changed(
    order: Order, places: Places
) -> None:
    found = STORE.find(
        order,
        [
            {"code": "990100001001"},
            {"name": "东社区居委会"},
            {"name": "东一网格", "parent": "东社区"},
            {"name": "东一网格", "parent": "西社区"},
            {"code": "990100002001", "name": "邻社区"},
            {"name": "邻社区"},
        ],
    )
    east, grid = places.east.pk, places.grid1.pk
    assert [[one.key for one in row] for row in found] == [[east], [east], [grid], [], [], []]


def test_a_row_changes_what_it_says(order: Order, places: Places) -> None:
    (stored,) = STORE.find(order, [{"code": places.east.code}])[0]
    values = {"households": 1300, "boundary": json.dumps({"type": "Feature", "geometry": SQUARE})}
    change = Change(key=stored.key, number=3, revision=stored.revision, values=values)
    assert STORE.change(order, [change]) == {}
    east = Area.objects.get(pk=places.east.pk)
    assert (east.households, east.name) == (1300, "东社区")
    assert east.boundary["type"] == "Polygon"
    assert STORE.change(order, [change]) == {3: Problem("", "changed-meanwhile")}
    (same,) = STORE.find(order, [{"code": east.code, "boundary": values["boundary"]}])[0]
    assert same.values["boundary"]


def test_a_boundary_that_is_none_refuses_its_row_alone(order: Order) -> None:
    line = {"type": "LineString", "coordinates": [[121, 31], [122, 32]]}
    refused = STORE.add(
        order,
        rows(
            {"name": "南社区", "code": "990100001003", "boundary": json.dumps(SQUARE)},
            {"name": "北社区", "code": "990100001004", "boundary": "一片地"},
            {"name": "中社区", "code": "990100001005", "boundary": json.dumps(line)},
        ),
    )
    assert {number: one.field for number, one in refused.items()} == {4: "boundary", 5: "boundary"}
    assert named("南社区").boundary


def test_undoing_takes_out_what_nothing_stands_on(order: Order, places: Places) -> None:
    sheet = rows(
        {"name": "南社区", "code": "990100001003"},
        {"name": "南一网格", "parent": "南社区"},
        {"name": "北社区", "code": "990100001004"},
    )
    STORE.add(order, sheet)
    Population.objects.create(area=named("北社区"), year=2025, sex="1", age_band=0, persons=5)
    undone = [Undone(key=one.key, revision=1) for one in (sheet[2], sheet[1], sheet[0])]
    stayed = STORE.undo(order, undone)
    assert set(stayed) == {sheet[2].key}
    assert not Area.objects.filter(name__in=["南社区", "南一网格"]).exists()


def test_undoing_puts_back_what_was_there(order: Order, places: Places) -> None:
    (stored,) = STORE.find(order, [{"code": places.east.code}])[0]
    before = {"households": 1200, "boundary": ""}
    values = {"households": 1300, "boundary": json.dumps(SQUARE)}
    STORE.change(order, [Change(key=stored.key, number=3, revision=stored.revision, values=values)])
    undone = Undone(key=stored.key, revision=stored.revision + 1, before=before)
    assert STORE.undo(order, [undone]) == {}
    east = Area.objects.get(pk=places.east.pk)
    assert (east.households, east.boundary) == (1200, None)


def test_the_register_asks_for_the_right_to_change_areas() -> None:
    assert AREAS.permission == AREA_CHANGE
