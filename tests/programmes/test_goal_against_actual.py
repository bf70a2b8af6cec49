"""The traffic light: how far on the way from the baseline to the target, for how much time."""

import datetime as dt
from decimal import Decimal

import pytest

from lib.periods import Period
from programmes.goals import elapsed_share, judge, why_unlit
from programmes.models import Indicator, Project
from tests.programmes.factories import make_indicator, make_measure, make_project, run_project

HALF = {"baseline": 100.0, "target": 80.0, "elapsed": 0.5}


@pytest.mark.parametrize(
    ("direction", "known", "actual", "light"),
    [
        ("lower", HALF, 80.0, "green"),  # reached
        ("lower", HALF, 90.0, "green"),  # half of the way in half of the time
        ("lower", HALF, 91.0, "amber"),  # better, but behind
        ("lower", HALF, 100.0, "red"),  # as before
        ("lower", HALF, 120.0, "red"),  # worse than before
        ("lower", HALF | {"elapsed": 1.0}, 81.0, "red"),  # the time is over
        ("higher", {"baseline": 20.0, "target": 80.0, "elapsed": 0.25}, 35.0, "green"),
        ("higher", {"baseline": 20.0, "target": 80.0, "elapsed": 0.25}, 34.0, "amber"),
        ("higher", {"baseline": 20.0, "target": 80.0, "elapsed": None}, 79.0, "amber"),
        ("higher", {"baseline": None, "target": 80.0, "elapsed": 0.25}, 10.0, "none"),
        ("higher", {"baseline": None, "target": 80.0, "elapsed": 0.25}, 90.0, "none"),
        ("higher", {"baseline": 90.0, "target": 80.0, "elapsed": 0.25}, 85.0, "green"),
        ("neutral", HALF, 80.0, "none"),
        ("lower", HALF | {"target": None}, 80.0, "none"),
        ("lower", HALF, None, "none"),
    ],
)
def test_the_light_follows_the_rule(direction, known, actual, light):
    """Every branch of the rule that the pages print."""
    assert judge(direction, actual=actual, **known) == light


def test_time_runs_from_the_end_of_the_baseline_period_to_the_due_day():
    """Baseline 2025, due at the end of 2026: after June half of the time is over."""
    indicator = Indicator(
        project=Project(),
        baseline_period="2025",
        due=dt.date(2026, 12, 31),
        target_value=Decimal(1),
    )
    assert elapsed_share(indicator, Period.parse("2026-06")) == pytest.approx(180 / 364)
    assert elapsed_share(indicator, Period.parse("2026-12")) == 1.0
    assert elapsed_share(indicator, Period.parse("2025-03")) == 0.0
    indicator.due = None
    assert elapsed_share(indicator, Period.parse("2026-06")) is None


def test_without_a_light_the_page_says_why(places, cast, as_user):
    """A draft has not started, a running one may lack data, some are watched only."""
    project = make_project(places.east, cast.liu)
    indicator = make_indicator(project, cast.liu)
    page = as_user(cast.liu).get(project.get_absolute_url()).content.decode()
    assert "not started yet" in page and why_unlit(indicator) == "not started yet"
    run_project(project)
    indicator.refresh_from_db()
    indicator.project.refresh_from_db()
    assert why_unlit(indicator) == "not enough data"
    indicator.direction = "neutral"
    assert why_unlit(indicator) == "watched only"


def test_measures_of_a_draft_are_not_overdue_in_the_list(places, cast):
    """What is planned only is nobody's promise."""
    project = make_project(places.east, cast.liu)
    make_measure(project, cast.liu)
    day = dt.date(2026, 11, 30)
    assert Project.objects.with_measure_counts(day).get().measures_late == 0
    run_project(project)
    assert Project.objects.with_measure_counts(day).get().measures_late == 1
