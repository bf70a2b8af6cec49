"""The boundary of an area is drawn on the map: neighbours in sight, what is odd said at once."""

import json

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.sent import form_on


def square(west: float, south: float, size: float = 0.02) -> dict[str, object]:
    """A square in degrees."""
    east, north = west + size, south + size
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


@pytest.fixture
def drawn(places) -> None:
    """The street, and in its west half the west community."""
    places.street.boundary = square(104.00, 30.60, 0.04)
    places.street.save()
    places.west.boundary = square(104.00, 30.60)
    places.west.save()


def said(client, area, geometry: object) -> list[str]:
    """What the page is told about a boundary being drawn."""
    address = reverse("communities:boundary-check", args=[area.pk])
    return client.post(address, {"boundary": json.dumps(geometry)}).json()["said"]


def test_chen_draws_and_saves(cast, places, as_user, drawn) -> None:
    geometry = square(104.02, 30.60)
    answer = save(as_user(cast.chen), places.east, geometry)
    assert answer.status_code == 302, answer.context["form"].errors
    places.east.refresh_from_db()
    assert places.east.boundary == geometry
    assert AuditEntry.objects.filter(code="communities.area.changed").exists()


def test_neighbours_come_with_their_role_and_nobody_elses(cast, places, as_user, drawn) -> None:
    places.next_street.boundary = square(105.0, 31.0)
    places.next_street.save()
    address = reverse("communities:boundary-around", args=[places.east.pk])
    found = as_user(cast.chen).get(address).json()["features"]
    roles = {one["properties"]["name"]: one["properties"]["role"] for one in found}
    assert roles == {str(places.west): "beside", str(places.street): "above"}


def test_an_overlap_and_what_lies_outside_are_said(cast, places, as_user, drawn) -> None:
    client = as_user(cast.chen)
    over = said(client, places.east, square(104.01, 30.60))
    assert any(str(places.west) in line and "50" in line for line in over)
    outside = said(client, places.east, square(104.03, 30.60))
    assert any("outside" in line and "50" in line for line in outside)


def test_what_no_area_has_is_said(cast, places, as_user, drawn) -> None:
    lines = said(as_user(cast.chen), places.east, square(104.02, 30.60))
    assert lines == [f"50 % of “{places.street}” still lie in no area."]


def test_a_boundary_that_crosses_itself_is_named(cast, places, as_user, drawn) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [
            [[104.0, 30.6], [104.02, 30.62], [104.02, 30.6], [104.0, 30.62], [104.0, 30.6]]
        ],
    }
    assert any("cross" in line for line in said(as_user(cast.chen), places.east, bow))
    assert said(as_user(cast.chen), places.east, "no boundary")


def test_nothing_is_kept_by_a_check(cast, places, as_user, drawn) -> None:
    said(as_user(cast.chen), places.east, square(104.02, 30.60))
    places.east.refresh_from_db()
    assert places.east.boundary is None


def save(client, area, geometry: object, **more: str):
    """Send the page of an area's boundary."""
    address = reverse("communities:boundary-draw", args=[area.pk])
    sent = form_on(client.get(address), with_field="boundary")
    return client.post(address, sent | {"boundary": json.dumps(geometry)} | more)


def test_a_gap_that_a_new_boundary_opens_is_asked_about_before_it_is_kept(
    cast, places, as_user, drawn
) -> None:
    """It was found only when the page was opened again."""
    client = as_user(cast.chen)
    smaller = square(104.00, 30.60, 0.01)
    page = save(client, places.west, smaller)
    assert page.status_code == 200
    said = page.context["form"].errors["confirmed"]
    assert said == [f"94 % of “{places.street}” still lie in no area."]
    assert "The boundary was checked" in page.text
    places.west.refresh_from_db()
    assert places.west.boundary == square(104.00, 30.60)
    assert save(client, places.west, smaller, confirmed="on").status_code == 302
    places.west.refresh_from_db()
    assert places.west.boundary == smaller


def test_an_overlap_is_asked_about_and_a_smaller_gap_is_not(cast, places, as_user, drawn) -> None:
    client = as_user(cast.chen)
    over = save(client, places.east, square(104.01, 30.60))
    assert str(places.west) in "".join(over.context["form"].errors["confirmed"])
    assert save(client, places.west, square(104.00, 30.60, 0.03)).status_code == 302


def test_the_form_of_the_area_asks_the_same(cast, places, as_user, drawn) -> None:
    client = as_user(cast.chen)
    address = reverse("communities:area-edit", args=[places.west.pk])
    sent = form_on(client.get(address), with_field="boundary")
    page = client.post(address, sent | {"boundary": json.dumps(square(104.00, 30.60, 0.01))})
    assert page.status_code == 200 and "confirmed" in page.context["form"].errors
