"""Events of earlier years come in written up, with how many came, and go as if never there."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from communities.models import Attachment
from ledgers.declaration import Addition, Order, Undone
from ledgers.machine.columns import guess
from lib.ids import new_id
from notices.models import Notice
from tests.cast import Cast, Places
from training.kinds import AudienceGroup
from training.ledgers import EVENT_LEDGER, audience, wrong
from training.models import AudienceCount, Event, EventStep
from training.services.events import move_event
from training.workflow import EventState

STORE = EVENT_LEDGER.store
DAY = dt.date(2025, 3, 15)
#: The headings of a sheet of statistics as a street keeps it.
HEADINGS = ["序号", "活动名称", "形式", "时间", "地点", "组织单位", "参加人数 / 合计"]
HEADINGS += ["参加人数 / 居民", "参加人数 / 学生", "参加人数 / 从业人员", "发放资料（份）", "备注"]


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.liu, area=places.east, today=dt.date(2026, 11, 30), batch=new_id())


def row(places: Places, number: int = 4, **values: Any) -> Addition:
    given = {
        "title": "消防安全知识讲座",
        "kind": "lecture",
        "held_on": DAY,
        "area": places.east.pk,
        "persons": 65,
        "residents": 50,
        **values,
    }
    return Addition(key=new_id(), number=number, values=given)


def test_the_headings_of_a_sheet_of_statistics_are_understood() -> None:
    found = guess(EVENT_LEDGER, HEADINGS, {})
    assert found[1:7] == ["title", "kind", "held_on", "place", "trainers", "persons"]
    assert found[7:] == ["residents", "students", "middle", "", "summary"]


def test_an_event_is_history_with_its_audience(order: Order, places: Places) -> None:
    """Written up, so nobody has to do it again; told to nobody."""
    one = row(places)
    assert STORE.add(order, [one]) == {}
    event = Event.objects.with_persons().get(pk=one.key)
    assert (event.state, event.persons, event.area) == (EventState.WRITTEN_UP, 65, places.east)
    assert timezone.localdate(event.starts_at) == DAY and event.ends_at > event.starts_at
    groups = dict(event.audience.values_list("group", "persons"))
    assert groups == {AudienceGroup.RESIDENTS: 50, AudienceGroup.UNTOLD: 15}
    step = event.steps.get()
    assert (step.target, step.actor) == (EventState.WRITTEN_UP, order.actor)
    assert not Event.objects.to_write_up().exists() and not Notice.objects.exists()


def test_the_same_event_is_found_again_by_title_and_day(order: Order, places: Places) -> None:
    one = row(places)
    STORE.add(order, [one])
    again = {**one.values, "title": "消防安全 知识讲座"}
    other = {**one.values, "held_on": DAY + dt.timedelta(days=1)}
    elsewhere = {**one.values, "area": places.west.pk}
    found = STORE.find(order, [again, other, elsewhere, {"title": "无日期"}])
    assert [[stored.key for stored in row] for row in found] == [[one.key], [], [], []]


def test_one_lecture_on_one_day_in_two_communities_is_two(order: Order, places: Places) -> None:
    """A campaign day: neither is the other twice."""
    east, west = row(places).values, row(places, area=places.west.pk).values
    assert EVENT_LEDGER.key_of(east) != EVENT_LEDGER.key_of(west)
    assert EVENT_LEDGER.key_of({"title": "讲座", "held_on": DAY}) is not None


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"held_on": dt.date(2027, 1, 1)}, ["held_on"]),
        ({"persons": 40}, ["persons"]),
        ({"persons": None, "residents": None}, ["persons"]),
        ({"persons": None, "residents": None, "kind": "distribution"}, []),
        ({"persons": None}, []),
    ],
)
def test_what_cannot_be_is_said_at_its_cell(
    order: Order, places: Places, values: dict[str, Any], fields: list[str]
) -> None:
    assert [one.field for one in wrong(order, row(places, **values).values)] == fields


def test_groups_without_a_total_are_the_total() -> None:
    assert audience({"residents": 50, "students": 0}) == {AudienceGroup.RESIDENTS: 50}


def test_undoing_takes_out_what_nobody_has_touched(order: Order, places: Places) -> None:
    mine, reopened = row(places), row(places, 5, title="燃气安全讲座")
    STORE.add(order, [mine, reopened])
    event = Event.objects.get(pk=reopened.key)
    move_event(actor=order.actor, event=event, target=EventState.HELD, note="人数有误")
    stayed = STORE.undo(order, [Undone(key=one.key, revision=1) for one in (mine, reopened)])
    assert list(stayed) == [reopened.key]
    assert [one.pk for one in Event.objects.all()] == [reopened.key]
    assert not AudienceCount.objects.filter(event=mine.key).exists()
    assert EventStep.objects.filter(event=reopened.key).count() == 2
    assert not Attachment.objects.exists()
