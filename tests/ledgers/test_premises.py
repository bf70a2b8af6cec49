"""Premises from Excel: new, changed, same, doubtful, refused; committed and undone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import AuditEntry
from ledgers import services
from ledgers.machine.corrections import correct_cells, decide
from ledgers.models import Row
from ledgers.workflow import Stage
from lib.errors import DomainError, Outdated, WrongState
from premises.models import Premises
from tests.grids.makers import premises
from tests.ledgers.makers import HEADINGS, checked, committed, receive, shop, work

State = Row.State


def states(batch) -> dict[int, str]:
    """What becomes of each row that is kept."""
    return dict(batch.rows.values_list("number", "state"))


def test_chen_brings_new_premises_in(places, cast) -> None:
    batch = receive(cast.chen, places.street, [HEADINGS, shop(), shop("JS-2", "阳光宾馆")])
    assert batch.stage == Stage.MAPPING
    assert batch.mapping == [
        "number",
        "name",
        "category",
        "area",
        "address",
        "contact_name",
        "contact_phone",
        "floor_area",
    ]
    services.confirm_columns(actor=cast.chen, batch=batch, mapping=batch.mapping)
    batch = work(batch)
    assert (batch.stage, batch.new_rows, batch.bad_rows) == (Stage.PREVIEW, 2, 0)
    assert not Premises.objects.exists()

    services.commit_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    assert (batch.stage, batch.added_rows, batch.new_rows) == (Stage.COMMITTED, 2, 0)
    one = Premises.objects.get(number="JS-1")
    assert (one.name, one.area, one.category_id) == ("福源副食店", places.grid1, "small-shop")
    assert (one.contact_phone, one.floor_area) == ("13800001234", Decimal("85"))
    assert (one.created_by, one.revision) == (cast.chen, 1)
    trail = AuditEntry.objects.filter(code="premises.premises.added")
    assert {entry.target_text for entry in trail} == {"福源副食店", "阳光宾馆"}


def test_an_update_is_shown_field_by_field_and_written_by_number(places, cast) -> None:
    known = premises(places, number="JS-1", name="福源", floor_area=Decimal("85"))
    batch = checked(cast.chen, places.street, [shop(**{"面积（㎡）": 120, "电话": ""})])
    assert (batch.new_rows, batch.changed_rows) == (0, 1)
    row = batch.rows.get()
    assert row.changes["floor_area"] == ["85.0", "120.0"]
    assert row.changes["name"] == ["福源", "福源副食店"]
    assert "contact_phone" not in row.changes

    services.commit_batch(actor=cast.chen, batch=batch)
    work(batch)
    known.refresh_from_db()
    assert (known.name, known.floor_area) == ("福源副食店", Decimal("120"))
    assert known.contact_phone == "13800001234"  # an empty cell never deletes
    entry = AuditEntry.objects.get(code="premises.premises.changed")
    assert entry.changes["floor_area"] == ["85.0", "120.0"]
    assert AuditEntry.objects.filter(code="premises.premises.added").count() == 0


def test_an_empty_cell_empties_the_field_when_chen_asks_for_it(places, cast) -> None:
    known = premises(places, number="JS-1", contact_name="张三")
    committed(cast.chen, places.street, [shop(负责人="", 电话="")], clears=True)
    known.refresh_from_db()
    assert (known.contact_name, known.contact_phone) == ("", "")


def test_the_same_workbook_again_changes_nothing(places, cast) -> None:
    rows = [shop(), shop("JS-2", "阳光宾馆", 地址="人民路1号")]
    committed(cast.chen, places.street, rows)
    again = checked(cast.chen, places.street, rows)
    assert (again.same_rows, again.new_rows, again.changed_rows) == (2, 0, 0)
    with pytest.raises(DomainError):
        services.commit_batch(actor=cast.chen, batch=again)
    assert Premises.objects.count() == 2


def test_without_a_number_name_and_address_say_which_premises_are_meant(places, cast) -> None:
    premises(places, name="福源副食店", address="河滨路9号")
    premises(places, name="福源副食店", address="东街3号")
    rows = [
        shop("", 地址="河滨路 9号"),
        shop("", 地址="西街1号"),
        shop("", 地址=""),
    ]
    batch = checked(cast.chen, places.street, rows)
    assert states(batch)[2] == State.CHANGED  # 张三 is new to it
    assert batch.new_rows == 1  # another address is another shop
    assert states(batch)[4] == State.DOUBTFUL  # two bear the name

    meant = batch.rows.get(number=4)
    assert len(meant.candidates) == 2
    row = decide(actor=cast.chen, batch=batch, number=4, decision="skip")
    assert row.state == State.SAME
    batch.refresh_from_db()
    assert (batch.doubtful_rows, batch.same_rows) == (0, 1)


def test_a_key_twice_in_the_file_is_refused_with_the_row_that_has_it(places, cast) -> None:
    batch = checked(cast.chen, places.street, [shop(), shop(name="另一家")])
    row = batch.rows.get(state=State.REFUSED)
    assert (row.number, row.problems[0]["code"]) == (3, "key-twice")
    assert row.problems[0]["params"] == {"row": 2}
    assert batch.new_rows == 1


def test_what_falls_due_is_told_by_another_task(places, cast, monkeypatch) -> None:
    """The batch is committed whatever becomes of that."""
    rung: list[str] = []
    monkeypatch.setattr("ledgers.machine.work.ring", rung.append)
    batch = checked(cast.chen, places.street, [shop()])
    assert rung == []
    services.commit_batch(actor=cast.chen, batch=batch)
    done = work(batch)
    assert done.stage == Stage.COMMITTED and not done.has_failed
    assert rung == ["notices.tasks.tell_what_is_due"]


def test_a_row_that_stands_twice_word_for_word_is_left_out_and_told(places, cast) -> None:
    """An office copies rows: nobody has to correct what says the same."""
    batch = checked(cast.chen, places.street, [shop(), shop(), shop("JS-2")])
    assert (batch.new_rows, batch.bad_rows, batch.same_rows) == (2, 0, 1)
    (note,) = [one for one in batch.notes if one["code"] == "doubles"]
    assert note["params"] == {"count": 1, "rows": "3"}
    services.commit_batch(actor=cast.chen, batch=batch)
    work(batch)
    assert sorted(Premises.objects.values_list("number", flat=True)) == ["JS-1", "JS-2"]


def test_a_record_changed_since_the_preview_is_a_conflict_that_is_said(places, cast) -> None:
    known = premises(places, number="JS-1", name="福源")
    batch = checked(cast.chen, places.street, [shop(), shop("JS-2", "阳光宾馆", 地址="人民路1号")])
    known.name = "福源便民店"
    known.revision += 1
    known.save()
    services.commit_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    known.refresh_from_db()
    assert known.name == "福源便民店"
    assert (batch.added_rows, batch.updated_rows, batch.bad_rows) == (1, 0, 1)
    row = batch.rows.get(state=State.REFUSED)
    assert row.problems[0]["code"] == "changed-meanwhile"

    # Looked at again, it is an update of what is there now.
    row = correct_cells(actor=cast.chen, batch=batch, number=2, cells={1: "福源副食店"})
    assert row.changes["name"] == ["福源便民店", "福源副食店"]


def test_premises_entered_by_hand_since_the_preview_are_not_made_twice(places, cast) -> None:
    batch = checked(cast.chen, places.street, [shop()])
    premises(places, number="JS-1", name="手工录入")
    services.commit_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    assert (batch.added_rows, batch.bad_rows) == (0, 1)
    assert Premises.objects.get(number="JS-1").name == "手工录入"


def test_a_whole_batch_is_undone_but_for_what_somebody_touched(places, cast) -> None:
    known = premises(places, number="JS-1", name="福源")
    rows = [shop(), *(shop(f"JS-{n}", f"店{n}", 地址=f"{n}号") for n in (2, 3))]
    batch = committed(cast.chen, places.street, rows)
    assert (batch.added_rows, batch.updated_rows) == (2, 1)
    touched = Premises.objects.get(number="JS-2")
    touched.persons, touched.revision = 4, 2
    touched.save()

    services.undo_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    assert (batch.stage, batch.kept_rows) == (Stage.UNDONE, 1)
    known.refresh_from_db()
    assert known.name == "福源"
    assert set(Premises.objects.values_list("number", flat=True)) == {"JS-1", "JS-2"}
    kept = batch.rows.get(state=State.KEPT)
    assert "店2" in kept.title
    assert AuditEntry.objects.filter(code="communities.record.deleted").count() == 1

    services.reopen_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    assert (batch.new_rows, batch.changed_rows) == (1, 1)


def test_only_the_uploader_corrects_cells_and_good_rows_need_no_second_workbook(
    places, cast
) -> None:
    batch = checked(
        cast.chen, places.street, [shop(), shop("JS-2", "坏", **{"面积（㎡）": "很大"})]
    )
    assert (batch.new_rows, batch.bad_rows) == (1, 1)
    assert batch.findings == [{"kind": "floor_area:bad-number", "state": "refused", "count": 1}]
    services.commit_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    assert "1" in str(batch.stage_in_words) and batch.open_rows == 1

    place = batch.mapping.index("floor_area")
    with pytest.raises(DomainError):
        correct_cells(actor=cast.liu, batch=batch, number=3, cells={place: "60"})
    row = correct_cells(actor=cast.chen, batch=batch, number=3, cells={place: "60㎡"})
    assert row.state == State.NEW
    batch.refresh_from_db()
    assert (batch.new_rows, batch.bad_rows, batch.findings) == (1, 0, [])
    services.commit_batch(actor=cast.chen, batch=batch)
    batch = work(batch)
    assert (batch.added_rows, Premises.objects.get(number="JS-2").floor_area) == (2, Decimal(60))
    with pytest.raises(WrongState):
        correct_cells(actor=cast.chen, batch=batch, number=3, cells={place: "70"})


def test_an_unknown_word_is_asked_once_and_remembered_for_the_origin(places, cast) -> None:
    rows = [
        shop(类别="杂货铺子", 所属网格="东1格"),
        shop("JS-2", "二", 类别="杂货铺子", 地址="2号"),
        shop("JS-3", "三", 地址="3号"),
    ]
    batch = checked(cast.chen, places.street, rows, origin="市场监管所")
    assert batch.stage == Stage.WORDS
    assert batch.unknown == {"category": {"杂货铺子": 2}, "area": {"东1格": 1}}
    words = {"category": {"杂货铺子": "small-shop"}, "area": {"东1格": str(places.grid1.pk)}}
    services.explain_words(actor=cast.chen, batch=batch, words=words)
    batch = work(batch)
    assert (batch.stage, batch.new_rows) == (Stage.PREVIEW, 3)

    other = [shop("JS-9", "九", 类别="杂货铺子", 地址="9号")]
    again = checked(cast.chen, places.street, other, origin="市场监管所")
    assert (again.stage, again.new_rows) == (Stage.PREVIEW, 1)
    stranger = checked(cast.chen, places.street, other, origin="社区")
    assert stranger.stage == Stage.WORDS


def test_a_word_left_unexplained_is_not_asked_again_and_refuses_its_rows(places, cast) -> None:
    batch = checked(
        cast.chen, places.street, [shop(类别="杂货铺子"), shop("JS-2", "二", 地址="2号")]
    )
    services.explain_words(actor=cast.chen, batch=batch, words={})
    batch = work(batch)
    assert (batch.stage, batch.new_rows, batch.bad_rows) == (Stage.PREVIEW, 1, 1)


def test_a_workbook_of_another_register_is_told_as_such(places, cast) -> None:
    batch = receive(cast.chen, places.street, [["甲", "乙", "丙"], [1, 2, 3]])
    assert batch.has_failed
    assert "场所" in batch.job_error or "Premises" in batch.job_error


def test_two_columns_for_one_field_are_refused(places, cast) -> None:
    batch = receive(cast.chen, places.street, [HEADINGS, shop()])
    mapping = [*batch.mapping]
    mapping[4] = "name"
    with pytest.raises(DomainError):
        services.confirm_columns(actor=cast.chen, batch=batch, mapping=mapping)


def test_whoever_acts_on_an_old_page_is_told(places, cast) -> None:
    batch = checked(
        cast.chen, places.street, [shop(**{"面积（㎡）": "很大"}), shop("JS-2", "二", 地址="2")]
    )
    seen = batch.revision
    correct_cells(actor=cast.chen, batch=batch, number=2, cells={7: "60"})
    batch.refresh_from_db()
    with pytest.raises(Outdated):
        services.commit_batch(actor=cast.chen, batch=batch, revision=seen)


def test_liu_brings_rows_into_the_own_community_only(places, cast) -> None:
    premises(places, number="W-1", area=places.west_grid, name="西店")
    rows = [shop(), shop("W-1", "西店", 所属网格="西一网格", 地址="西街")]
    batch = checked(cast.liu, places.east, rows)
    assert batch.stage == Stage.WORDS and set(batch.unknown) == {"area"}
    services.explain_words(actor=cast.liu, batch=batch, words={})
    batch = work(batch)
    assert (batch.new_rows, batch.bad_rows) == (1, 1)
    services.commit_batch(actor=cast.liu, batch=batch)
    work(batch)
    assert Premises.objects.get(number="W-1").address == "兴园路1号"


def test_nothing_readable_of_persons_waits_in_the_database(places, cast) -> None:
    batch = committed(
        cast.chen, places.street, [shop(), shop("JS-2", "坏", **{"面积（㎡）": "很大"})]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledgers_row WHERE batch_id = %s", [batch.pk.hex])
        told = str(cursor.fetchall())
    assert "13800001234" not in told and "张三" not in told


def test_old_workbooks_go_with_their_cells_and_cannot_be_undone_then(places, cast) -> None:
    from django.utils import timezone

    from communities.retention import IMPORTS
    from ledgers.machine.retention import purge_old_batches

    batch = committed(cast.chen, places.street, [shop()])
    assert purge_old_batches(timezone.now() + IMPORTS.time - dt.timedelta(days=1)) == 0
    assert purge_old_batches(timezone.now() + IMPORTS.time + dt.timedelta(days=1)) == 1
    batch.refresh_from_db()
    assert not batch.file and not batch.rows.exists() and Premises.objects.count() == 1
    with pytest.raises(WrongState):
        services.undo_batch(actor=cast.chen, batch=batch)


def test_one_fault_is_said_once(places, cast) -> None:
    """A name that cannot be read is why the row says not what it is about."""
    batch = checked(cast.chen, places.street, [shop("", name="#N/A", 地址=""), shop()])
    (row,) = batch.rows.filter(state=State.REFUSED)
    assert [one["field"] for one in row.problems] == ["name"]
