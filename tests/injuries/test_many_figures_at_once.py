"""However many areas, periods and indicators are asked for, the statements stay as many."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.context import ReportContext
from lib.counting import joined, topmost
from lib.indicators import Asked, indicators, measure, measure_all
from lib.periods import Period
from lib.small_cells import published
from programmes.sections import goals_section
from tests.programmes.factories import make_indicator, make_project, run_project

MARCH = Period.parse("2026-03")
KEYS = [
    "injuries.count",
    "injuries.rate",
    "grids.hazards.found",
    "grids.coverage",
    "programmes.measures_on_time",
    "training.reach_older",
]


def statements(action) -> int:
    """How many statements `action` sends."""
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


@pytest.mark.parametrize("key", [one.key for one in indicators])
def test_an_indicator_of_many_places_costs_what_one_costs(key, places, make_record) -> None:
    """Nine areas in twelve months against one in one, and what is small in them hidden."""
    make_record(area=places.grid1, visited_on=dt.date(2026, 3, 3))
    areas = [places.street, places.east, places.west, places.grid1, places.west_grid]
    one = [Asked(key, places.east, MARCH)]
    many = [Asked(key, area, period) for area in areas for period in MARCH.back(12)]
    few = statements(lambda: published(one, measure_all(one)))
    assert 0 < statements(lambda: published(many, measure_all(many))) <= few


def test_all_indicators_at_once_are_what_each_is_alone(places, make_record) -> None:
    """In the order asked, the same thing asked twice answered twice."""
    make_record(area=places.grid1, visited_on=dt.date(2026, 3, 3))
    areas = [places.west, places.street, places.east]
    asked = [Asked(one.key, area, MARCH) for one in indicators for area in areas] * 2
    assert measure_all(asked) == [measure(*one) for one in asked]


def test_the_goals_of_a_report_cost_the_same_for_three_projects_and_for_thirty(
    places, cast
) -> None:
    """Each with its computed indicators, in another community or grid."""
    where = [places.east, places.west, places.grid1, places.grid2, places.west_grid]

    def more(number: int) -> int:
        for place in range(number):
            project = run_project(make_project(where[place % 5], cast.liu, title=f"{place}"))
            for key in KEYS:
                make_indicator(
                    project,
                    registry_key=key,
                    place=where[place % 5],
                    name="",
                    is_share=False,
                    direction="lower",
                )
        context = ReportContext(places.street, Period.parse("2026-09"), MARCH.shifted(8).end_at)
        return statements(lambda: goals_section(context))

    few = more(5)
    assert more(25) == few <= 25


def test_days_that_touch_are_read_together() -> None:
    """And areas below another one with it."""
    day = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(6)]
    assert joined([(day[2], day[3]), (day[0], day[2]), (day[4], day[5])]) == [
        (day[0], day[3]),
        (day[4], day[5]),
    ]
    assert topmost(["00010002", "0001", "00020001", "000200010001"]) == ["0001", "00020001"]
