"""The demonstration's projects: plausible, the same every time, within the rules of the work."""

import datetime as dt
import random

from django.db.models import F
from django.urls import reverse

from lib.demo import DemoContext
from programmes.demo import seed, settle
from programmes.models import Indicator, IndicatorValue, Measure, Project, Stage
from programmes.services.values import has_evidence

TODAY = dt.date(2026, 11, 20)


def stage(places, cast) -> DemoContext:
    """The tests' street as a stage, with four communities."""
    return DemoContext(
        rng=random.Random(7),
        scale=1,
        street=places.street,
        communities=[places.east, places.west, places.east, places.west],
        grids=[places.grid1],
        start=TODAY - dt.timedelta(days=1096),
        end=TODAY,
        users={"office-staff": [cast.chen], "community-staff": [cast.liu]},
    )


def test_the_seed_keeps_the_rules_and_tells_a_story(places, cast, as_user):
    """Every stage but closed, late measures, a pilot with its comparison, values with evidence."""
    context = stage(places, cast)
    seed(context)
    settle(context)
    assert Project.objects.count() == 8
    assert set(Project.objects.values_list("stage", flat=True)) == set(Stage) - {Stage.CLOSED}
    assert set(Project.objects.get(rollout="pilot").sites.values_list("role", flat=True)) == {
        "pilot",
        "comparison",
    }
    assert Measure.objects.late(TODAY).in_force().count() == 4
    assert not Measure.objects.filter(done_quantity__gt=F("planned_quantity")).exists()
    values = IndicatorValue.objects.all()
    assert values.filter(state="approved").count() >= 60
    assert values.filter(state="submitted").count() == values.filter(state="draft").count() == 1
    assert not values.filter(approved_by=F("submitted_by")).exists()
    assert all(has_evidence(value) for value in values)
    assert Indicator.objects.filter(light="green").exists()
    for project in Project.objects.all():
        assert as_user(cast.chen).get(project.get_absolute_url()).status_code == 200
    assert as_user(cast.chen).get(reverse("programmes:projects")).status_code == 200


def test_the_same_seed_gives_the_same_figures(places, cast):
    """Twice the same numbers, in the order of plan and period."""
    figures = []
    for _time in range(2):
        seed(stage(places, cast))
        rows = IndicatorValue.objects.order_by("indicator__name", "period_start")
        figures.append(list(rows.values_list("numerator", flat=True)))
        IndicatorValue.objects.all().delete()
        Indicator.objects.all().delete()
    assert figures[0] == figures[1] and figures[0]
