"""Every indicator counts what it says, and its address opens exactly those rows."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from grids.indicators import DEFINITIONS
from grids.models import Hazard
from grids.services import hazards as actions
from lib.indicators import Asked, measure, measure_all
from lib.periods import Period, PeriodKind
from premises.models import PremisesCategory
from stats import intervals
from tests.grids.makers import hazard, inspection, premises

MARCH = Period(dt.date(2026, 3, 1))


def at(day: dt.date, hour: int = 11) -> dt.datetime:
    """That hour of that day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def past_hazard(place, cast, found: dt.date, **changes: object) -> Hazard:
    """A hazard found on a past day; `changes` are written over it."""
    one = hazard(place, cast.wang, item_key=changes.pop("item_key", ""))
    Hazard.objects.filter(pk=one.pk).update(found_at=at(found), **changes)
    return one


@pytest.fixture
def world(places, cast):
    """Four premises, visits and hazards in and around March 2026, some in the next street."""
    a, b = premises(places, name="甲"), premises(places, name="乙")
    premises(places, name="丙", area=places.west_grid)
    premises(places, name="已关", closed_on=dt.date(2026, 3, 10))
    other = premises(places, name="邻", area=places.next_community)
    for day in (2, 20):
        inspection(a, cast.wang, dt.date(2026, 3, day))
    inspection(b, cast.wang, dt.date(2026, 3, 5), outcome="absent")
    inspection(b, cast.wang, dt.date(2026, 4, 1))
    inspection(other, cast.outsider, dt.date(2026, 3, 3))
    day = dt.date(2026, 3, 10)
    due = dt.date(2026, 3, 13)
    rectified = {"fixed_by": cast.liu, "deadline": due, "state": "rectified"}
    past_hazard(a, cast, day, rectified_at=at(due, 23), **rectified)
    past_hazard(a, cast, day, rectified_at=at(dt.date(2026, 4, 2)), **rectified)
    past_hazard(b, cast, day, state="advised", deadline=due, grade="major")
    past_hazard(a, cast, day, state="withdrawn", ended_at=at(dt.date(2026, 3, 12)), deadline=due)
    past_hazard(
        b, cast, day, state="rectified", on_spot=True, fixed_by=cast.wang, rectified_at=at(day)
    )
    past_hazard(b, cast, dt.date(2026, 3, 31), item_key="nine-small:A1")
    past_hazard(b, cast, dt.date(2025, 6, 1), item_key="nine-small:A1")
    past_hazard(b, cast, dt.date(2026, 4, 1), item_key="nine-small:A1")
    past_hazard(other, cast, day)
    return places


EXPECTED = {
    "grids.premises": (3, None),
    "grids.coverage": (1, 3),
    "grids.inspections": (2, None),
    "grids.hazards.found": (5, None),
    "grids.hazards.major": (1, None),
    "grids.hazards.on_spot": (1, 5),
    "grids.hazards.rectified": (3, 5),
    "grids.rectified_on_time": (1, 3),
    "grids.hazards.overdue": (2, None),
    "grids.hazards.repeated": (1, None),
}


def rows_behind(client, href: str) -> list[str]:
    """The rows that the list at `href` exports."""
    text = b"".join(client.get(f"{href}&export=csv").streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.key)
def test_the_number_and_its_rows_agree(definition, world, cast, as_user) -> None:
    found = measure(definition.key, world.street, MARCH)
    assert (found.numerator, found.denominator) == EXPECTED[definition.key]
    assert len(rows_behind(as_user(cast.chen), found.href)) == found.numerator


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.key)
def test_a_running_month_and_a_year_open_their_rows_too(definition, world, cast, as_user) -> None:
    for kind in PeriodKind:
        period = Period.containing(timezone.localdate(), kind)
        found = measure(definition.key, world.street, period)
        assert len(rows_behind(as_user(cast.chen), found.href)) == found.numerator


def test_percentages_carry_wilson_limits(world) -> None:
    found = measure("grids.coverage", world.street, MARCH)
    low, high = intervals.wilson_limits(1, 3, 0.95)
    assert found.value == pytest.approx(100 / 3)
    assert (found.low, found.high) == (pytest.approx(100 * low), pytest.approx(100 * high))


def test_without_a_denominator_there_is_a_reason_and_no_number(places) -> None:
    found = measure("grids.coverage", places.street, MARCH)
    assert found.value is None and found.reason
    assert measure("grids.rectified_on_time", places.street, MARCH).reason


def test_the_months_of_a_series_are_those_of_the_single_figures(world) -> None:
    months = MARCH.back(12)
    series = measure_all([Asked("grids.hazards.found", world.street, month) for month in months])
    single = [measure("grids.hazards.found", world.street, month) for month in months]
    assert series == single


def test_overdue_now_is_what_the_tab_shows(places, cast, as_user) -> None:
    place = premises(places)
    late = hazard(place, cast.wang, deadline=timezone.localdate())
    Hazard.objects.filter(pk=late.pk).update(deadline=timezone.localdate() - dt.timedelta(days=1))
    hazard(place, cast.wang, deadline=timezone.localdate())
    now = Period.containing(timezone.localdate())
    found = measure("grids.hazards.overdue", places.street, now)
    assert found.value == 1
    page = as_user(cast.chen).get("/grids/hazards/?overdue=yes").content.decode()
    assert late.get_absolute_url() in page and "1 day overdue" in page
    late.refresh_from_db()
    actions.rectify(actor=cast.liu, hazard=late, revision=late.revision)
    assert measure("grids.hazards.overdue", places.street, now).value == 0


def test_premises_without_a_checklist_are_not_missing(world) -> None:
    """A kind loses its checklist: its premises leave the denominator, not the register."""
    assert measure("grids.coverage", world.street, MARCH).denominator == 3
    PremisesCategory.objects.update(checklist=None)
    assert measure("grids.coverage", world.street, MARCH).denominator == 0
    assert measure("grids.premises", world.street, MARCH).value == 3
