"""Rows below the headings that are no records: totals, signatures, notes, headings once more.

A row is left out only when what it says is unmistakable and little else stands in it; everything
else is read and, if it means nothing, refused with a reason that its sender sees.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ledgers.reading.headings import PARTS
from lib.sheet_cells import text_of
from lib.text import bare, folded
from lib.workbooks import Cell

#: A row with more texts beside its first one is a record, whatever it begins with.
FEW = 3
#: A single text of so many characters in a table of several columns is a note.
LONG = 25
#: A table with fewer columns may have rows of one cell.
COLUMNS = 4
#: First cell of the example rows of an empty template.
EXAMPLE = "示例"

_TOTAL = re.compile(r"(?:.{0,20})?(?:合计|小计|总计|共计|累计|汇总|总数)(?:\d[\d,.]*\D{0,4})?")
_COUNT = re.compile(r"(?:共|总共|计)?\d[\d,]*(?:人|户|家|处|个|条|起|例|张|间|栋|名|人次|件|项)")
_SIGNED = (
    r"填表人?|填报人?|制表人?|制单|审核人?|审批人?|复核人?|统计人?|经办人?|报送人?|上报人?|记录人?|"
    r"负责人|单位负责人|部门负责人|主要负责人|分管领导|主管领导|领导|签字|签名|签章|盖章|单位盖章|"
    r"填报单位|填表单位|报送单位|制表单位|单位|填报日期|填表日期|报送日期|制表日期|填报时间|日期|联系电话|联系人"
)
_SIGNATURE = re.compile(rf"(?:{_SIGNED})\s*(?:[（(].*?[）)])?\s*[:：].*", re.DOTALL)
_DATED = re.compile(r"(?:二[〇零○]..|\d{4})年\d{1,2}月\d{1,2}日")
_NOTE = re.compile(
    r"(?:备?注|说明|填表说明|填报说明|填写说明|注意|※|★|＊|\*)\s*[:：\d.、]?.*", re.DOTALL
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[)）]?[、.．].{1,40}")


class Remark(StrEnum):
    """Why a row is no record."""

    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    SECTION = "section"
    HEADING = "heading"
    EXAMPLE = "example"


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record: its number as Excel shows it, why, and its first words."""

    number: int
    remark: Remark
    text: str


def remark_in(cells: Sequence[Cell], headings: Sequence[str]) -> Remark | None:
    """Return why a row that is not empty is no record; None when it is one."""
    filled = [(place, text) for place, cell in enumerate(cells) if (text := text_of(cell))]
    if not filled:
        return None
    first = filled[0][1]
    if first.startswith(EXAMPLE):
        return Remark.EXAMPLE
    if _repeats(filled, headings):
        return Remark.HEADING
    if _is_total(filled, first) and len(_words(filled, cells)) - 1 <= FEW:
        return Remark.TOTAL
    if len(headings) < COLUMNS or len(filled) > max(FEW, len(headings) // 3):
        return None
    return _beside_the_table(filled, first)


def _words(filled: Sequence[tuple[int, str]], cells: Sequence[Cell]) -> list[str]:
    return [text for place, text in filled if not _is_figure(cells[place])]


def _beside_the_table(filled: Sequence[tuple[int, str]], first: str) -> Remark | None:
    """Return what a row of few texts says to the reader of the paper."""
    if _SIGNATURE.fullmatch(first) or len(filled) == 1 and _DATED.fullmatch(bare(first)):
        return Remark.SIGNATURE
    if len(filled) > 1:
        return None
    if _NOTE.fullmatch(first):
        return Remark.NOTE
    if _SECTION.fullmatch(first):
        return Remark.SECTION
    return Remark.NOTE if len(first) > LONG else None


def _is_total(filled: Sequence[tuple[int, str]], first: str) -> bool:
    """Tell whether a row sums up others: 合计 in front, or behind a number of the row."""
    if _TOTAL.fullmatch("".join(first.split()).rstrip(":：")):
        return True
    plain = bare(first)
    if len(filled) == 1:
        return bool(_COUNT.fullmatch(plain) or _TOTAL.fullmatch(plain))
    second = bare(filled[1][1])
    return plain.isdigit() and bool(re.fullmatch("合计|小计|总计|共计", second))


def _is_figure(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    text = bare(cell)
    return text.isdigit() or bool(_COUNT.fullmatch(text))


@lru_cache(maxsize=512)
def _parts(heading: str) -> frozenset[str]:
    return frozenset(folded(heading).split(PARTS))


def _repeats(filled: Sequence[tuple[int, str]], headings: Sequence[str]) -> bool:
    """Tell whether the row has the headings, or parts of them, once more."""
    if len(filled) < 2:
        return False
    others = 0
    for place, text in filled:
        same = place < len(headings) and folded(text) in _parts(headings[place])
        others += not same
        if others * 5 > len(filled):  # every row of a long register comes by here
            return False
    return len(filled) - others >= 2
