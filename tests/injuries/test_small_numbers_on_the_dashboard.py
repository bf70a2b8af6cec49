"""Who may not open injury cards sees no number on the dashboard that could name a person."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from communities.models import Area
from injuries.services.records import withdraw_record
from lib.indicators import measure
from lib.periods import Period
from monitoring.dashboard import board

LAST_MONTH = Period.containing(timezone.localdate()).previous


@pytest.fixture(autouse=True)
def cards(make_record, places) -> None:
    """Three cards of last month in one grid, seven more in the community beside it."""
    cache.clear()
    day = LAST_MONTH.start + dt.timedelta(days=9)
    for _n in range(3):
        make_record(area=places.grid1, visited_on=day)
    for _n in range(7):
        make_record(area=places.west, visited_on=day)


def injuries(area: Area, user) -> tuple[float | None, list[float | None]]:
    """The count of the month and the trend, as `user` gets them."""
    groups = board(area, LAST_MONTH, user).groups
    (group,) = [one for one in groups if one.figures[0].definition.key == "injuries.count"]
    return group.figures[0].now.value, [month.now.value for month in group.trend.months]


def test_the_office_sees_three_and_the_fire_station_does_not(places, cast) -> None:
    """The same page, for chen who keeps the cards and for sun who may not open them."""
    assert injuries(places.east, cast.chen)[0] == 3
    value, trend = injuries(places.east, cast.sun)
    assert value is None and trend[-1] is None
    assert injuries(places.street, cast.sun)[0] == 10


def test_a_grid_shows_no_monthly_count_without_the_cards(make_record, places, cast) -> None:
    """Even nothing and large numbers: a grid has a few hundred people."""
    assert injuries(places.grid1, cast.chen)[0] == 3
    for area in (places.grid1, places.grid2):
        value, trend = injuries(area, cast.sun)
        assert value is None and set(trend) == {None}


def test_the_page_of_the_fire_station_names_no_small_count(places, cast, as_user) -> None:
    page = as_user(cast.sun).get(reverse("monitoring:dashboard"), {"area": places.east.pk})
    assert "to protect the persons" in page.text
    group = re.search(
        r'<section[^>]*"board-group[^>]*aria-label="Injuries".*?</section>', page.text, re.S
    )
    assert group and not re.search(r">[1-4]<", group[0])


def test_a_figure_is_counted_anew_when_something_was_done(places, cast, make_record) -> None:
    """And not before: a second look within the minute counts nothing."""

    first = board(places.street, LAST_MONTH, cast.chen)
    assert board(places.street, LAST_MONTH, cast.chen).read_at == first.read_at
    record = make_record(area=places.west, visited_on=LAST_MONTH.start)
    withdraw_record(actor=cast.chen, record=record, reason="重复录入")
    injuries_now, *others_now = board(places.street, LAST_MONTH, cast.chen).groups
    injuries_then, *others_then = first.groups
    assert injuries_now.read_at > injuries_then.read_at
    assert [one.read_at for one in others_now] == [one.read_at for one in others_then]
    assert measure("injuries.count", places.street, LAST_MONTH).value == 10
