"""What a list is narrowed to stands above it in words, and can be taken away."""

from urllib.parse import unquote

from django.urls import reverse

from tests.grids.makers import hazard, premises

HAZARDS = reverse("grids:hazards")


def test_chen_sees_why_the_list_is_short_and_takes_one_reason_away(places, cast, as_user) -> None:
    """A number opened it; no field shows a key or a raw moment."""
    place = premises(places, name="福源超市")
    hazard(place, cast.wang)
    query = {"premises": str(place.pk), "overdue_at": "2026-03-01T00:00:00+08:00", "on_spot": "yes"}
    page = as_user(cast.chen).get(HAZARDS, query | {"grade": "major", "sort": "-deadline"})
    chips = dict(page.context["chips"])
    assert list(chips) == [
        "Overdue at: 2026-03-01 00:00",
        "Put right on the spot",
        "Premises: 福源超市",
    ]
    without = unquote(chips["Premises: 福源超市"])
    assert "premises" not in without and "grade=major" in without and "sort=-deadline" in without
    fields = [field.name for field in page.context["filterset"].form.visible_fields()]
    assert not {"premises", "overdue_at", "on_spot"} & set(fields)
    assert "grade" in fields


def test_repeated_and_flagged_have_a_field_of_their_own(cast, as_user) -> None:
    """So that nobody needs a link to find them."""
    client = as_user(cast.chen)
    assert 'name="repeated"' in client.get(HAZARDS).text
    assert 'name="flagged"' in client.get(reverse("grids:inspections")).text


def test_premises_out_of_sight_are_not_named(places, cast, as_user) -> None:
    """Their key narrows to nothing and says nothing."""
    far = premises(places, name="邻街店", area=places.next_community)
    page = as_user(cast.wang).get(HAZARDS, {"premises": str(far.pk)})
    assert page.context["table"].count == 0
    assert "邻街店" not in page.text


def test_a_number_that_was_searched_for_does_not_stay_in_the_browser(cast, as_user) -> None:
    """htmx writes the address into the history; words may stand there, numbers of people not."""
    client, url = as_user(cast.chen), reverse("injuries:records")
    part = {"hx-request": "true"}
    found = client.get(url, {"q": "13800001234", "sex": "1"}, headers=part)
    assert found.headers["HX-Push-Url"] == f"{url}?sex=1"
    assert "HX-Push-Url" not in client.get(url, {"q": "骨折"}, headers=part).headers
