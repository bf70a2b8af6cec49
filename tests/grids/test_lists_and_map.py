"""Task lists and the map show what is in sight, and no more."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from grids.map_data import map_data
from grids.models import Hazard
from grids.services import hazards as actions
from tests.grids.makers import hazard, inspection, premises

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[104.0, 30.6], [104.1, 30.6], [104.1, 30.7], [104.0, 30.7], [104.0, 30.6]]],
}


def test_the_home_page_says_what_waits_for_whom(places, cast, as_user) -> None:
    place = premises(places)
    late = hazard(place, cast.wang, deadline=timezone.localdate())
    Hazard.objects.filter(pk=late.pk).update(deadline=timezone.localdate() - dt.timedelta(days=1))
    done = hazard(place, cast.wang, description="灯坏了")
    actions.rectify(actor=cast.wang, hazard=done, revision=done.revision)

    def home(user) -> str:
        return as_user(user).get(reverse("home")).content.decode()

    wang, liu, zhou = home(cast.wang), home(cast.liu), home(cast.zhou)
    assert "Round of the day" in wang and "Hazards overdue" in wang
    assert "Premises to inspect" in liu
    assert "Rectifications to verify" not in wang
    assert "Rectifications to verify" in liu and "灯坏了" in liu
    assert "Hazards overdue" not in zhou and "Premises to inspect" not in zhou
    rows = as_user(cast.liu).get(reverse("grids:hazards"), {"verifiable": "yes"})
    assert "灯坏了" in rows.content.decode() and "1 row" in rows.content.decode()


def test_the_map_counts_open_hazards_up_the_tree(places, cast, as_user) -> None:
    places.grid1.boundary = SQUARE
    places.grid1.save()
    place = premises(places)
    late = hazard(place, cast.wang, deadline=timezone.localdate())
    Hazard.objects.filter(pk=late.pk).update(deadline=timezone.localdate() - dt.timedelta(days=1))
    hazard(premises(places, area=places.grid2), cast.liu)
    data = as_user(cast.chen).get(reverse("grids:map-data")).json()
    grid = next(f for f in data["features"] if f["properties"]["name"] == "东一网格")
    assert grid["geometry"] == SQUARE
    assert (grid["properties"]["open"], grid["properties"]["overdue"]) == (1, 1)
    point = next(f for f in data["features"] if f["id"] == str(place.pk))
    assert point["geometry"] == {"type": "Point", "coordinates": [104.05, 30.66]}
    page = as_user(cast.chen).get(reverse("grids:map"), {"area": places.east.pk})
    row = next(row for row in page.context["rows"] if row["area"] == places.east)
    assert (row["open"], row["overdue"]) == (2, 1)
    listed = as_user(cast.chen).get(row["url"]).content.decode()
    assert "2 rows" in listed


def test_the_map_of_wang_ends_at_the_own_grid(places, cast, as_user) -> None:
    premises(places), premises(places, area=places.grid2)
    data = as_user(cast.wang).get(reverse("grids:map-data")).json()
    assert len([f for f in data["features"] if f["properties"]["kind"] == "premises"]) == 1
    other = as_user(cast.wang).get(reverse("grids:map-data"), {"area": places.grid2.pk})
    broken = as_user(cast.wang).get(reverse("grids:map-data"), {"area": "x"})
    assert other.status_code == broken.status_code == 404


def test_the_partner_gets_areas_but_no_premises_on_the_map(places, cast) -> None:
    places.grid1.boundary = SQUARE
    places.grid1.save()
    premises(places)
    kinds = {f["properties"]["kind"] for f in map_data(cast.sun)["features"]}
    assert kinds == {"grid"}


def test_flagged_inspections_can_be_listed(places, cast, as_user) -> None:
    place = premises(places)
    inspection(place, cast.wang, dt.date(2026, 3, 1), far_away=True)
    inspection(place, cast.wang, dt.date(2026, 3, 2))
    url = reverse("grids:inspections")
    page = as_user(cast.chen).get(url, {"flagged": "yes"}).content.decode()
    assert "1 row" in page and "check place or time" in page


def test_the_dashboard_gets_only_the_premises_at_which_something_is_open(places, cast) -> None:
    well, open_one = premises(places), premises(places, name="另一家")
    hazard(open_one, cast.wang)
    points = {
        only: {
            one["properties"]["name"]
            for one in map_data(cast.chen, open_only=only)["features"]
            if one["properties"]["kind"] == "premises"
        }
        for only in (True, False)
    }
    assert points == {True: {open_one.name}, False: {well.name, open_one.name}}
