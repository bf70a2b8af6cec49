"""The demonstration data are plausible, and the same every time."""

import datetime as dt
import random
from collections import Counter

import pytest
from django.db import transaction
from django.db.models import F

from actions.models import CorrectiveAction
from actions.workflow import ActionState
from communities.roles import COMMUNITY, OFFICE
from lib.demo import DemoContext
from training.demo import seed
from training.kinds import EventKind
from training.models import AudienceCount, Drill, Event, EventStep
from training.workflow import TOOK_PLACE, EventState


@pytest.fixture
def street_of_six(places, cast):
    """A function that seeds three years for six communities and tells what there is."""

    def run(scale: float = 1.0) -> None:
        context = DemoContext(
            rng=random.Random(11),
            scale=scale,
            street=places.street,
            communities=[places.east, places.west] * 3,
            grids=[places.grid1],
            start=dt.date(2023, 7, 1),
            end=dt.date(2026, 7, 1),
            users={OFFICE: [cast.chen], COMMUNITY: [cast.liu]},
        )
        seed(context)

    return run


def contents() -> list[tuple[object, ...]]:
    """Return what an event is, without its key."""
    return list(
        Event.objects.with_persons()
        .order_by("starts_at", "title", "area")
        .values_list("title", "starts_at", "state", "persons", "cost")
    )


def test_three_years_of_a_street(street_of_six) -> None:
    """About 400 events of all types, about 40 drills, hardly anything without its result."""
    street_of_six()
    assert 350 <= Event.objects.count() <= 450
    assert 30 <= Drill.objects.count() <= 50
    kinds = Counter(Event.objects.values_list("kind", flat=True))
    assert set(kinds) == set(EventKind.values)
    assert kinds[EventKind.GRID_MONTHLY] >= 36
    assert CorrectiveAction.objects.filter(state=ActionState.VERIFIED).exists()
    assert not CorrectiveAction.objects.filter(verified_by=F("done_by")).exists()


def test_seeded_rows_keep_the_rules_of_the_portal(street_of_six) -> None:
    """Only what took place has an audience; the last step of each is its state."""
    street_of_six(0.3)
    assert not AudienceCount.objects.exclude(event__state__in=TOOK_PLACE).exists()
    for event in Event.objects.all():
        event.full_clean()
        assert event.steps.last().target == event.state
        assert event.state != EventState.WRITTEN_UP or event.summary
    assert EventStep.objects.count() > Event.objects.count()


def test_the_same_seed_makes_the_same_rows(street_of_six) -> None:
    """Deterministic: twice the same stream, twice the same events."""
    runs = []
    for _run in range(2):
        with transaction.atomic():
            street_of_six(0.2)
            runs.append(contents())
            transaction.set_rollback(True)
    assert runs[0] == runs[1]
    assert runs[0]
