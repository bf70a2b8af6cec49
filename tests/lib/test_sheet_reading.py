"""Cells say what their writers meant: days, ages, numbers, telephones, yes and no."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from lib.chinese_numbers import arabic, number_of
from lib.sheet_ages import NoAge, read_age
from lib.sheet_days import (
    NoDay,
    NoHour,
    NoYear,
    Span,
    read_day,
    read_last_day,
    read_span,
    year_in,
)
from lib.sheet_numbers import (
    CutNumber,
    NoNumber,
    OtherUnit,
    read_angle,
    read_count,
    read_figure,
    read_name,
    read_quantity,
)
from lib.sheet_phones import NoPhone, read_phones
from lib.sheet_words import NoAnswer, is_nothing, read_yes
from lib.workbooks import Cell

DAYS = st.dates(dt.date(1955, 1, 1), dt.date(2099, 12, 31))
FIGURES = "〇一二三四五六七八九"


def in_characters(number: int) -> str:
    """Return a number below 10,000 as people write it: 105 is 一百零五, 12 is 十二."""
    text, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            text += ("零" if gap and text else "") + FIGURES[digit] + unit
        gap = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


@given(DAYS)
def test_a_day_is_the_same_in_every_spelling(day: dt.date) -> None:
    year = "".join(FIGURES[int(digit)] for digit in str(day.year))
    spellings: list[Cell] = [
        day,
        dt.datetime(day.year, day.month, day.day),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 号（周三）",
        f"{year}年{in_characters(day.month)}月{in_characters(day.day)}日",
        f"{day:%Y%m%d}",
        float(f"{day:%Y%m%d}"),
        (day - dt.date(1899, 12, 30)).days,
        str((day - dt.date(1899, 12, 30)).days),
    ]
    assert {read_day(cell)[0] for cell in spellings} == {day}


@given(DAYS)
def test_a_day_without_a_year_is_of_the_sheets_year(day: dt.date) -> None:
    text = f"{day.month}月{day.day}日"
    assert read_day(text, day.year)[0] == day
    with pytest.raises(NoYear):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("2026年2月27日下午3时", dt.date(2026, 2, 27), 15),
        ("2026.3.15上午", dt.date(2026, 3, 15), None),
        ("2026/1/12 14:30", dt.date(2026, 1, 12), 14),
        ("2026年1月12日 晚上8点半", dt.date(2026, 1, 12), 20),
        ("2026-02-03T18:20", dt.date(2026, 2, 3), 18),
        ("2026年1月12日中午12点", dt.date(2026, 1, 12), 12),
        ("26.2.20", dt.date(2026, 2, 20), None),
        ("07年2月20日", dt.date(2007, 2, 20), None),
        ("二〇二六年二月十一日", dt.date(2026, 2, 11), None),
        ("二零二六年十二月三十一日", dt.date(2026, 12, 31), None),
    ],
)
def test_a_day_with_its_hour(text: str, day: dt.date, hour: int | None) -> None:
    assert read_day(text) == (day, hour)


@pytest.mark.parametrize("text", ["12.5.26", "6/5/2023", "2023.6", "6.5", "二〇二三年", "2月30日"])
def test_a_day_that_can_be_two_days_is_none(text: str) -> None:
    with pytest.raises(NoDay):
        read_day(text, 2026)


def test_a_day_keeps_its_refused_hour() -> None:
    with pytest.raises(NoHour, match="25"):
        read_day("2026-03-01 25:10")


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2023年6月", dt.date(2023, 6, 1), dt.date(2023, 6, 30)),
        ("2026.12", dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        (2026.12, dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        ("二〇二四年二月", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("6月", dt.date(2026, 6, 1), dt.date(2026, 6, 30)),
        ("2025年度", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("4月1日-4月30日", dt.date(2026, 4, 1), dt.date(2026, 4, 30)),
        ("2026年4月1日至15日", dt.date(2026, 4, 1), dt.date(2026, 4, 15)),
        ("2026.3.1-2026.3.15", dt.date(2026, 3, 1), dt.date(2026, 3, 15)),
        ("2026.3.1~3.15", dt.date(2026, 3, 1), dt.date(2026, 3, 15)),
        ("2026-03-01", dt.date(2026, 3, 1), dt.date(2026, 3, 1)),
        ("3月至5月", dt.date(2026, 3, 1), dt.date(2026, 5, 31)),
    ],
)
def test_months_and_spans(cell: Cell, first: dt.date, last: dt.date) -> None:
    assert read_span(cell, 2026) == Span(first, last)


@pytest.mark.parametrize("cell", [2026.1, "2026年13月", "5月1日-4月30日", "长期", "明年", "0000年"])
def test_what_names_no_days_is_refused(cell: Cell) -> None:
    """2026.1 as a number is January, or October without its zero."""
    with pytest.raises(NoDay):
        read_span(cell, 2026)


def test_until_when_something_holds() -> None:
    assert read_last_day("长期") is None
    assert read_last_day("2027年1月") == dt.date(2027, 1, 31)


def test_the_year_of_a_sheet_is_the_one_its_titles_speak_of() -> None:
    assert year_in(["金沙街道2026年上半年居民伤害登记台账", "2025年报"]) == 2026
    assert year_in(["2025-2026学年", "二〇二六年统计"]) == 2026
    assert year_in(["990100001001", "登记台账"]) is None


@given(st.integers(1, 9999))
def test_a_number_in_characters_is_the_number(number: int) -> None:
    assert number_of(in_characters(number)) == number
    assert arabic(f"约{in_characters(number)}人") == f"约{number}人"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇二三", 2023),
        ("三千五", 3500),
        ("一万二", 12000),
        ("两万三千零五", 23005),
        ("廿三", 23),
        ("壹佰贰拾", 120),
        ("一亿零三", 100_000_003),
        ("一百零五", 105),
        ("一百五", 150),
        ("二十三", 23),
        ("十", 10),
        ("", None),
        ("万一", None),
        ("三个", None),
        ("二三十", None),
    ],
)
def test_numbers_in_characters(text: str, number: int | None) -> None:
    assert number_of(text) == number


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", "㎡", "平方米", " 平米", "平"]))
def test_a_number_with_its_unit_is_the_number(number: Decimal, unit: str) -> None:
    assert read_quantity(f"{number:,}{unit}", "m2") == number
    assert read_quantity(f"约{number}{unit}", "m2") == number


@pytest.mark.parametrize(
    ("cell", "value", "unit", "about"),
    [
        ("85㎡", "85", "m2", False),
        ("1,200 平方米", "1200", "m2", False),
        ("约120平", "120", "m2", True),
        ("3层", "3", "层", False),
        ("三层", "3", "层", False),
        ("约50人", "50", "人", True),
        ("3000余份", "3000", "份", True),
        ("五十余人", "50", "人", True),
        ("1.2万元", "12000", "元", False),
        ("￥1,200.50", "1200.50", "", False),
        ("１２０", "120", "", False),
        ("50人左右", "50", "人", True),
        ("2亩", "2", "亩", False),
        ("-1层", "-1", "层", False),
        (86.5, "86.5", "", False),
    ],
)
def test_figures_as_they_are_written(cell: Cell, value: str, unit: str, about: bool) -> None:
    figure = read_figure(cell)
    assert (figure.value, figure.unit, figure.about) == (Decimal(value), unit, about)


@pytest.mark.parametrize(
    "cell",
    ["1/6", "1/2", "3-5人", "1,20", "12,34,567", "1.2.3", "若干", "", "1e5x", True, float("nan")],
)
def test_what_is_no_number_is_not_guessed(cell: Cell) -> None:
    with pytest.raises(NoNumber):
        read_figure(cell)


def test_units_are_turned_or_refused() -> None:
    assert read_quantity("1公顷", "m2") == 10_000
    assert round(read_quantity("3亩", "m2")) == 2000
    with pytest.raises(OtherUnit):
        read_quantity("3层", "m2")
    with pytest.raises(OtherUnit):
        read_count("12人", "层")


def test_a_count_is_whole() -> None:
    assert [read_count(cell) for cell in ("65", 820.0, "约800", "3000余份")] == [65, 820, 800, 3000]
    for cell in ("2.5", "-3", -1):
        with pytest.raises(NoNumber):
            read_count(cell)


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("121°24′05″", 121.4014),
        ("31°12′10″", 31.2028),
        ("121度24分5秒", 121.4014),
        ("东经121.401", 121.401),
        ("121.401°E", 121.401),
        ("-31.2", -31.2),
        (121.401, 121.401),
    ],
)
def test_coordinates(cell: Cell, degrees: float) -> None:
    assert read_angle(cell) == pytest.approx(degrees, abs=5e-5)


def test_what_is_no_angle_is_refused() -> None:
    for text in ("121°61′", "银杏路", "121,4"):
        with pytest.raises(NoNumber):
            read_angle(text)


@pytest.mark.parametrize("cell", [9.901001954030202e17, "3.30106E+17", "9.9E+17"])
def test_a_number_that_excel_cut_is_refused(cell: Cell) -> None:
    with pytest.raises(CutNumber):
        read_name(cell)
    with pytest.raises(CutNumber):
        read_phones(cell)


def test_a_number_that_names_keeps_its_zeros() -> None:
    assert [read_name(cell) for cell in ("0000123", "'0110", '="0110"', "０１２ ３", 1001.0)] == [
        "0000123",
        "0110",
        "0110",
        "0123",
        "1001",
    ]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13900000001.0, ["13900000001"]),
        ("139-0000-0003", ["13900000003"]),
        ("13900000001、13900000002", ["13900000001", "13900000002"]),
        ("13900000001 13900000002", ["13900000001", "13900000002"]),
        ("13900000001/0990-8800123", ["13900000001", "0990-8800123"]),
        ("张三 13900000001", None),
        ("13900000001（张三）；13900000002（李四）", ["13900000001", "13900000002"]),
        ("0990 8800123转801", ["0990-8800123转801"]),
        ("+86 139 0000 0001", ["13900000001"]),
        ("电话：88001234\n手机：13900000001", ["88001234", "13900000001"]),
        ("１３９０００００００１", ["13900000001"]),
        ("13900000001、13900000001", ["13900000001"]),
        ("119", ["119"]),
        ("1390000000", None),
        ("无", None),
    ],
)
def test_telephones(cell: Cell, numbers: list[str] | None) -> None:
    if numbers is None:
        with pytest.raises(NoPhone):
            read_phones(cell)
    else:
        assert read_phones(cell) == numbers


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        (72.0, (72, "years")),
        ("3岁2个月", (3, "years")),
        ("1岁2个月", (14, "months")),
        ("1岁半", (18, "months")),
        ("1.42", (17, "months")),
        ("6月", (6, "months")),
        ("6个月", (6, "months")),
        ("半岁", (6, "months")),
        ("45周岁", (45, "years")),
        ("满3周岁", (3, "years")),
        ("28天", (28, "days")),
        ("出生15天", (15, "days")),
        ("2周", (14, "days")),
        ("八十二岁", (82, "years")),
        ("三岁两个月", (3, "years")),
        ("０岁", (0, "years")),
    ],
)
def test_ages(cell: Cell, age: tuple[int, str]) -> None:
    assert read_age(cell) == age


def test_a_bare_age_takes_the_unit_beside_it() -> None:
    assert read_age(7, "months") == (7, "months")
    assert read_age("7岁", "months") == (7, "years")


@pytest.mark.parametrize("cell", ["成年", "-3", "", "虚岁46", "3岁-5岁", "岁"])
def test_what_is_no_age_is_refused(cell: Cell) -> None:
    with pytest.raises(NoAge):
        read_age(cell)


def test_yes_and_no() -> None:
    assert all(read_yes(cell) for cell in ("√", "有", "是", "Y", "✔", 1, "Ｙ", "YES", True))
    assert not any(read_yes(cell) for cell in ("×", "无", "否", "N", "✗", 0, "没有", False))
    with pytest.raises(NoAnswer):
        read_yes("不清楚")


def test_strokes_say_that_a_cell_is_empty() -> None:
    assert all(is_nothing(cell) for cell in ("", None, "/", "—", " ", "——"))
    assert not is_nothing("无")
    assert not is_nothing(0)
