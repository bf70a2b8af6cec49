"""Twelve months against the twelve before, with what happened at its month."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from documents.charts import Axis, year_and_before
from lib.happenings import happened
from lib.indicators import indicators
from lib.periods import Period
from monitoring.trends import MONTHS, trend_of
from tests.grids.makers import hazard, premises
from tests.programmes.factories import make_project, run_project
from training.kinds import EventKind
from training.models import Event

LAST_MONTH = Period.containing(timezone.localdate()).previous
NAMES = [f"{month}月" for month in range(1, 13)]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def texts(spec) -> list[tuple[object, str]]:
    """The numbers at the ends: value and side of the line."""
    return [
        (layer["data"]["values"][0]["value"], layer["mark"]["baseline"])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and "note" not in layer["data"]["values"][0]
    ]


def test_numbers_stand_at_the_ends_the_higher_above_the_lower_below() -> None:
    now, before = [5, *[6] * 10, 9], [7, *[6] * 10, 4]
    spec = year_and_before(NAMES, now, before, measure=Axis())
    assert texts(spec) == [(5, "top"), (7, "bottom"), (9, "bottom"), (4, "top")]


def test_one_number_says_both_where_they_are_equal() -> None:
    spec = year_and_before(NAMES, [5] * 12, [5] * 12, measure=Axis())
    assert texts(spec) == [(5, "bottom"), (5, "bottom")]


def test_a_sign_stands_at_its_month() -> None:
    spec = year_and_before(NAMES, [1] * 12, [2] * 12, measure=Axis(), notes={5: "①"})
    assert {"x": "6月", "note": "①"} in spec["layer"][-1]["data"]["values"]


def test_nothing_known_is_no_chart() -> None:
    assert year_and_before(NAMES, [None] * 12, [None] * 12, measure=Axis()) is None


def test_the_trend_ends_with_the_last_whole_month(cast, places) -> None:
    hazard(premises(places), cast.wang, found_at=LAST_MONTH.start_at)
    running = Period.containing(timezone.localdate())
    definition = indicators["grids.hazards.found"]
    for period in (LAST_MONTH, running):
        trend = trend_of(definition, places.street, period, None)
        assert len(trend.months) == MONTHS
        if timezone.localdate() != running.last_day or period == LAST_MONTH:
            assert trend.months[-1].period == LAST_MONTH
    assert trend.months[-1].before.value == 0


@pytest.fixture
def year(cast, places) -> tuple[dt.date, dt.date]:
    """A project and two campaigns of last month, a drill, and a restricted project."""
    begun = LAST_MONTH.start + dt.timedelta(days=2)
    run_project(make_project(places.street), begun)
    run_project(make_project(places.street, restricted=True), begun)
    for kind, title in (
        (EventKind.CAMPAIGN, "消防宣传月"),
        (EventKind.CAMPAIGN, "用电安全周"),
        (EventKind.LECTURE, "讲座"),
    ):
        Event.objects.create(
            area=places.east,
            kind=kind,
            title=title,
            state="written-up",
            starts_at=LAST_MONTH.start_at + dt.timedelta(days=4),
            ends_at=LAST_MONTH.start_at + dt.timedelta(days=4, hours=2),
        )
    return LAST_MONTH.start, LAST_MONTH.end


def test_campaigns_and_beginnings_are_told_restricted_projects_are_not(places, year) -> None:
    with override("zh-hans"):
        told = happened(places.street, *year)
    assert len(told) == 2
    assert told[0].words.endswith("启动")
    assert told[1].words == "消防宣传月等2项"
    assert happened(places.next_street, *year) == []


def test_the_page_says_what_a_sign_means_and_has_the_numbers(cast, as_user, places, year) -> None:
    hazard(premises(places), cast.wang, found_at=LAST_MONTH.start_at)
    page = as_user(cast.zhou).get(reverse("monitoring:dashboard")).text
    assert "① " in page and "消防宣传月" in page
    assert page.count('class="chart-data"') == 3
