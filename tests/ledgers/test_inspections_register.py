"""Visits of earlier years say when premises were inspected last, and tell nobody."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from grids.ledgers.inspections import INSPECTIONS, finder_by, wrong
from grids.models import Inspection, Outcome
from ledgers.declaration import Addition, Order, Undone
from ledgers.problems import Unreadable
from lib.ids import new_id
from notices.models import Notice
from premises.models import Premises
from tests.cast import Cast, Places
from tests.grids.makers import premises

STORE = INSPECTIONS.store
DAY = dt.date(2025, 11, 5)


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.chen, area=places.street, today=dt.date(2026, 11, 30), batch=new_id())


@pytest.fixture
def shop(places: Places) -> Premises:
    return premises(places, number="JS-1")


def visit(shop: Premises, number: int = 3, **values: Any) -> Addition:
    given = {"inspected_on": DAY, "premises": str(shop.pk), **values}
    return Addition(key=new_id(), number=number, values=given)


def last_visit(shop: Premises) -> dt.date | None:
    at = Premises.objects.get(pk=shop.pk).last_inspected_at
    return timezone.localdate(at) if at else None


def test_the_next_visit_falls_due_from_the_last_one(order: Order, shop: Premises, cast) -> None:
    later = visit(shop, 4, inspected_on=DAY + dt.timedelta(days=9), outcome=Outcome.ABSENT)
    one = visit(shop, inspector=cast.wang.full_name, failed=2)
    assert STORE.add(order, [one, later]) == {}
    made = Inspection.objects.get(pk=one.key)
    assert (made.inspector, made.outcome, made.failed_items) == (cast.wang, Outcome.DONE, 2)
    assert (made.area, made.version) == (shop.area, shop.category.checklist.current)
    assert last_visit(shop) == DAY, "nobody was met on the later day"
    assert not Notice.objects.exists()


def test_who_has_no_account_is_named_in_the_note(order: Order, shop: Premises, cast) -> None:
    one = visit(shop, inspector="老周", note="门锁")
    STORE.add(order, [one])
    made = Inspection.objects.get()
    assert made.inspector == cast.chen
    assert made.note == "来自以往台账\n检查人：老周\n门锁"


def test_premises_are_found_by_number_or_by_a_name_that_one_has(
    order: Order, shop: Premises, places: Places
) -> None:
    assert finder_by("number")(order)("js-1") == str(shop.pk)
    find = finder_by("name")
    assert find(order)(shop.name) == str(shop.pk)
    premises(places)
    with pytest.raises(Unreadable, match="several-records"):
        find(order)(shop.name)
    with pytest.raises(Unreadable, match="unknown-record"):
        find(order)("别的店")


def test_premises_of_another_street_are_unknown(order: Order, places: Places) -> None:
    far = premises(places, name="邻街店", area=places.next_community)
    with pytest.raises(Unreadable, match="unknown-record"):
        finder_by("name")(order)("邻街店")
    refused = STORE.add(order, [visit(far)])
    assert list(refused) == [3] and not Inspection.objects.exists()


def test_what_cannot_be_is_said_at_its_cell(order: Order, shop: Premises) -> None:
    ahead = {"inspected_on": dt.date(2027, 1, 1), "premises": str(shop.pk)}
    assert [one.field for one in wrong(order, ahead)] == ["inspected_on"]
    two = {"inspected_on": DAY, "premises": str(shop.pk), "number": str(new_id())}
    assert [one.field for one in wrong(order, two)] == ["number"]


def test_a_visit_is_found_again_and_undone(order: Order, shop: Premises) -> None:
    one = visit(shop)
    STORE.add(order, [one])
    (found,) = STORE.find(order, [one.values])
    assert [stored.key for stored in found] == [one.key]
    assert STORE.undo(order, [Undone(key=one.key, revision=1)]) == {}
    assert not Inspection.objects.exists() and last_visit(shop) is None
