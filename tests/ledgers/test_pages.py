"""Chen walks through the pages on which a register is brought in; others see no cells."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ledgers.models import Batch, Origin, Row
from ledgers.services import same_workbook
from ledgers.workflow import Stage
from premises.models import Premises
from tests.grids.makers import premises
from tests.ledgers.makers import checked, committed, receive, shop, shops, work


def read(batch: Batch) -> dict[str, int]:
    """What the form of a button sends."""
    batch.refresh_from_db()
    return {"revision": batch.revision}


def test_chen_walks_from_the_list_of_registers_to_the_commit_and_back(
    places, cast, as_user
) -> None:
    client = as_user(cast.chen)
    home = client.get(reverse("ledgers:home")).text
    new = reverse("ledgers:new", args=["premises"])
    assert new in home and reverse("injuries:import-new") in home
    key = client.get(new).context["form"].fields["record_key"].initial()
    sent = {
        "record_key": key,
        "area": places.street.pk,
        "origin": "市场监管所",
        "workbook": shops(
            shop(类别="杂货铺子"), shop("JS-2", "二", 地址="2号", **{"面积（㎡）": "很大"})
        ),
    }
    page = client.post(new, sent)
    batch = work(Batch.objects.get())
    assert page.url == batch.get_absolute_url() + "?on=1"
    columns = reverse("ledgers:columns", args=[batch.pk])
    assert client.get(page.url).url == columns  # the worker was fast
    assert columns in client.get(batch.get_absolute_url()).text
    form = client.get(columns)
    assert "张三" in form.text  # her own cells
    chosen = {f"column_{n}": key for n, key in enumerate(batch.mapping)}
    assert client.post(columns, chosen | read(batch)).url == page.url

    batch = work(batch)
    words = reverse("ledgers:words", args=[batch.pk])
    asked = client.get(words)
    assert "杂货铺子" in asked.text
    assert client.post(words, {"word_0": "small-shop"} | read(batch)).status_code == 302
    batch = work(batch)

    preview = client.get(batch.get_absolute_url()).text
    assert "很大" in preview and "floor_area%3Abad-number" in preview
    place = batch.mapping.index("floor_area")
    fix = reverse("ledgers:row-correct", args=[batch.pk, 3])
    client.post(fix, {f"cell_{place}": "60平方米", "state": "refused"} | read(batch))
    assert batch.rows.get(number=3).state == Row.State.NEW
    client.post(reverse("ledgers:commit", args=[batch.pk]), read(batch))
    batch = work(batch)
    assert (batch.stage, Premises.objects.count()) == (Stage.COMMITTED, 2)
    client.post(reverse("ledgers:undo", args=[batch.pk]), read(batch))
    assert work(batch).stage == Stage.UNDONE and not Premises.objects.exists()


def test_what_changes_stands_before_and_after_for_the_uploader_alone(places, cast, as_user) -> None:
    premises(places, number="JS-1", name="福源", contact_name="李四")
    batch = checked(cast.chen, places.street, [shop()])
    page = as_user(cast.chen).get(batch.get_absolute_url()).text
    assert "<del>李四</del>" in page and "<ins>张三</ins>" in page
    other = as_user(cast.admin).get(batch.get_absolute_url())
    assert other.status_code == 200
    assert "李四" not in other.text and "张三" not in other.text and "福源" not in other.text


def test_a_doubtful_row_is_decided_in_the_page(places, cast, as_user) -> None:
    known = premises(places, name="福源副食店", address="")
    batch = checked(cast.chen, places.street, [shop("", 地址="")])
    url = reverse("ledgers:row-decide", args=[batch.pk, 2])
    client = as_user(cast.chen)
    assert str(known.pk) in client.get(batch.get_absolute_url()).text
    client.post(url, {"decision": str(known.pk)} | read(batch))
    row = batch.rows.get(number=2)
    assert (row.state, row.target) == (Row.State.CHANGED, known.pk)


def test_refused_rows_go_home_and_come_back_corrected(places, cast, as_user) -> None:
    batch = committed(
        cast.chen, places.street, [shop(), shop("JS-2", "坏", **{"面积（㎡）": "很大"})]
    )
    client = as_user(cast.chen)
    answer = client.get(reverse("ledgers:refused", args=[batch.pk]))
    data = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [cell for cell in rows[1] if cell == "很大"]
    corrected = [[60 if cell == "很大" else cell for cell in row] for row in rows]
    from tests.ledgers.makers import workbook

    sent = {"workbook": workbook(corrected, "更正.xlsx")} | read(batch)
    client.post(reverse("ledgers:correct", args=[batch.pk]), sent)
    batch.refresh_from_db()
    assert (batch.new_rows, batch.bad_rows) == (1, 0)

    stranger = {"workbook": workbook([["甲"], ["乙"]], "别的.xlsx")} | read(batch)
    page = client.post(reverse("ledgers:correct", args=[batch.pk]), stranger, follow=True)
    assert "alert" in page.text and batch.rows.filter(written=False).count() == 1


def test_the_empty_template_comes_back_as_a_workbook_without_rows(places, cast, as_user) -> None:
    answer = as_user(cast.chen).get(reverse("ledgers:template", args=["premises"]))
    data = b"".join(answer.streaming_content)
    upload = SimpleUploadedFile("模板.xlsx", data)
    from ledgers import services
    from ledgers.declaration import registers
    from lib.ids import new_id

    batch = services.receive_workbook(
        actor=cast.chen,
        key=new_id(),
        ledger=registers["premises"],
        area=places.street,
        upload=upload,
    )
    assert work(batch).has_failed  # its examples are no rows


def test_a_grid_is_told_apart_by_the_community_beside_it(places, cast) -> None:
    from communities.models import Area

    for community in (places.east, places.west):
        fresh = Area.objects.get(pk=community.pk)
        Area.objects.add_child(
            fresh, {"kind": "grid", "name": "第九网格", "code": community.code + "009"}
        )
    heads = ["名称", "类别", "所属社区", "所属网格", "地址"]
    rows = [
        ["甲店", "小商店", "西社区", "第九网格", "1号"],
        ["乙店", "小商店", "东社区", "", "2号"],
    ]
    batch = receive(cast.chen, places.street, [heads, *rows])
    assert batch.mapping[2:4] == ["community", "area"]
    from ledgers import services

    services.confirm_columns(actor=cast.chen, batch=batch, mapping=batch.mapping)
    batch = work(batch)
    services.commit_batch(actor=cast.chen, batch=batch)
    work(batch)
    assert Premises.objects.get(name="甲店").area.code == places.west.code + "009"
    assert Premises.objects.get(name="乙店").area == places.east


def test_too_many_rows_and_columns_are_said(places, cast, monkeypatch) -> None:
    from ledgers.machine import tables

    wide = receive(
        cast.chen, places.street, [["名称", "类别", "地址", *map(str, range(300))], shop()]
    )
    assert wide.has_failed and "200" in wide.job_error
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    heads = ["名称", "类别", "地址"]
    long = receive(cast.chen, places.street, [heads, *([["甲", "小商店", "1"]] * 3)])
    assert long.has_failed and "4" in long.job_error


def test_the_same_file_of_another_street_is_not_named(places, cast) -> None:
    """It would tell chen that the neighbours have sent it, and lead to a page she may not open."""
    batches = [
        Batch.objects.create(
            register="premises",
            area=area,
            origin=Origin.objects.create(register="premises", area=area, name="街道"),
            filename="场所.xlsx",
            file_sha256="a" * 64,
            stage=stage,
            created_by=sender,
        )
        for area, sender, stage in (
            (places.next_street, cast.outsider, "committed"),
            (places.street, cast.chen, "mapping"),
        )
    ]
    assert same_workbook(cast.chen, batches[1]) is None
    Batch.objects.filter(pk=batches[0].pk).update(area=places.street)
    assert same_workbook(cast.chen, batches[1]) == batches[0]
