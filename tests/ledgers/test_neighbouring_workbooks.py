"""A workbook of one register sent to another: the page names the one whose headings it has."""

from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from communities.models import Area
from ledgers import services
from ledgers.blank_workbook import heading_of
from ledgers.declaration import other_ways, registers
from ledgers.machine import running
from ledgers.machine.tables import find_table
from ledgers.models import Batch, Origin
from lib.errors import BadUpload, WrongState
from lib.ids import new_id
from tests.ledgers.makers import shop, shops, workbook

INJURIES = ["序号", "姓名", "性别", "年龄", "所属社区", "联系电话", "伤害发生时间", "伤害发生原因"]
PEOPLE = ["区划代码", "社区", "年龄组", "性别", "人数"]
#: Registers of units and of premises share nearly all headings: the page of columns shows the rest.
ALIKE = {("organisations", "premises")}
KEYS = (
    "areas",
    "organisations",
    "accounts",
    "premises",
    "hazards",
    "inspections",
    "projects",
    "events",
)


def stored(tmp_path: Path, headings: list[str], name: str = "台账.xlsx") -> Path:
    """A workbook with these headings and one row, in the folder of the test."""
    row = [f"甲{place}" for place in range(len(headings))]
    path = tmp_path / name
    path.write_bytes(workbook([["某街道登记表"], headings, row]).read())
    return path


def test_every_register_is_tried() -> None:
    assert set(KEYS) <= {one.key for one in registers}


@pytest.mark.parametrize("sent", KEYS)
@pytest.mark.parametrize("asked", KEYS)
def test_the_register_of_a_workbook_is_named(tmp_path: Path, sent: str, asked: str) -> None:
    path = stored(tmp_path, [heading_of(field) for field in registers[sent].fields])
    if sent == asked:
        table = find_table(path, registers[asked]).table
        assert table and len(table.records) == 1
        return
    if (sent, asked) in ALIKE:
        assert find_table(path, registers[asked]).table
        return
    with pytest.raises(BadUpload) as told:
        find_table(path, registers[asked])
    assert str(registers[sent].label) in str(told.value)


@pytest.mark.parametrize("asked", KEYS)
@pytest.mark.parametrize(("headings", "way"), [(INJURIES, "injuries"), (PEOPLE, "population")])
def test_cards_and_figures_of_people_are_sent_to_their_own_pages(
    tmp_path: Path, asked: str, headings: list[str], way: str
) -> None:
    with pytest.raises(BadUpload) as told:
        find_table(stored(tmp_path, headings), registers[asked])
    assert str(other_ways[way].label) in str(told.value)


@pytest.mark.parametrize("asked", KEYS)
def test_a_sheet_without_headings_says_which_it_wants(tmp_path: Path, asked: str) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(workbook([["甲", 1], ["乙", 2]]).read())
    first = registers[asked].fields[0].headings.split()[0]
    with pytest.raises(BadUpload, match=first):
        find_table(path, registers[asked])


def sent_wrongly(actor: User, area: Area) -> Batch:
    """A workbook of premises that was sent to the accounts' register."""
    batch = services.receive_workbook(
        actor=actor,
        key=new_id(),
        ledger=registers["accounts"],
        area=area,
        upload=shops(shop()),
    )
    running.run(str(batch.pk))
    batch.refresh_from_db()
    return batch


@pytest.mark.django_db
def test_chen_carries_a_workbook_to_the_register_where_it_belongs(client, places, cast) -> None:
    batch = sent_wrongly(cast.chen, places.street)
    assert batch.has_failed and not Origin.objects.filter(register="premises").exists()
    client.force_login(cast.chen)
    page = client.get(batch.get_absolute_url())
    carry = reverse("ledgers:carry", args=[batch.pk])
    assert carry in page.text
    assert client.post(carry, {"revision": batch.revision}).status_code == 302
    running.run(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.register, batch.stage, batch.has_failed) == ("premises", "mapping", False)
    assert batch.origin.register == "premises" and "name" in batch.mapping
    assert AuditEntry.objects.filter(code="ledgers.batch.carried", target_id=batch.pk).count() == 1
    with pytest.raises(WrongState):
        services.carry_over(actor=cast.chen, batch=batch)


@pytest.mark.django_db
def test_nobody_else_carries_a_workbook(client, places, cast) -> None:
    batch = sent_wrongly(cast.chen, places.street)
    client.force_login(cast.admin)
    carry = reverse("ledgers:carry", args=[batch.pk])
    assert carry not in client.get(batch.get_absolute_url()).text
    assert client.post(carry, {"revision": batch.revision}).status_code == 403
    batch.refresh_from_db()
    assert batch.register == "accounts" and batch.has_failed
