"""Maps: names, sizes, a community chosen on the dashboard, the shift of Chinese maps; the wall."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grids.models import Hazard
from monitoring.pressing import SHOWN
from tests.grids.makers import hazard, premises

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[104.04, 30.65], [104.06, 30.65], [104.06, 30.67], [104.04, 30.67], [104.04, 30.65]]
    ],
}

#: Pairs of EvilTransform's own tests: satellite latitude and longitude, then those of the map.
PAIRS = [
    (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
    (48.8584, 2.2945, 48.8584, 2.2945),
]
METRE = 1e-5  # degrees, nearly


@pytest.fixture
def drawn(places) -> None:
    """The east community has a boundary."""
    places.east.boundary = SQUARE
    places.east.save()


def test_satellite_positions_are_shifted_as_published_and_back(cast, drawn, window_of) -> None:
    page = window_of(cast.chen).page
    page.goto("/grids/map/")
    expect(page.locator("[data-grids-map][data-ready]")).to_be_visible()
    for lat, lng, there_lat, there_lng in PAIRS:
        found = page.evaluate(
            """async ([lat, lng, thereLat, thereLng]) => {
              const { toGcj, toWgs } = await import("gcj02");
              return [toGcj(lat, lng), toWgs(thereLat, thereLng)];
            }""",
            [lat, lng, there_lat, there_lng],
        )
        there, back = found
        assert abs(there["lat"] - there_lat) < METRE and abs(there["lng"] - there_lng) < METRE
        assert abs(back["lat"] - lat) < METRE and abs(back["lng"] - lng) < METRE


def test_areas_have_names_and_the_legend_ends_with_the_largest(
    cast, places, drawn, window_of
) -> None:
    shop = premises(places)
    for _n in range(3):
        hazard(shop, cast.wang)
    page = window_of(cast.chen).page
    page.goto("/grids/map/")
    expect(page.locator(".map-name", has_text=str(places.east))).to_be_visible()
    expect(page.locator(".leaflet-control-scale-line")).to_be_visible()
    expect(page.locator(".map-north")).to_contain_text("北")
    expect(page.locator(".map-legend")).to_contain_text("场所未办结隐患")
    sizes = page.locator(".map-legend > div").last.locator("span")
    expect(sizes.last).to_have_text("3")


def test_a_zoom_names_one_level_and_the_finest_that_has_room(
    cast, places, drawn, window_of
) -> None:
    """A community's name and that of a grid in its middle would lie on each other."""
    places.grid1.boundary = {
        "type": "Polygon",
        "coordinates": [
            [[104.045, 30.655], [104.055, 30.655], [104.055, 30.665], [104.045, 30.655]],
        ],
    }
    places.grid1.save()
    page = window_of(cast.chen).page
    page.goto("/grids/map/")
    expect(page.locator(".map-name", has_text=str(places.grid1))).to_be_visible()
    expect(page.locator(".map-name-large")).to_have_count(0)
    roomless = """async () => {
      const { nameAreas } = await import("map");
      const L = (await import("leaflet")).default;
      const box = document.createElement("div");
      box.style.cssText = "position: fixed; inset: 0; width: 300px; height: 300px";
      document.body.append(box);
      const map = L.map(box, { fadeAnimation: false }).setView([30, 104], 14);
      const at = (n) => L.rectangle([[30, 104], [30.0001, 104.0001 + n / 1e5]]).addTo(map);
      nameAreas(map, [[[at(0), "甲网格", ""], [at(1), "乙网格", ""]], [[at(2), "社区", ""]]]);
      return [...box.querySelectorAll(".map-name")].map((one) => one.textContent);
    }"""
    assert page.evaluate(roomless) == ["社区"]


def test_a_click_on_a_community_chooses_it_on_the_dashboard(cast, places, drawn, window_of) -> None:
    page = window_of(cast.zhou).page
    page.goto("/reports/dashboard/")
    name = page.locator(".map-name", has_text=str(places.east))
    expect(name).to_be_visible()
    box = name.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] - 20)
    expect(page.locator("#board h1")).to_contain_text(str(places.east))
    expect(page).to_have_url(re.compile(f"area={places.east.pk}"))


def test_the_wall_turns_its_pages_by_keys_and_leaves_by_escape(cast, places, window_of) -> None:
    hazard(premises(places), cast.wang, grade="major")
    page = window_of(cast.zhou).page
    page.goto("/reports/dashboard/")
    page.get_by_role("button", name="全屏轮播").click()
    place = page.locator("[data-wall-place]")
    expect(place).to_have_text(re.compile("^1 / "))
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text(re.compile("^2 / "))
    expect(page.locator(".wall-page")).to_have_count(1)
    assert page.evaluate("document.getElementById('wall').scrollHeight <= innerHeight")
    page.keyboard.press("Escape")
    expect(page.locator(".wall-on")).to_have_count(0)


def test_the_wall_counts_the_hazards_for_which_it_has_no_room(cast, places, window_of) -> None:
    """Nothing is cut through: what is not seen is counted beside the heading."""
    shop = premises(places)
    for _n in range(SHOWN + 2):
        hazard(shop, cast.wang, grade="major")
    long_ago = timezone.now() - dt.timedelta(days=76)
    Hazard.objects.update(found_at=long_ago, deadline=timezone.localdate(long_ago))
    page = window_of(cast.zhou).page
    page.goto("/reports/dashboard/")
    panel = page.locator(".board-hazards")
    words = panel.locator("[data-wall-left]")
    expect(words).to_contain_text("2")
    page.evaluate(
        """() => document.querySelectorAll(".board-hazards tbody tr")
             .forEach((row) => { row.style.height = "200px"; })"""
    )
    page.get_by_role("button", name="全屏轮播").click()
    page.keyboard.press("ArrowRight")
    expect(panel).to_be_visible()
    seen = panel.locator("tbody tr:visible")
    end = panel.evaluate("e => e.getBoundingClientRect().bottom")
    bottoms = seen.evaluate_all("rows => rows.map((e) => e.getBoundingClientRect().bottom)")
    assert 0 < len(bottoms) < SHOWN and max(bottoms) <= end
    expect(words).to_contain_text(str(SHOWN + 2 - len(bottoms)))
    expect(seen.first).to_contain_text("网格或社区")
    page.keyboard.press("Escape")
    expect(seen).to_have_count(SHOWN)
    expect(words).to_contain_text("2")


def test_chen_drags_a_corner_of_a_boundary_and_saves(cast, places, drawn, window_of) -> None:
    page = window_of(cast.chen).page
    page.goto(f"/communities/areas/{places.east.pk}/boundary/")
    expect(page.locator("[data-boundary][data-ready]")).to_be_visible()
    expect(page.locator("textarea[name=boundary]")).to_be_hidden()
    page.locator(".leaflet-pm-icon-edit").click()
    corner = page.locator(".marker-icon:not(.marker-icon-middle)").first.bounding_box()
    page.mouse.move(corner["x"] + 7, corner["y"] + 7)
    page.mouse.down()
    page.mouse.move(corner["x"] + 60, corner["y"] - 40, steps=6)
    page.mouse.up()
    expect(page.locator("[data-boundary-said]")).not_to_be_empty()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_contain_text(str(places.east))
    places.east.refresh_from_db()
    assert places.east.boundary != SQUARE
    assert places.east.boundary["type"] == "Polygon"
