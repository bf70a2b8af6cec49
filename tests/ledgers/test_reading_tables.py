"""A table is found between titles and signatures, whatever its headings look like."""

from pathlib import Path

import pytest

from ledgers.reading.headings import heading_at, is_counter, spellings
from ledgers.reading.remarks import Remark, remark_in
from ledgers.reading.tables import Table, table_from, table_in
from lib.workbooks import Cell, Sheet
from tests.ledgers.sheets import Rows, sheet_of

WORDS = "姓名 性别 年龄 就诊日期 结局 场所名称 地址 经营者姓名 经营者电话 活动名称 地点"
KNOWN = set(WORDS.split())


def known(text: str) -> str:
    """Every known heading is its own field."""
    return text if text in KNOWN else ""


def found(sheet: Sheet) -> Table:
    table = table_in(sheet, known)
    assert table is not None
    return table


#: The register of injuries of a community (two rows of headings, merged; sums by month; signed).
CARDS: Rows = [
    ["金沙街道2026年上半年居民伤害登记台账", *[""] * 6],
    ["填报单位（盖章）：银杏社区卫生服务站", "", "", "", "填报日期：2026年7月5日", "", ""],
    ["序号", "患者基本信息", "", "", "伤害临床信息", "", "备注"],
    ["", "姓名", "性别", "年龄", "就诊日期", "结局", ""],
    [1, "张桂兰", "女性", 72, "2026.1.5", "住院", ""],
    [2, "李小宝", "男性", "3岁2个月", "2026.1.6", "回家", "两岁半"],
    ["1月小计", "", "2人", "", "", "", ""],
    [3, "孙涛", "男", "19", "2026-02-03", "回家", ""],
    ["2月小计", "", "1人", "", "", "", ""],
    ["合计", "", "3人", "", "", "", ""],
    ["注：1.性别：男性、女性；2.年龄不足1周岁填月龄；3.本表每月5日前上报。", *[""] * 6],
    ["填表人：林护士", "", "", "审核人：", "", "联系电话：0990-8800000", ""],
]
MERGED = ["A1:G1", "A3:A4", "B3:D3", "E3:F3", "G3:G4"]


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "as a csv has it"])
def test_groups_over_headings_are_one_heading(tmp_path: Path, merged: list[str]) -> None:
    table = found(sheet_of(tmp_path / "cards.xlsx", CARDS, merged))
    assert table.heading_row == 4
    assert table.headings == [
        "序号",
        "患者基本信息 / 姓名",
        "患者基本信息 / 性别",
        "患者基本信息 / 年龄",
        "伤害临床信息 / 就诊日期",
        "伤害临床信息 / 结局",
        "备注",
    ]


def test_sums_notes_and_signatures_are_left_out_and_told(tmp_path: Path) -> None:
    table = found(sheet_of(tmp_path / "cards.xlsx", CARDS, MERGED))
    assert [number for number, _cells in table.rows()] == [5, 6, 8]
    assert [(one.number, one.remark.value) for one in table.left_out] == [
        (7, "total"),
        (9, "total"),
        (10, "total"),
        (11, "note"),
        (12, "signature"),
    ]
    assert table.left_out[0].text == "1月小计"
    assert table.titles[1] == "金沙街道2026年上半年居民伤害登记台账"


#: The nine small places: three groups, a community merged over its rows, a note in a heading.
PLACES: Rows = [
    ["金沙街道“九小场所”基础台账", *[""] * 8],
    ["填报单位：应急管理办公室      填报时间：2026.10.8", *[""] * 8],
    ["序号", "所属社区", "场所名称", "建筑面积\n（㎡）", "经营者", "", "消防设施", "", "地址"],
    ["", "", "", "", "姓名", "电话", "灭火器（具）", "独立烟感", ""],
    [1, "银杏社区", "老张面馆", "86.5", "张三", 13800000001, 2, "有", "银杏路12号"],
    [2, "", "阳光棋牌室", "约120平", "李四", "13800000002", 4, "无", "银杏路18号"],
    [3, "桂花社区", "平安诊所", "95", "赵六", 13800000004, 2, "有", "桂花路3号"],
    ["合计", "", "3家", 301.5, "", "", "", "", ""],
    ["填报人：郭某    审核人：      联系电话：", *[""] * 8],
]


def test_a_merged_cell_is_of_all_its_rows_and_a_note_in_brackets_stays(tmp_path: Path) -> None:
    merged = ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:H3", "I3:I4", "B5:B6"]
    table = found(sheet_of(tmp_path / "places.xlsx", PLACES, merged))
    assert table.headings[3:6] == ["建筑面积（㎡）", "经营者 / 姓名", "经营者 / 电话"]
    assert [cells[1] for _number, cells in table.rows()] == ["银杏社区", "银杏社区", "桂花社区"]
    assert [one.remark.value for one in table.left_out] == ["total", "signature"]


def test_three_rows_of_headings(tmp_path: Path) -> None:
    rows: Rows = [
        ["活动名称", "参加人数", "", "", "地点"],
        ["", "合计", "其中", "", ""],
        ["", "", "居民", "学生", ""],
        ["消防讲座", 65, 50, 15, "活动室"],
    ]
    merged = ["A1:A3", "B1:D1", "E1:E3", "B2:B3", "C2:D2"]
    table = found(sheet_of(tmp_path / "events.xlsx", rows, merged))
    assert table.headings == [
        "活动名称",
        "参加人数 / 合计",
        "参加人数 / 其中 / 居民",
        "参加人数 / 其中 / 学生",
        "地点",
    ]
    assert [number for number, _cells in table.rows()] == [4]


def test_a_row_of_data_is_no_heading(tmp_path: Path) -> None:
    """Its first columns are filled, where headings would be merged."""
    rows: Rows = [
        ["姓名", "性别", "", "地址"],
        ["张三", "男", "独居", "银杏路"],
        ["李四", "女", "", ""],
    ]
    table = found(sheet_of(tmp_path / "plain.xlsx", rows))
    assert (table.heading_row, table.headings) == (1, ["姓名", "性别", "", "地址"])
    assert len(table.records) == 2


def test_the_line_above_a_table_is_no_group(tmp_path: Path) -> None:
    rows: Rows = [["单位：街道", "", "日期：7月"], ["姓名", "性别", "年龄"], ["张三", "男", 3]]
    table = found(sheet_of(tmp_path / "line.xlsx", rows))
    assert (table.heading_row, table.headings) == (2, ["姓名", "性别", "年龄"])


def test_headings_that_come_once_more_are_left_out(tmp_path: Path) -> None:
    """Pages of a printed register each have their headings."""
    rows = [*CARDS[2:6], *CARDS[2:4], [3, "孙涛", "男", "19", "2026-02-03", "回家", ""]]
    table = found(sheet_of(tmp_path / "pages.xlsx", rows))
    assert [number for number, _cells in table.rows()] == [3, 4, 7]
    assert {one.remark for one in table.left_out} == {Remark.HEADING}


def test_empty_columns_and_columns_without_heading_have_their_place(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "", "性别", "", ""], ["张三", "", "男", "独居", ""]]
    table = found(sheet_of(tmp_path / "gaps.xlsx", rows))
    assert table.headings == ["姓名", "", "性别", ""]


def test_a_chosen_row_is_the_heading(tmp_path: Path) -> None:
    rows: Rows = [["", "", ""], ["甲", "乙", "丙"], ["张三", "男", 3]]
    table = table_from(sheet_of(tmp_path / "chosen.xlsx", rows), 2)
    assert (table.headings, [n for n, _cells in table.rows()]) == (["甲", "乙", "丙"], [3])


def test_a_sheet_without_a_known_heading_has_no_table(tmp_path: Path) -> None:
    rows: Rows = [["甲", "乙"], ["1", "2"]]
    assert table_in(sheet_of(tmp_path / "other.xlsx", rows), known) is None


HEADINGS = ["序号", "姓名", "性别", "年龄", "地址", "备注"]


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        (["合 计", "", "", "30人", "", ""], Remark.TOTAL),
        (["", "合计", 12, 561.5, "", ""], Remark.TOTAL),
        (["银杏社区小计", 4, 5, 9, "", ""], Remark.TOTAL),
        (["总计：30人", "", "", "", "", ""], Remark.TOTAL),
        (["30人", "", "", "", "", ""], Remark.TOTAL),
        ([12, "小计", "", 30, "", ""], Remark.TOTAL),
        (["", "", "共30户", "", "", ""], Remark.TOTAL),
        (["审核：", "", "负责人（签字）：", "", "", ""], Remark.SIGNATURE),
        (["单位负责人：王某  填表人：李某", "", "", "", "", ""], Remark.SIGNATURE),
        (["", "", "", "", "2026年7月5日", ""], Remark.SIGNATURE),
        (["备注：本表一式两份", "", "", "", "", ""], Remark.NOTE),
        (["说明 1. 面积按实际填写", "", "", "", "", ""], Remark.NOTE),
        (["一、银杏社区", "", "", "", "", ""], Remark.SECTION),
        (["序号", "姓名", "性别", "年龄", "地址", "备注"], Remark.HEADING),
        (["示例", "张三", "男", 30, "银杏路1号", ""], Remark.EXAMPLE),
        ([1, "张三", "男", 30, "银杏路1号", "合计"], None),
        ([1, "合计超市", "", "", "银杏路1号", ""], None),
        (["合计便利店", "张三", "男", "三十", "银杏路1号", "好"], None),
        ([31, "", "", "", "", ""], None),
        (["", "张三", "", "", "", ""], None),
        ([2, "李四", "", "", "负责人：王五", ""], None),
        (["", "", "", "", "", ""], None),
    ],
)
def test_only_what_is_unmistakable_is_left_out(cells: list[Cell], remark: Remark | None) -> None:
    assert remark_in(cells, HEADINGS) is remark


def test_a_list_of_one_column_keeps_its_long_rows() -> None:
    assert remark_in(["备注说明有很多字的一行一行一行一行一行一行一行一行"], ["地址"]) is None


def test_what_a_heading_may_be_known_as() -> None:
    assert spellings("经营者 / 姓名") == ["经营者 / 姓名", "经营者姓名", "姓名"]
    assert spellings("乡/镇") == ["乡/镇"]
    assert spellings("") == []
    assert is_counter("序号")
    assert is_counter("基本情况 / 序号")
    assert not is_counter("门牌号")


def test_a_heading_at_the_last_row_has_nothing_below() -> None:
    assert heading_at(Sheet("x", [["姓名", "性别"]]), 0).texts == ["姓名", "性别"]
