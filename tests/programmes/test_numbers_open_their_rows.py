"""A number counts exactly the rows that its link shows, on every page that prints it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from communities.denominators import residents
from communities.models import Population
from lib.indicators import (
    Direction,
    IndicatorDefinition,
    Measured,
    indicators,
    measure,
    one_by_one,
)
from lib.periods import Period
from programmes.models import Indicator
from programmes.services.budget import add_expense
from programmes.services.measures import add_progress, drop_measure
from programmes.services.readings import refresh_readings
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    run_project,
)

MAY = Period.parse("2026-05")


def rows(as_user, user, href: str) -> int:
    """How many rows the list at `href` shows."""
    return as_user(user).get(href).context["table"].count


@pytest.fixture
def residents_indicator():
    """An indicator as an upper app registers it: residents of the area."""
    definition = IndicatorDefinition(
        key="test.residents",
        name="Residents",
        unit="",
        definition="People who live here.",
        numerator="residents",
        denominator="",
        direction=Direction.HIGHER,
        count=one_by_one(lambda area, period: Measured(residents(area, period.start.year).total)),
    )
    indicators.register(definition)
    yield definition
    del indicators._items[definition.key]


def test_projects_running(places, cast, as_user):
    """Two of three ran in May; the street's list shows these two."""
    run_project(make_project(places.east, title="一"), dt.date(2026, 1, 1))
    run_project(make_project(places.west, title="二"), dt.date(2026, 5, 31))
    run_project(make_project(places.west, title="三", domain="03"), dt.date(2026, 6, 1))
    measured = measure("programmes.projects_running", places.street, MAY)
    assert measured.value == measured.numerator == 2
    assert rows(as_user, cast.chen, measured.href) == 2
    assert measure("programmes.projects_running", places.east, MAY).value == 1


def test_measures_done_on_time(places, cast, as_user):
    """Of four due in May one was done in time, one late, one never, one dropped: 1 of 3."""
    project = run_project(make_project(places.east, cast.liu))
    on_time, late, _never, dropped = (make_measure(project, title=name) for name in "一二三四")
    make_measure(project, title="五", end=dt.date(2026, 6, 30))
    add_progress(actor=None, measure=on_time, day=dt.date(2026, 5, 31), quantity=Decimal(10))
    add_progress(actor=None, measure=late, day=dt.date(2026, 6, 1), quantity=Decimal(10))
    drop_measure(actor=cast.liu, measure=dropped, reason="取消")
    type(dropped).objects.filter(pk=dropped.pk).update(dropped_on=dt.date(2026, 5, 1))
    measured = measure("programmes.measures_on_time", places.street, MAY)
    assert (measured.numerator, measured.denominator) == (1, 3)
    assert measured.value == pytest.approx(100 / 3)
    # Wilson for 1 of 3, by the formula: (x/n + z²/2n ± z√(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    assert (round(measured.low, 1), round(measured.high, 1)) == (6.1, 79.2)
    assert rows(as_user, cast.chen, measured.href) == 1


def test_the_measures_of_a_draft_promise_nothing(places, cast):
    """A draft's measures are neither due nor late."""
    make_measure(make_project(places.east, cast.liu))
    measured = measure("programmes.measures_on_time", places.east, MAY)
    assert measured.value is None and measured.reason


def test_budget_spent(places, cast, as_user):
    """2,500 of 10,000 yuan by the end of May; what was spent in June does not count yet."""
    project = run_project(make_project(places.east, cast.liu))
    line = make_budget_line(project)
    for day, amount in ((dt.date(2026, 5, 31), 2500), (dt.date(2026, 6, 1), 1000)):
        add_expense(actor=cast.liu, line=line, day=day, amount=Decimal(amount))
    measured = measure("programmes.budget_spent", places.street, MAY)
    assert (measured.value, measured.numerator, measured.denominator) == (25, 2500, 10000)
    assert rows(as_user, cast.chen, measured.href) == 1
    assert measure("programmes.budget_spent", places.west, MAY).value is None


def test_a_computed_indicator_prints_what_the_registry_computes(
    places, cast, as_user, residents_indicator
):
    """The page of the indicator and its row after the hourly reading show one number."""
    Population.objects.create(area=places.east, year=2026, sex="1", age_band=30, persons=4321)
    project = run_project(make_project(places.east, cast.liu))
    indicator = make_indicator(
        project, registry_key="test.residents", name="", is_share=False, direction="higher"
    )
    page = as_user(cast.wang).get(indicator.get_absolute_url()).content.decode()
    assert "4,321" in page and "People who live here." in page
    Population.objects.update(persons=4400)
    assert refresh_readings() == 1
    assert Indicator.objects.get().actual_value == 4400


def test_an_indicator_that_no_app_computes_says_so(places, cast, as_user):
    """A key from another version gives a reason, not a number and not an error."""
    project = run_project(make_project(places.east, cast.liu))
    indicator = make_indicator(
        project, registry_key="gone.key", name="", is_share=False, direction="lower"
    )
    page = as_user(cast.chen).get(indicator.get_absolute_url())
    assert page.status_code == 200
    assert "does not know the indicator “gone.key”" in page.content.decode()
    assert as_user(cast.chen).get(reverse("programmes:indicators")).status_code == 200
