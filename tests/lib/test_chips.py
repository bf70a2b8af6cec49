"""What a list is narrowed to stands above it in words, and can be taken away."""

import datetime as dt
from urllib.parse import unquote

from django.urls import reverse
from django.utils import timezone

from grids.models import Hazard
from lib.periods import Period
from tests.grids.makers import hazard, premises

HAZARDS = reverse("grids:hazards")


def chips_of(page) -> dict[str, str]:
    """What stands above the rows, with the address that takes it away."""
    return {chip.words: chip.without for chip in page.context["narrowing"].chips}


def test_chen_sees_why_the_list_is_short_and_takes_one_reason_away(places, cast, as_user) -> None:
    """A number opened it; no field shows a key or a raw moment."""
    place = premises(places, name="福源超市")
    hazard(place, cast.wang)
    query = {"premises": str(place.pk), "overdue_at": "2026-03-01T00:00:00+08:00", "on_spot": "yes"}
    page = as_user(cast.chen).get(HAZARDS, query | {"grade": "major", "sort": "-deadline"})
    chips = chips_of(page)
    assert list(chips) == [
        "Grade: Major",
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


def test_a_list_begins_with_what_is_open_and_says_so(places, cast, as_user) -> None:
    """One click shows all; whoever has chosen something is not corrected."""
    place = premises(places)
    still, ended = hazard(place, cast.wang), hazard(place, cast.wang)
    Hazard.objects.filter(pk=ended.pk).update(state="withdrawn", ended_at=timezone.now())
    client = as_user(cast.chen)
    page = client.get(HAZARDS)
    assert [row.pk for row in page.context["table"].rows] == [still.pk]
    assert client.get(HAZARDS, {"sort": "deadline"}).context["table"].count == 1
    ((words, without),) = chips_of(page).items()
    assert words == "State: Open"
    assert client.get(HAZARDS + without).context["table"].count == 2
    assert client.get(HAZARDS, {"grade": "general"}).context["table"].count == 2
    exported = b"".join(client.get(HAZARDS, {"export": "csv"}).streaming_content).decode()
    assert still.number in exported and ended.number not in exported


def test_an_empty_list_of_open_ones_leads_to_the_others(places, cast, as_user) -> None:
    ended = hazard(premises(places), cast.wang)
    Hazard.objects.filter(pk=ended.pk).update(state="withdrawn", ended_at=timezone.now())
    page = as_user(cast.chen).get(HAZARDS)
    assert "Nothing is open here." in page.text and 'href="?state="' in page.text
    Hazard.objects.filter(pk=ended.pk).update(area=places.next_community)
    assert "Nothing is open here." not in as_user(cast.chen).get(HAZARDS).text


def test_a_period_fills_both_days_and_stands_as_one_word(places, cast, as_user) -> None:
    """Its days stand in no field, so another period can be chosen next."""
    month = Period.containing(timezone.localdate())
    place = premises(places)
    hazard(place, cast.wang)
    before = timezone.now() - dt.timedelta(days=62)
    hazard(place, cast.wang, found_at=before)
    page = as_user(cast.chen).get(HAZARDS, {"period": "this-month", "state": ""})
    assert page.context["table"].count == 1
    chips = chips_of(page)
    assert list(chips) == ["This month"]
    assert as_user(cast.chen).get(HAZARDS + chips["This month"]).context["table"].count == 2
    assert f'value="{month.start}"' not in page.text
    own = as_user(cast.chen).get(HAZARDS, {"start": str(month.start), "state": ""})
    assert list(chips_of(own)) == [f"Found from: {month.start}"]


def test_a_few_filters_stand_open_the_others_behind_a_word(cast, as_user) -> None:
    narrowing = as_user(cast.chen).get(HAZARDS).context["narrowing"]
    assert [field.name for field in narrowing.main] == ["area", "state", "grade"]
    assert {"category", "overdue", "start", "end"} <= {field.name for field in narrowing.more}
    assert len(narrowing.main) <= 4


def test_what_there_is_not_narrows_to_nothing_and_says_so(places, cast, as_user) -> None:
    """A state that nobody knows, 31 February: left out, all rows would pass for those asked for."""
    hazard(premises(places), cast.wang)
    client = as_user(cast.chen)
    assert client.get(HAZARDS, {"state": ""}).context["table"].count == 1
    for wrong in ({"grade": "huge"}, {"start": "2026-02-31"}, {"area": "nowhere"}):
        page = client.get(HAZARDS, wrong)
        (words,) = chips_of(page)
        assert page.context["table"].count == 0 and words.endswith(".")
        sheet = b"".join(client.get(HAZARDS, wrong | {"export": "csv"}).streaming_content)
        assert sheet.decode("utf-8-sig").count("\n") <= 2
