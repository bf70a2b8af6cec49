"""The committee looks at the wall: where, who, why; and finds back."""

import datetime as dt
import pickle
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from checklists.models import Grade
from lib.indicators import indicators
from lib.periods import Period
from monitoring.dashboard import SIX, board
from monitoring.pressing import pressing_hazards
from tests.grids.makers import hazard, premises

LAST_MONTH = Period.containing(timezone.localdate()).previous
DASHBOARD = "monitoring:dashboard"
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def overdue(cast, places):
    """A hazard of the east grid that was due in the middle of last month."""
    found = timezone.make_aware(dt.datetime.combine(LAST_MONTH.start, dt.time(9)))
    shop = premises(places, contact_name="周老板")
    due = LAST_MONTH.start + dt.timedelta(days=9)
    return hazard(shop, cast.wang, found_at=found, deadline=due)


def test_the_six_numbers_come_first_with_a_light_each(cast, as_user, overdue) -> None:
    page = as_user(cast.zhou).get(reverse(DASHBOARD)).text
    tiles = re.findall(r'data-figure="([^"]+)"', page)
    assert tiles == list(SIX)
    assert page.count('class="signal ') == len(SIX)


def test_the_communities_stand_side_by_side_what_presses_first(cast, places, overdue) -> None:
    sides = board(places.street, LAST_MONTH, cast.zhou).sides
    assert sides is not None
    ranked = sides.ranked("grids.hazards.overdue")
    assert [row.name for row in ranked] == [str(places.east), str(places.west)]
    place = [one.key for one in sides.definitions].index("grids.hazards.overdue")
    assert [row.bars[place].measured.value for row in ranked] == [1, 0]
    assert ranked[0].bars[place].length == 100


def test_a_community_leads_to_its_own_dashboard(cast, as_user, places, overdue) -> None:
    client = as_user(cast.zhou)
    page = client.get(reverse(DASHBOARD)).text
    link = re.search(rf'href="(\?area={places.east.pk}[^"]*)"', page)
    assert link
    there = client.get(reverse(DASHBOARD) + link[1].replace("&amp;", "&")).text
    assert re.search(rf"<h1>\s*{places.east} ", there)


def test_an_overdue_hazard_is_named_with_place_days_and_who(cast, places, overdue) -> None:
    rows, count = pressing_hazards(cast.zhou, places.street, LAST_MONTH)
    assert [one.hazard for one in rows] == [overdue] and count == 1
    assert rows[0].days_late == (LAST_MONTH.end - overdue.deadline).days
    assert rows[0].owner == "周老板"
    assert rows[0].staff == [cast.wang.full_name]


def test_who_may_not_see_premises_is_told_no_name_of_them(cast, places, overdue) -> None:
    rows, _count = pressing_hazards(cast.sun, places.street, LAST_MONTH)
    assert all(one.owner == "" for one in rows)


def test_nobody_is_told_of_the_neighbouring_street(cast, places, overdue) -> None:
    assert pressing_hazards(cast.outsider, places.street, LAST_MONTH) == ([], 0)


def test_a_major_hazard_comes_before_one_that_is_late(cast, places, overdue) -> None:
    major = hazard(overdue.premises, cast.wang, found_at=overdue.found_at, grade=Grade.MAJOR)
    rows, _count = pressing_hazards(cast.zhou, places.street, LAST_MONTH)
    assert [one.hazard for one in rows] == [major, overdue]


def test_more_hazards_that_press_take_no_more_statements(
    cast, places, overdue, django_assert_max_num_queries
) -> None:
    """Where each lies, whose it is and who sees to it is read at once."""
    deadline = overdue.deadline
    for _number in range(5):
        hazard(premises(places), cast.wang, found_at=overdue.found_at, deadline=deadline)
    with django_assert_max_num_queries(3):  # the reader's sight, the hazards, the staff
        rows, count = pressing_hazards(cast.zhou, places.street, LAST_MONTH)
    assert count == len(rows) == 6


def test_what_is_kept_of_a_board_names_indicators_by_their_keys(cast, places, overdue) -> None:
    """So it is small and soon read back."""
    read = pickle.loads(pickle.dumps(board(places.street, LAST_MONTH, cast.zhou)))
    figures = [figure for group in read.groups for figure in group.figures]
    assert figures
    for figure in figures:
        assert figure.definition is indicators[figure.definition.key]


def test_a_running_month_says_against_which_days_it_stands(cast, as_user) -> None:
    today = timezone.localdate()
    if today == Period.containing(today).last_day:
        pytest.skip("the month is whole today")
    client = as_user(cast.zhou)
    running = client.get(
        reverse(DASHBOARD), {"period": Period.containing(today).code}, headers=CHINESE
    )
    assert f"截至{today.day}日，与上年同期同日相比" in running.text
    assert "与上年同月相比" in client.get(reverse(DASHBOARD), headers=CHINESE).text


def test_a_number_leads_to_rows_that_know_the_way_back(cast, as_user, overdue) -> None:
    client = as_user(cast.zhou)
    page = client.get(reverse(DASHBOARD)).text
    tile = page.partition('data-figure="grids.hazards.overdue"')[2]
    href = re.search(r'class="num" href="([^"]+)"', tile)[1].replace("&amp;", "&")
    rows = client.get(href, headers=CHINESE).text
    crumbs = re.search(r'<ol class="breadcrumb">(.*?)</ol>', rows, re.S)[1]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", crumbs)).strip()
    assert words == "看板 逾期未整改隐患数 1"
    back = re.search(r'href="([^"]+)"', crumbs)[1].replace("&amp;", "&")
    assert client.get(back).status_code == 200
    assert not re.search(r">[^<]*\d{4}-\d\d-\d\dT\d\d:", rows)


@pytest.mark.parametrize("value", ["board:", "board:x:y", "board:2026-10:no", "other:1", "<b>"])
def test_a_forged_way_back_is_no_way(cast, as_user, value: str) -> None:
    page = as_user(cast.zhou).get(reverse("grids:hazards"), {"from": value})
    assert page.status_code == 200 and page.context["trail"] == []


def test_a_changed_filter_brings_the_board_alone(cast, as_user) -> None:
    page = as_user(cast.zhou).get(reverse(DASHBOARD), headers={"HX-Request": "true"})
    assert page.text.lstrip().startswith("<div") and "<html" not in page.text
