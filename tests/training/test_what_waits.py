"""The home page says what waits in training, for whom it waits."""

import datetime as dt

import pytest
from django.utils import timezone

from actions.workflow import ActionState
from tests.training.factories import make_drill, make_event, make_finding
from tests.waiting import waits
from training.workflow import EventState


@pytest.fixture
def waiting_work(places, cast):
    """Events and findings in every state, in the east."""
    soon = timezone.now() + dt.timedelta(days=2)
    make_event(places.east, state=EventState.PLANNED)
    make_event(places.west, state=EventState.HELD)
    make_event(places.east, state=EventState.WRITTEN_UP)
    make_event(places.east, state=EventState.CANCELLED)
    make_event(places.east, starts_at=soon, state=EventState.PLANNED)
    drill = make_drill(places.grid1, state=EventState.WRITTEN_UP)
    past = dt.date(2026, 4, 1)
    make_finding(drill, past)
    make_finding(drill, past, owner=cast.wang, owner_name="")
    make_finding(drill, past, state=ActionState.DONE, done_on=past, done_by=cast.liu)


@pytest.mark.parametrize(
    ("key", "counts"),
    [
        (
            "training.write-up",
            {"chen": 2, "liu": 1, "outsider": 0, "wang": None, "zhou": None, "zhao": None},
        ),
        (
            "actions.due",
            {"chen": 2, "liu": 2, "outsider": 0, "wang": 1, "zhou": 0, "zhao": None},
        ),
        (
            "actions.verify",
            {"chen": 1, "liu": 0, "outsider": 0, "wang": None, "zhou": None, "zhao": None},
        ),
    ],
)
def test_each_has_the_work_of_the_own_areas(key, counts, waiting_work, cast, as_user) -> None:
    """And the address behind the number lists just that many rows."""
    for name, expected in counts.items():
        work = waits(key, cast[name])
        assert (work and work.count) == (expected if expected != 0 or work else None), name
        if work is not None:
            rows = as_user(cast[name]).get(work.url).context["table"].rows
            assert len(rows) == expected
            assert len(work.first) == expected


def test_the_home_page_names_them(waiting_work, cast, as_user) -> None:
    """The words stand on the page of the office."""
    page = as_user(cast.chen).get("/").content.decode()
    assert "Events to write up" in page
    assert "Corrective actions overdue" in page
    assert "Corrective actions to verify" in page
