"""Cells of a register are read as offices write them; what cannot be read is named."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledgers.declaration import ANGLE, Field, Kind
from ledgers.machine.cells import read_cell
from ledgers.problems import Unreadable
from ledgers.reading.tables import table_in
from ledgers.reading.years import year_note, year_of
from tests.ledgers.sheets import sheet_of


def field(kind: Kind, unit: str = "") -> Field:
    return Field(key="x", label="x", headings="x", kind=kind, unit=unit)


@pytest.mark.parametrize(
    ("kind", "unit", "cell", "value"),
    [
        (Kind.DAY, "", "4月1日", dt.date(2025, 4, 1)),
        (Kind.DAY, "", "二〇二六年二月十一日", dt.date(2026, 2, 11)),
        (Kind.DECIMAL, "m2", "约120平", Decimal(120)),
        (Kind.DECIMAL, "m2", "1,200 平方米", Decimal(1200)),
        (Kind.DECIMAL, "m2", "2公顷", Decimal(20000)),
        (Kind.DECIMAL, ANGLE, "121°24′05″", Decimal("121.401389")),
        (Kind.INTEGER, "", "3000余份", 3000),
        (Kind.INTEGER, "", "三层", 3),
        (Kind.FLAG, "", "√", True),
        (Kind.FLAG, "", "没有", False),
        (Kind.PHONE, "", "139-0000-0001 / 0990 8800123", "13900000001、0990-8800123"),
        (Kind.NUMBER, "", "'0000123", "0000123"),
    ],
)
def test_cells_mean_what_was_meant(kind: Kind, unit: str, cell: Any, value: Any) -> None:
    assert read_cell(field(kind, unit), cell, year=2025) == value


@pytest.mark.parametrize(
    ("kind", "unit", "cell", "code"),
    [
        (Kind.DAY, "", "4月1日", "no-year"),
        (Kind.DAY, "", "2月30日", "no-year"),
        (Kind.DAY, "", "明天", "bad-day"),
        (Kind.DECIMAL, "m2", "3层", "other-unit"),
        (Kind.INTEGER, "", "1/6", "bad-number"),
        (Kind.INTEGER, "", "2.5", "bad-integer"),
        (Kind.PHONE, "", "问老张", "bad-phone"),
        (Kind.PHONE, "", "1.39E+10", "number-cut"),
        (Kind.NUMBER, "", 9.9e17, "number-cut"),
    ],
)
def test_cells_that_mean_nothing_are_named(kind: Kind, unit: str, cell: Any, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_cell(field(kind, unit), cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("title", "day", "year"),
    [
        ("2025年隐患台账", "4月1日", 2025),
        ("2025年隐患台账", "2025-04-01", None),
        ("隐患台账", "4月1日", None),
    ],
)
def test_the_title_gives_days_their_year_and_it_is_said(
    tmp_path: Path, title: str, day: str, year: int | None
) -> None:
    rows = [[title, ""], ["日期", "问题"], [day, "灭火器过期"]]
    table = table_in(sheet_of(tmp_path / "days.xlsx", rows), lambda text: text)
    assert table is not None
    assert year_of(year_note(table, "台账.xlsx")) == year
