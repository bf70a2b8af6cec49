"""The committee's dashboard is counted by a worker: who opens it waits for nobody."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import audit, kept
from injuries.services.records import withdraw_record
from lib.periods import Period
from monitoring import dashboard
from monitoring.dashboard import COUNT, board, count_board, count_boards
from tests.injuries.conftest import card

LAST_MONTH = Period.containing(timezone.localdate()).previous

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rung(monkeypatch) -> list[tuple[object, ...]]:
    """What a worker is asked for; readers may see what was counted within the hour."""
    cache.clear()
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(dashboard, "SHOWN", 3600)
    monkeypatch.setattr(kept, "ring", lambda *given: calls.append(given))
    return calls


def injuries(found: dashboard.Board) -> float | None:
    """The count of injuries on a dashboard."""
    return found.groups[0].figures[0].now.value


def test_who_looks_after_a_change_sees_since_when_the_figures_are(cast, places, rung) -> None:
    """The old ones at once with their time, the new ones when the worker has counted."""
    record = card(places.east, visited_on=LAST_MONTH.start)
    first = board(places.street, LAST_MONTH, cast.chen)
    withdraw_record(actor=cast.chen, record=record, reason="重复录入")
    with CaptureQueriesContext(connection) as queries:
        again = board(places.street, LAST_MONTH, cast.chen)
    assert (
        (injuries(again), again.read_at) == (injuries(first), first.read_at) == (1, again.read_at)
    )
    assert not any('FROM "injuries_' in one["sql"] for one in queries)
    ((task, *ids),) = rung
    assert task == COUNT
    count_board(*ids)
    now = board(places.street, LAST_MONTH, cast.chen)
    assert injuries(now) == 0 and now.groups[0].read_at > first.groups[0].read_at
    assert len(rung) == 1


def test_what_was_looked_at_is_counted_ahead(cast, places, rung) -> None:
    """By the timetable: for those who may see small numbers and for those who may not."""
    record = card(places.east, visited_on=LAST_MONTH.start)
    for user in (cast.chen, cast.admin, cast.sun):
        board(places.east, LAST_MONTH, user)
    withdraw_record(actor=cast.chen, record=record, reason="重复录入")
    assert count_boards() == 2
    assert injuries(board(places.east, LAST_MONTH, cast.chen)) == 0
    assert rung == []


def test_what_nobody_has_looked_at_for_days_is_left_alone(cast, places, monkeypatch) -> None:
    board(places.east, LAST_MONTH, cast.chen)
    later = timezone.localdate() + dt.timedelta(days=dashboard.DAYS_REMEMBERED + 1)
    monkeypatch.setattr(dashboard.timezone, "localdate", lambda: later)
    assert count_boards() == 0


def test_a_reader_or_area_that_is_gone_is_no_error(cast, places, rung) -> None:
    """A bell may ring late."""
    board(places.east, LAST_MONTH, cast.chen)
    audit.record(actor=cast.chen, code="injuries.record.added", target=cast.chen)
    cast.chen.is_active = False
    cast.chen.save()
    assert count_boards() == 1
    count_board(str(cast.admin.pk), str(cast.admin.pk), LAST_MONTH.code, "en")
