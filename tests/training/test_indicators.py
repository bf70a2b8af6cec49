"""Every number of training opens exactly the rows it counts."""

import datetime as dt

import pytest

from actions.workflow import ActionState
from communities.models import Population
from lib.indicators import Asked, measure
from lib.periods import Period
from tests.training.factories import count, give, make_drill, make_event, make_finding
from training.indicators import findings_on_time
from training.workflow import EventState

MARCH = Period.parse("2026-03")


@pytest.fixture
def spring(places, cast):
    """March 2026 in two communities, with rows that must not count around it."""
    lecture = make_event(places.east, "2026-03-02")
    count(lecture, 30)
    count(lecture, 6, group="children", age="0-14")
    count(lecture, 4, sex="9", age="unknown")
    give(lecture, "手册", 25)
    count(make_event(places.west, "2026-03-31"), 100)
    drill = make_drill(places.grid1, "2026-03-20", state=EventState.WRITTEN_UP)
    count(drill.event, 60, group="students", age="0-14")
    for day, state in (
        ("2026-02-28", EventState.HELD),
        ("2026-04-01", EventState.HELD),
        ("2026-03-15", EventState.PLANNED),
        ("2026-03-16", EventState.CANCELLED),
    ):
        other = make_drill(places.east, day, state=state).event
        count(other, 1000)
        give(other, "手册", 1000)
    return drill


def rows_behind(client, href: str):
    """Open the list behind a number."""
    response = client.get(href)
    assert response.status_code == 200
    assert not response.context["filterset"].form.errors
    return response.context


@pytest.mark.parametrize(
    ("key", "east", "street"),
    [("training.sessions", 2, 3), ("training.drills", 1, 1)],
)
def test_counts_of_events_open_their_events(key, east, street, spring, places, cast, as_user):
    """The number is the number of rows, in a community and in the street."""
    for area, expected in ((places.east, east), (places.street, street)):
        found = measure(key, area, MARCH)
        assert found.numerator == expected
        context = rows_behind(as_user(cast.chen), found.href)
        assert context["table"].count == expected


@pytest.mark.parametrize(
    ("key", "east", "street"),
    [("training.persons", 100, 200), ("training.materials", 25, 25)],
)
def test_sums_open_the_rows_that_add_up_to_them(key, east, street, spring, places, cast, as_user):
    """The list says the same sum above its rows."""
    for area, expected in ((places.east, east), (places.street, street)):
        found = measure(key, area, MARCH)
        assert found.numerator == expected
        context = rows_behind(as_user(cast.chen), found.href)
        assert context["summary"].split()[0] == str(expected)


def test_reach_is_person_times_per_hundred_residents_and_no_proportion(
    spring, places, cast, as_user
):
    """It may exceed 100 and has no interval; of an age band it counts that band alone."""
    for band, persons in ((0, 20), (10, 20), (30, 60), (60, 15), (85, 5)):
        Population.objects.create(
            area=places.east, year=2025, sex="1", age_band=band, persons=persons
        )
    everyone = measure("training.reach", places.east, MARCH)
    assert (everyone.numerator, everyone.denominator) == (100, 120)
    assert everyone.value == pytest.approx(100 / 120 * 100)
    assert everyone.low is None
    older = measure("training.reach_older", places.east, MARCH)
    assert (older.numerator, older.denominator, older.value) == (30, 20, 150)
    assert older.flags == ("age-not-recorded",)
    assert rows_behind(as_user(cast.chen), older.href)["summary"] == "30 person-times"
    children = measure("training.reach_children", places.east, MARCH)
    assert (children.numerator, children.denominator) == (66, 40)


def test_reach_without_population_says_why(spring, places) -> None:
    """No denominator, no rate."""
    found = measure("training.reach", places.east, MARCH)
    assert found.value is None
    assert found.reason
    assert found.numerator == 100


def test_findings_closed_on_time_have_a_wilson_interval(spring, places, cast, as_user) -> None:
    """Late, unverified and open ones are in the denominator; those not yet due are nowhere."""
    day = dt.date(2026, 3, 25)
    verified = {"state": ActionState.VERIFIED, "done_by": cast.liu, "verified_by": cast.chen}
    make_finding(spring, day, done_on=day, **verified)
    make_finding(spring, day, done_on=dt.date(2026, 3, 22), **verified)
    make_finding(spring, day, done_on=dt.date(2026, 3, 26), **verified)
    make_finding(spring, day, state=ActionState.DONE, done_by=cast.liu, done_on=day)
    make_finding(spring, dt.date(2026, 3, 27))
    make_finding(spring, dt.date(2026, 3, 28), done_on=day, **verified)
    make_finding(spring, dt.date(2026, 4, 1))
    asked = [Asked("training.findings_on_time", places.street, MARCH)]
    (found,) = findings_on_time(asked, today=dt.date(2026, 3, 28))
    assert (found.numerator, found.denominator, found.value) == (2, 5, 40)
    # Wilson's 95 % limits of 2 of 5, by the formula of the score interval (JASA 1927).
    assert (found.low, found.high) == (
        pytest.approx(11.76, abs=0.01),
        pytest.approx(76.93, abs=0.01),
    )
    context = rows_behind(as_user(cast.chen), found.href)
    assert context["table"].count == 2


def test_nothing_due_is_no_hundred_percent(places) -> None:
    """The measure says that there is nothing to measure."""
    found = measure("training.findings_on_time", places.street, MARCH)
    assert found.value is None
    assert found.reason
