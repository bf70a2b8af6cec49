"""What pages count is kept until somebody does something; nobody waits for others to count."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit, kept
from accounts.kept import Kept, Later
from injuries.models import InjuryRecord
from injuries.services.records import dismiss_duplicate
from lib.waiting import FIRST, first_of, task_lists
from tests.injuries.conftest import card

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_known() -> None:
    cache.clear()


@pytest.fixture
def count() -> object:
    """Counts how often it was asked for."""

    class Counter:
        asked = 0

        def __call__(self) -> int:
            self.asked += 1
            return self.asked

    return Counter()


def look(make: object, rooms: tuple[str, ...] = ("grids",)) -> object:
    """What a page shows that is opened now."""
    return Kept(60).all({"key": (rooms, make)})["key"]


def test_it_is_counted_again_when_something_was_done_in_its_rooms(cast, count) -> None:
    assert [look(count), look(count)] == [1, 1]
    audit.record(actor=cast.chen, code="training.event.added", target=cast.chen)
    assert look(count) == 1
    audit.record(actor=cast.chen, code="grids.hazard.found", target=cast.chen)
    assert [look(count), look(count)] == [2, 2]


def test_it_is_counted_again_on_the_next_day(count, monkeypatch) -> None:
    look(count)
    tomorrow = kept.timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(kept.timezone, "localdate", lambda: tomorrow)
    assert look(count) == 2


def test_whoever_comes_while_it_is_counted_sees_what_was_before(cast, count) -> None:
    """Eight readers of one dashboard do not count it eight times."""
    look(count)
    audit.record(actor=cast.chen, code="grids.hazard.found", target=cast.chen)
    seen = []

    def counted_slowly() -> int:
        seen.append(look(count))
        return 7

    assert look(counted_slowly) == 7
    assert seen == [1]
    assert look(count) == 7


def test_what_nobody_has_counted_yet_is_counted_once(count, monkeypatch) -> None:
    """Eight who come to an empty house wait for the first."""
    cache.add(kept._lock("key"), kept.COUNTING, 60)
    waited = []

    def sleep(_seconds: float) -> None:
        waited.append(1)
        if len(waited) == 3:  # the first has counted
            cache.delete(kept._lock("key"))
            assert look(count) == 1
            cache.delete(kept._lock("key"))

    monkeypatch.setattr(kept.time, "sleep", sleep)
    assert look(count) == 1
    assert (len(waited), count.asked) == (3, 1)


def test_who_waits_for_a_count_that_broke_counts_alone(count, monkeypatch) -> None:
    cache.add(kept._lock("key"), kept.COUNTING, 60)
    monkeypatch.setattr(kept.time, "sleep", lambda _seconds: cache.delete(kept._lock("key")))
    assert look(count) == 1


def test_what_takes_long_rests_before_it_is_counted_again(cast, count) -> None:
    """The dashboard of a large street; what waits for somebody follows each change."""
    for rest, expected in ((10**9, [1, 1, 1, 1]), (0, [2, 3, 4, 5])):
        cache.clear()
        seen = []
        for _change in range(4):
            seen.append(Kept(60, rest=rest).all({"key": (("grids",), count)})["key"])
            audit.record(actor=cast.chen, code="grids.hazard.found", target=cast.chen)
        assert seen == expected


LATER = Later("monitoring.tasks.count_board", ("7",), seconds=3600)


@pytest.fixture
def rung(monkeypatch) -> list[tuple[object, ...]]:
    """What a worker was asked for."""
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(kept, "ring", lambda *given: calls.append(given))
    return calls


@pytest.fixture
def clock(monkeypatch) -> Callable[[float], None]:
    """Returns a function that lets seconds pass for what is kept."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(kept.time, "time", lambda: now[0])

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


def look_later(make: object, *, at_work: bool = False, rest: int = 0) -> object:
    """What a page shows for which a worker counts; `at_work` is the worker itself."""
    found = Kept(600, rest=rest, later=LATER).all({"key": (("grids",), make)}, at_work=at_work)
    return found["key"]


def something_is_done(actor) -> None:
    """In the room on which it depends."""
    audit.record(actor=actor, code="grids.hazard.found", target=actor)


def test_no_reader_waits_for_what_a_worker_counts(cast, count, rung, clock) -> None:
    """The first counts; after a change all see what was before, until the worker has counted."""
    assert [look_later(count), look_later(count)] == [1, 1] and rung == []
    something_is_done(cast.chen)
    assert [look_later(count), look_later(count)] == [1, 1]
    assert rung == [(LATER.task, "7")]
    assert look_later(count, at_work=True) == 2
    assert look_later(count) == 2
    something_is_done(cast.chen)
    assert look_later(count) == 2 and len(rung) == 2


def test_a_worker_that_does_not_come_is_not_waited_for(cast, count, rung, clock) -> None:
    look_later(count)
    something_is_done(cast.chen)
    assert look_later(count) == 1
    clock(kept.PATIENCE + 1)
    assert look_later(count) == 2


def test_what_was_counted_long_ago_or_yesterday_is_counted_at_once(
    cast, count, rung, clock, monkeypatch
) -> None:
    """An hour is the most that is shown, and a new day begins with its own figures."""
    look_later(count)
    clock(LATER.seconds - 1)
    assert look_later(count) == 1 and len(rung) == 1
    cache.delete(LATER.asked_for)
    clock(2)
    assert look_later(count) == 2
    tomorrow = kept.timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(kept.timezone, "localdate", lambda: tomorrow)
    assert look_later(count) == 3


def test_nobody_is_asked_while_it_rests(cast, count, rung, clock) -> None:
    """A street in which something is done each second is not counted each second."""
    look_later(count, rest=10**9)
    something_is_done(cast.chen)
    assert look_later(count, rest=10**9) == 1 and rung == []
    assert look_later(count, rest=10**9, at_work=True) == 1


def test_what_breaks_is_asked_again(cast, count) -> None:
    def breaks() -> int:
        raise ZeroDivisionError

    look(count)
    audit.record(actor=cast.chen, code="grids.hazard.found", target=cast.chen)
    with pytest.raises(ZeroDivisionError):
        look(breaks)
    assert look(count) == 2


def test_chens_home_page_is_looked_for_once_and_follows_what_she_does(
    cast, places, as_user
) -> None:
    record = card(places.east, duplicate_state=InjuryRecord.DuplicateState.SUSPECTED)
    client, home = as_user(cast.chen), reverse("home")

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(home).status_code == 200
        return len(queries)

    first, second = statements(), statements()
    assert second < first - len(list(task_lists)) / 2
    assert record.get_absolute_url() in client.get(home).text
    dismiss_duplicate(actor=cast.chen, record=record)
    assert record.get_absolute_url() not in client.get(home).text


def test_what_waits_for_one_is_not_shown_to_another(cast, places, as_user) -> None:
    """刘伟 of the east does not see what the office was shown before."""
    record = card(places.west, duplicate_state=InjuryRecord.DuplicateState.SUSPECTED)
    assert record.get_absolute_url() in as_user(cast.chen).get(reverse("home")).text
    assert record.get_absolute_url() not in as_user(cast.liu).get(reverse("home")).text


def test_the_first_of_many_are_counted_in_two_statements(cast, places) -> None:
    for day in range(1, 9):
        card(places.east, visited_on=dt.date(2026, 3, day))
    rows = InjuryRecord.objects.order_by("event_date")
    with CaptureQueriesContext(connection) as queries:
        number, first = first_of(rows, lambda found: found.select_related("area"))
        days = [(one.event_date.day, one.area.name) for one in first]
    assert (number, days) == (8, [(day, "东社区") for day in range(1, 1 + FIRST)])
    assert len(queries) == 2
    assert first_of(rows.none()) == (0, [])
