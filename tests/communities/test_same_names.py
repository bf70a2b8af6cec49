"""Two areas of one name: whoever reads it anywhere sees which of both is meant."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given, strategies as st

from communities.area_names import AreaNames, SeveralAreas
from communities.models import Area
from communities.permissions import AREA_CHANGE
from communities.same_names import Named, told_apart
from communities.services.areas import add_area, tell_apart
from premises.models import Premises, PremisesCategory
from tests.sent import form_on

EAST, WEST = "第一网格（东社区）", "第一网格（西社区）"


@pytest.fixture
def alike(cast, places) -> tuple[Area, Area]:
    """A 第一网格 in each of the two communities."""
    for parent, code in ((places.east, "990100001001009"), (places.west, "990100001002009")):
        add_area(actor=cast.chen, parent=parent, kind="grid", name="第一网格", code=code)
    east, west = Area.objects.filter(name="第一网格").order_by("path")
    return east, west


def test_the_parents_name_belongs_to_it(alike, places) -> None:
    """Both get it, also the one that was there first; a name of its own stays as it is."""
    assert [str(one) for one in alike] == [EAST, WEST]
    places.grid1.refresh_from_db()
    assert str(places.grid1) == "东一网格"


def test_a_renamed_area_loses_it_and_so_does_the_other(cast, alike, as_user) -> None:
    """Through the page; and a renamed parent is told by its new name."""
    chen = as_user(cast.chen)
    east, west = alike

    def rename(area: Area, name: str) -> None:
        url = reverse("communities:area-edit", args=[area.pk])
        sent = form_on(chen.get(url), with_field="boundary")
        assert chen.post(url, sent | {"name": [name]}).status_code == 302
        east.refresh_from_db()
        west.refresh_from_db()

    rename(Area.objects.get(name="东社区"), "东方社区")
    assert [str(east), str(west)] == ["第一网格（东方社区）", WEST]
    rename(west, "第二网格")
    assert [str(east), str(west)] == ["第一网格", "第二网格"]


def test_tables_selects_exports_and_the_map_have_it(cast, alike, as_user) -> None:
    """None of them prints the bare name."""
    chen = as_user(cast.chen)
    category = PremisesCategory.objects.first()
    for number, grid in enumerate(alike):
        Premises.objects.create(area=grid, name=f"小店{number}", category=category)
    rows = chen.get(reverse("premises:list")).content.decode()
    form = chen.get(reverse("premises:new")).content.decode()
    csv = b"".join(chen.get(reverse("premises:list") + "?export=csv").streaming_content).decode()
    areas = chen.get(reverse("communities:areas") + "?q=第一网格").content.decode()
    for page in (rows, form, csv, areas):
        assert EAST in page and WEST in page
    Area.objects.filter(pk=alike[0].pk).update(latitude=30, longitude=114)
    told = json.loads(chen.get(reverse("grids:map-data")).content)
    assert EAST in {one["properties"]["name"] for one in told["features"]}


def test_imports_understand_what_the_portal_writes(cast, alike) -> None:
    """An export comes back; the bare name stays a question."""
    names = AreaNames(cast.chen, AREA_CHANGE)
    east, west = alike
    assert names.find(EAST) == names.find("东社区第一网格") == east
    assert names.find("第一网格", within="西社区") == names.find("西社区/第一网格") == west
    with pytest.raises(SeveralAreas):
        names.find("第一网格")


def test_as_many_areas_above_as_are_needed() -> None:
    """One 东社区 in each street; where no name helps the code does."""
    areas = {
        "a": Named("0001", "甲街道", "1"),
        "b": Named("0002", "乙街道", "2"),
        "c": Named("00010001", "东社区", "11"),
        "d": Named("00020001", "东社区", "21"),
        "e": Named("000100010001", "第一网格", "111"),
        "f": Named("000200010001", "第一网格", "211"),
        "g": Named("000200010002", "第一网格", "212"),
        "h": Named("0003", "甲街道", "3"),
    }
    assert told_apart(areas) == {
        "a": "1",
        "b": "",
        "c": "甲街道",
        "d": "乙街道",
        "e": "甲街道·东社区",
        "f": "东社区·211",
        "g": "东社区·212",
        "h": "3",
    }


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("甲乙丙")), max_size=12))
def test_no_two_areas_are_ever_written_alike(tree: list[tuple[int, str]]) -> None:
    """Whatever the tree: codes are unique, so there is always something to tell them apart."""
    areas: dict[int, Named] = {}
    for number, (parent, name) in enumerate(tree):
        above = areas[parent].path if parent in areas else ""
        areas[number] = Named(f"{above}{number:04d}", name, f"c{number}")
    found = told_apart(areas)
    assert len({(one.name, found[key]) for key, one in areas.items()}) == len(areas)


def test_areas_of_before_are_told_apart_too(places) -> None:
    """What stands in the tables without the service is put right by one call, once."""
    Area.objects.filter(pk=places.west.pk).update(name="东社区")
    assert tell_apart() == 2
    assert tell_apart() == 0


#: Where the bare name is what is meant: matching it, storing it.
BARE = {"area_names.py", "area_store.py", "areas.py", "boundary_preview.py", "starting.py"}


def test_nobody_prints_the_bare_name_of_an_area() -> None:
    """`str(area)` has what tells it apart."""
    bare_name = re.compile(r"\b(area|place|street|community|grid|parent)\.name\b")
    rooms = [path.parent for path in settings.BASE_DIR.glob("*/apps.py")]
    files = [one for room in rooms for one in room.rglob("*.py") if "demo" not in str(one)]
    files += settings.BASE_DIR.glob("templates/**/*.html")
    found = [one.name for one in files if bare_name.search(one.read_text())]
    assert set(found) == BARE
