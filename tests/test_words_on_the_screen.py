"""What people read in lists and forms: names of places and persons, days in local time."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from grids.models import HazardStep
from tests.cast import Cast, Places
from tests.grids.makers import hazard, inspection, premises
from tests.training.factories import make_event


@pytest.fixture
def in_chinese(cast: Cast):
    """Return a client of the user, in Chinese as the office has it."""

    def sign_in(user: User) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(user)
        return client

    return sign_in


def labels(text: str) -> list[str]:
    """The words of the labels and table headings of a page."""
    found = re.findall(r"<(?:label|th)\b[^>]*>(.*?)</(?:label|th)>", text, re.DOTALL)
    return [re.sub(r"<[^>]+>|\*", "", one).strip() for one in found]


@pytest.mark.parametrize(
    "page",
    ["communities:area-new", "communities:organisation-new", "premises:new"],
)
def test_a_place_has_a_name_and_no_surname(in_chinese, cast, page: str) -> None:
    """姓名 is a person's name; areas, organisations and premises have a 名称."""
    found = labels(in_chinese(cast.admin).get(reverse(page)).content.decode())
    assert "名称" in found and "姓名" not in found


def test_the_lists_of_places_say_it_too(in_chinese, cast, places) -> None:
    premises(places)
    for page in ("premises:list", "communities:organisations"):
        found = labels(in_chinese(cast.admin).get(reverse(page)).content.decode())
        assert "姓名" not in found


def test_a_person_has_a_surname(in_chinese, cast) -> None:
    for page in ("communities:user-new", "communities:users"):
        found = labels(in_chinese(cast.admin).get(reverse(page)).content.decode())
        assert any("姓名" in one for one in found) and "名称" not in found
    found = labels(in_chinese(cast.zhao).get(reverse("injuries:record-new")).content.decode())
    assert "姓名" in found


def test_a_new_area_has_an_empty_boundary(in_chinese, cast) -> None:
    page = in_chinese(cast.admin).get(reverse("communities:area-new")).content.decode()
    assert re.search(r"<textarea[^>]*name=\"boundary\"[^>]*>\s*</textarea>", page)


def test_the_telephone_of_premises_is_one_line(in_chinese, cast) -> None:
    page = in_chinese(cast.admin).get(reverse("premises:new")).content.decode()
    assert re.search(r"<input[^>]*type=\"tel\"[^>]*name=\"contact_phone\"", page)
    assert not re.search(r"<textarea[^>]*name=\"contact_phone\"", page)


def test_inspections_are_listed_in_local_time(in_chinese, cast, places) -> None:
    """Ten o'clock is ten o'clock, not 02:00+00:00."""
    inspection(premises(places), cast.wang, dt.date(2026, 3, 2))
    page = in_chinese(cast.wang).get(reverse("grids:inspections")).content.decode()
    assert "2026-03-02 10:00" in re.sub(r"<[^>]+>", "", page) and "+00:00" not in page


def test_the_trail_names_a_step_by_its_local_time(places, cast) -> None:
    hazard(premises(places), cast.wang)
    step = HazardStep.objects.get()
    step.at = timezone.make_aware(dt.datetime(2026, 3, 2, 10, 0))
    assert str(step).endswith("2026-03-02 10:00")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_training_writes_days_as_every_list_does(cast, places: Places, language: str) -> None:
    make_event(places.east, starts_at=timezone.make_aware(dt.datetime(2026, 3, 2, 9, 30)))
    client = Client(headers={"accept-language": language})
    client.force_login(cast.liu)
    page = client.get(reverse("training:events")).content.decode()
    assert '<span class="text-nowrap">2026-03-02 09:30</span>' in page
