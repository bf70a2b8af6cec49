"""The rows of a sheet that have its headings, with or without merged cells.

Offices put titles above the headings and groups into them: 经营者 over 姓名 and 电话. A column is
called by all of it, “经营者 / 姓名”. Whether a row below the first one belongs to the headings is
seen by what it leaves empty: beneath a heading that has no parts nothing stands, while a row of
data fills these columns.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.sheet_cells import text_of
from lib.text import bare, half_width
from lib.workbooks import Cell, Sheet

#: Titles and remarks stand above the headings; these are looked for in so many rows.
SEARCH = 15
#: More rows of headings than anybody has sent.
MOST_ROWS = 4
#: Parts a group from its part; spaces, because headings have strokes of their own (乡/镇).
PARTS = " / "
#: A line above a table fills up to so many cells: “填报单位：… 填报日期：…”.
REMARKS = 4
#: Columns that only count the rows.
COUNTERS = frozenset({"序号", "行号", "编号no", "no", "序", "顺序号", "项次"})
Merged = tuple[int, int, int, int]


@dataclass(frozen=True)
class Heading:
    """The headings of a sheet: rows `first` to `last` of `Sheet.rows`, a text for each column."""

    first: int
    last: int
    texts: list[str]


def find_heading(sheet: Sheet, known: Callable[[str], str]) -> Heading | None:
    """Return the headings of `sheet` of which most are known; None when none is.

    `known` gives the key of the field that a heading means, "" for other texts.
    """
    best, most = None, 0
    for first in range(min(SEARCH, len(sheet.rows))):
        found = heading_at(sheet, first)
        score = recognised(found.texts, known)
        if score > most:
            best, most = found, score
    return best


def recognised(texts: Sequence[str], known: Callable[[str], str]) -> int:
    """Return how many different fields the headings `texts` mean."""
    keys = (next(filter(None, map(known, spellings(text))), "") for text in texts)
    return len(set(filter(None, keys)))


def spellings(heading: str) -> list[str]:
    """Return what a heading may be known as, the most telling first: 经营者姓名, 姓名."""
    parts = [part for part in heading.split(PARTS) if part]
    if len(parts) < 2:
        return [heading] if heading else []
    return [heading, "".join(parts[-2:]), parts[-1]]


def heading_at(sheet: Sheet, first: int) -> Heading:
    """Return the headings that begin in row `first`, with the rows below that belong to them."""
    texts = [text_of(cell) for cell in sheet.rows[first]]
    groups = list(texts)
    last = first
    while last + 1 < len(sheet.rows) and last - first + 1 < MOST_ROWS:
        below = sheet.rows[last + 1]
        if not _is_part(groups, below):
            break
        last += 1
        under = [text_of(cell) for cell in below]
        above = _spread(texts, under, [one for one in sheet.merged if one[0] == last - 1])
        texts = [_joined(text, _at(under, place)) for place, text in enumerate(above)]
        groups = [_at(under, place) or _at(groups, place) for place in range(len(texts))]
    return Heading(first, last, [_plain(text) for text in texts])


def _is_part(groups: Sequence[str], below: Sequence[Cell]) -> bool:
    """Tell whether the row `below` divides the headings `groups`."""
    filled = [text for text in groups if text]
    if len(filled) < 2 or len(filled) <= REMARKS and any(":" in half_width(one) for one in filled):
        return False
    under = [text_of(cell) for cell in below]
    if not any(under) or not all(_is_word(cell) for cell in below):
        return False
    divides = plain = False
    for place, text in enumerate(groups):
        part = _at(under, place)
        if text and part and part != text and not _begins_group(groups, under, place):
            return False
        divides |= bool(part) and not text
        plain |= bool(text) and part in ("", text)
    return divides and (plain or len(filled) > 2)


def _is_word(cell: Cell) -> bool:
    """Tell whether a cell can be a heading: a short text that is no number."""
    if cell in ("", None):
        return True
    text = text_of(cell)
    return isinstance(cell, str) and len(text) <= 40 and not re.fullmatch(r"[\d.,\-/:% ]+", text)


def _begins_group(groups: Sequence[str], under: Sequence[str], place: int) -> bool:
    return not _at(groups, place + 1) and bool(_at(under, place + 1))


def _spread(groups: Sequence[str], under: Sequence[str], merged: Sequence[Merged]) -> list[str]:
    """Give each part the group above it: by merged cells, else by the next one on its left."""
    above = list(_padded(groups, under))
    spans = {place: left for _t, left, _b, right in merged for place in range(left, right + 1)}
    for place, text in enumerate(above):
        if text or not _at(under, place):
            continue
        if place in spans:
            above[place] = above[spans[place]] if spans[place] < len(above) else ""
        elif place and _at(under, place - 1):
            above[place] = above[place - 1]
    return above


def _joined(group: str, part: str) -> str:
    if not part or part == group.rpartition(PARTS)[2]:
        return group
    return f"{group}{PARTS}{part}" if group else part


def _padded(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    return [*texts, *[""] * (len(others) - len(texts))]


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _plain(text: str) -> str:
    """Return a heading in one line: 建筑面积 over （㎡） is 建筑面积（㎡）."""
    return re.sub(r"\s*\n\s*", "", text)


def is_counter(heading: str) -> bool:
    """Tell whether a column only counts the rows."""
    return bare(heading.rpartition(PARTS)[2]) in COUNTERS
