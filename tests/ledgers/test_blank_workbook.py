"""The empty template of a register: filled in and sent back, only what was typed counts."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils.translation import override

from communities.permissions import ORGANISATION_CHANGE
from ledgers.blank_workbook import blank_workbook, heading_of
from ledgers.declaration import Choice, Field, Kind, Ledger
from ledgers.reading.remarks import Remark
from ledgers.reading.tables import Table, table_in
from lib.workbooks import read_sheet
from tests.cast import Cast


def shops() -> Ledger:
    """A register with a field of each kind of offer."""
    return Ledger(
        key="shops",
        label="Shops [test]",
        permission=ORGANISATION_CHANGE,
        keys=(("number",), ("name", "area")),
        store=None,
        icon="shop",
        home="",
        help="One row a shop.",
        fields=(
            Field(
                key="name",
                label="Name",
                headings="店名 名称",
                required=True,
                examples=("甲店", "乙店"),
            ),
            Field(
                key="number", label="Number", headings="编号", kind=Kind.NUMBER, help="As licensed."
            ),
            Field(key="area", label="Area", headings="所属社区", kind=Kind.AREA),
            Field(
                key="kind",
                label="Kind",
                headings="类别",
                kind=Kind.CODE,
                choices=lambda: [Choice("a", "杂货"), Choice("b", "餐饮")],
            ),
            Field(key="open", label="Open", headings="营业", kind=Kind.FLAG),
            Field(key="since", label="Since", headings="开业日期", kind=Kind.DAY),
        ),
    )


def table_of(data: bytes, path: Path) -> Table:
    path.write_bytes(data)
    words = {word for field in shops().fields for word in field.headings.split()}
    table = table_in(read_sheet(path), lambda text: text if text.rstrip("*") in words else "")
    assert table is not None
    return table


@pytest.fixture
def template(cast: Cast) -> bytes:
    with override("zh-hans"):
        return blank_workbook(shops(), cast.chen)


def test_the_examples_are_left_out_when_the_template_comes_back(
    template: bytes, tmp_path: Path
) -> None:
    table = table_of(template, tmp_path / "blank.xlsx")
    assert table.headings == ["序号", *map(heading_of, shops().fields)]
    assert table.headings[1] == "店名*"
    assert [one.remark for one in table.left_out] == [Remark.EXAMPLE, Remark.EXAMPLE]
    assert table.records == []


def test_cells_offer_what_they_may_hold(template: bytes, cast: Cast) -> None:
    with ZipFile(io.BytesIO(template)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert sheet.count('type="list"') == 3
    assert "As licensed." in sheet
    for offered in ("杂货", "餐饮", "是", "否", cast.chen.memberships.get().area.name):
        assert f">{offered}<" in texts


def test_areas_are_those_in_which_the_person_may_bring_rows_in(cast: Cast) -> None:
    """liu of one community may not change organisations: no area is offered."""
    with ZipFile(io.BytesIO(blank_workbook(shops(), cast.liu))) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").decode().count('type="list"') == 2


def test_examples_show_what_is_offered(template: bytes, tmp_path: Path) -> None:
    (tmp_path / "blank.xlsx").write_bytes(template)
    rows = read_sheet(tmp_path / "blank.xlsx").rows
    assert [row[:5] for row in rows[2:4]] == [
        ["示例1", "甲店", "", "", "杂货"],
        ["示例2", "乙店", "", "", "餐饮"],
    ]
