"""Units from Excel: recognised by their names in their areas."""

import datetime as dt

import pytest

from communities.models import Organisation
from ledgers.declaration import Addition, Change, Order
from ledgers.registers.organisations import ORGANISATIONS, sectors
from lib.ids import new_id
from tests.cast import Cast, Places

STORE = ORGANISATIONS.store


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.chen, area=places.street, today=dt.date(2026, 11, 30), batch=new_id())


def test_a_unit_without_an_area_is_the_batchs_and_found_again(order: Order, places: Places) -> None:
    values = {"name": "金沙医院", "sector": "hospital", "area": places.street.pk}
    assert STORE.add(order, [Addition(key=new_id(), number=3, values=values)]) == {}
    unit = Organisation.objects.get(name="金沙医院")
    assert (unit.area, unit.created_by) == (places.street, order.actor)
    assert [one.key for one in STORE.find(order, [{"name": "金沙医院"}])[0]] == [unit.pk]
    assert STORE.find(order, [{"name": "金沙医院", "area": places.east.pk}]) == [[]]


def test_a_unit_of_that_name_in_a_community_makes_a_row_without_area_doubtful(
    order: Order, places: Places
) -> None:
    unit = Organisation.objects.create(area=places.east, name="东社区卫生站", sector="hospital")
    (stored,) = STORE.find(order, [{"name": "东社区卫生站"}])[0]
    assert (stored.key, stored.sure) == (unit.pk, False)


def test_an_empty_cell_changes_nothing(order: Order, places: Places) -> None:
    unit = Organisation.objects.create(
        area=places.street, name="金沙医院", sector="hospital", address="银杏路1号"
    )
    (stored,) = STORE.find(order, [{"name": "金沙医院"}])[0]
    change = Change(
        key=unit.pk, number=3, revision=stored.revision, values={"contact_phone": "0990-8800001"}
    )
    assert STORE.change(order, [change]) == {}
    unit.refresh_from_db()
    assert (unit.address, unit.contact_phone) == ("银杏路1号", "0990-8800001")


def test_units_of_another_street_are_not_found(order: Order, places: Places) -> None:
    Organisation.objects.create(area=places.next_street, name="邻街医院", sector="hospital")
    assert STORE.find(order, [{"name": "邻街医院", "area": places.next_street.pk}]) == [[]]


def test_sectors_are_offered_by_their_words() -> None:
    assert {one.value for one in sectors()} >= {"hospital", "fire", "police"}
