"""Hazards of earlier years come in with their history, and go by being withdrawn."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from checklists.models import HazardCategory
from grids.ledgers.hazards import HAZARDS, wrong
from grids.models import Hazard, HazardState
from grids.services.hazards import rectify
from ledgers.declaration import Addition, Order, Undone
from lib.ids import new_id
from premises.models import Premises, PremisesCategory
from tests.cast import Cast, Places

STORE = HAZARDS.store
FOUND = dt.date(2025, 6, 5)


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.chen, area=places.street, today=dt.date(2026, 11, 30), batch=new_id())


def row(places: Places, number: int = 3, **values: Any) -> Addition:
    given = {
        "found_on": FOUND,
        "area": places.east.pk,
        "place": "3号楼楼道",
        "description": "楼道堆放杂物",
        "category": HazardCategory.objects.first().pk,
        **values,
    }
    return Addition(key=new_id(), number=number, values=given)


@pytest.mark.parametrize(
    ("days", "state", "steps"),
    [
        ({}, HazardState.FOUND, 1),
        ({"deadline": dt.date(2025, 6, 10)}, HazardState.ADVISED, 2),
        ({"rectified_on": dt.date(2025, 6, 9)}, HazardState.RECTIFIED, 2),
        (
            {
                "deadline": dt.date(2025, 6, 10),
                "rectified_on": dt.date(2025, 6, 9),
                "verified_on": dt.date(2025, 6, 11),
            },
            HazardState.CLOSED,
            4,
        ),
    ],
)
def test_its_days_say_how_far_it_came(
    order: Order, places: Places, days: dict[str, dt.date], state: str, steps: int
) -> None:
    one = row(places, **days)
    assert STORE.add(order, [one]) == {}
    hazard = Hazard.objects.get(pk=one.key)
    assert (hazard.state, hazard.steps.count(), hazard.revision) == (state, steps, steps)
    assert timezone.localdate(hazard.found_at) == FOUND
    assert hazard.steps.order_by("at", "id").last().target == state
    assert hazard.fixed_by is None
    if state == HazardState.CLOSED:
        assert hazard.on_time


def test_premises_are_found_by_name_below_the_area(order: Order, places: Places) -> None:
    shop = Premises.objects.create(
        area=places.grid1, name="福源副食店", category=PremisesCategory.objects.first()
    )
    known, unknown = row(places, premises="福源副食店"), row(places, 4, premises="别的店", place="")
    STORE.add(order, [known, unknown])
    hazard = Hazard.objects.get(pk=known.key)
    assert (hazard.premises, hazard.area, hazard.place) == (shop, places.grid1, "")
    other = Hazard.objects.get(pk=unknown.key)
    assert (other.premises, other.area, other.place) == (None, places.east, "别的店")


def test_the_same_hazard_is_not_taken_twice(order: Order, places: Places) -> None:
    one = row(places)
    STORE.add(order, [one])
    again = {**one.values, "place": "3号楼 楼道"}
    other = {**one.values, "found_on": FOUND + dt.timedelta(days=1)}
    found = STORE.find(order, [again, other])
    assert [[hit.key for hit in hits] for hits in found] == [[one.key], []]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"found_on": dt.date(2027, 1, 1)}, "found_on"),
        ({"deadline": dt.date(2025, 6, 4)}, "deadline"),
        ({"rectified_on": dt.date(2025, 6, 4)}, "rectified_on"),
        ({"verified_on": dt.date(2025, 6, 9)}, "verified_on"),
        ({"place": ""}, "premises"),
        (
            {
                "found_on": dt.date(2026, 11, 2),
                "rectified_on": dt.date(2026, 11, 3),
                "verified_on": dt.date(2026, 11, 4),
            },
            "verified_on",
        ),
    ],
)
def test_days_that_do_not_fit_are_named(
    order: Order, places: Places, values: dict[str, Any], field: str
) -> None:
    """What was found this month is closed in the portal: nobody verifies by a file."""
    given = {**row(places).values, **values}
    assert [one.field for one in wrong(order, given)] == [field]


def test_undoing_withdraws_them_closed_or_not(order: Order, places: Places) -> None:
    days = {"rectified_on": dt.date(2025, 6, 9), "verified_on": dt.date(2025, 6, 11)}
    open_one, closed = row(places), row(places, 4, place="5号楼", **days)
    STORE.add(order, [open_one, closed])
    undone = [Undone(key=one.key, revision=1) for one in (open_one, closed)]
    assert STORE.undo(order, undone) == {}
    assert {one.state for one in Hazard.objects.all()} == {HazardState.WITHDRAWN}
    assert not Hazard.objects.standing().exists()
    assert STORE.find(order, [open_one.values]) == [[]]


def test_a_hazard_that_somebody_moved_stays(order: Order, places: Places, cast: Cast) -> None:
    one = row(places)
    STORE.add(order, [one])
    hazard = Hazard.objects.get(pk=one.key)
    rectify(actor=cast.liu, hazard=hazard, revision=hazard.revision, note="已清理")
    assert set(STORE.undo(order, [Undone(key=one.key, revision=1)])) == {one.key}
    hazard.refresh_from_db()
    assert hazard.state == HazardState.RECTIFIED
