"""The blocks of a report, and the values inside them.

Everything is frozen and raw: a number stays a number until a renderer prints it, a text is a
string or a ``Text`` in both languages. ``kind`` and ``digits`` say how a value is printed; see
``lib.numerals``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from documents.errors import UnsafeLink
from lib.bilingual import Words
from lib.numerals import NUMERIC_KINDS, Value

Kind = Literal["text", "integer", "decimal", "percent", "date"]
Align = Literal["left", "right", "center"]
Severity = Literal["high", "medium", "low"]
CalloutKind = Literal["info", "warning", "success", "danger"]

SAFE_LINK = re.compile(r"(?:/(?![/\\])|https?://)[^\s<>\"]*")


def checked_link(href: str) -> str:
    """``href`` if it is a path of the portal or http(s), else ``UnsafeLink``."""
    if href and not SAFE_LINK.fullmatch(href):
        raise UnsafeLink(f"not a path of the portal nor http(s): {href!r}")
    return href


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text made by the portal; a line break is kept."""

    text: Words


@dataclass(frozen=True, slots=True)
class Narrative:
    """Text that staff write into a draft, found again by its key; the only editable block.

    ``title`` says what is to be written here, and stands above the text.
    """

    key: str
    text: Words = ""
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Difference of a key figure from an earlier one.

    ``value`` is 0 to 100 when ``kind`` is percent (12 is +12%), else in the figure's unit.
    ``good`` says whether the change is wanted; None leaves it uncoloured.
    """

    value: Value
    against: Words
    kind: Kind = "percent"
    digits: int | None = None
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number that matters, with its unit, 95% interval, change and the rows it counts."""

    label: Words
    value: Value
    unit: Words = ""
    kind: Kind = "integer"
    digits: int | None = None
    low: Value = None
    high: Value = None
    change: Change | None = None
    href: str = ""
    note: Words = ""

    def __post_init__(self) -> None:
        checked_link(self.href)


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of key figures."""

    figures: tuple[KeyFigure, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", tuple(self.figures))


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: numbers to the right, the rest to the left, unless ``align`` says so."""

    label: Words
    kind: Kind = "text"
    digits: int | None = None
    unit: Words = ""
    align: Align | None = None

    @property
    def side(self) -> Align:
        return self.align or ("right" if self.kind in NUMERIC_KINDS else "left")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's value, and the list of rows that it counts."""

    value: Value | Words = None
    href: str = ""

    def __post_init__(self) -> None:
        checked_link(self.href)


#: A cell of a table, or only its value.
Given = Cell | Value | Words


def _row(values: Iterable[Given], width: int) -> tuple[Cell, ...]:
    row = tuple(value if isinstance(value, Cell) else Cell(value) for value in values)
    if len(row) != width:
        raise ValueError(f"a row of {len(row)} cells in a table of {width} columns")
    return row


@dataclass(frozen=True, slots=True, init=False)
class Table:
    """Columns and rows; ``totals`` is one more row at the foot. Cells may be given as values."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Words = ""
    note: Words = ""
    totals: tuple[Cell, ...] | None = None

    def __init__(
        self,
        columns: Iterable[Column],
        rows: Iterable[Iterable[Given]],
        caption: Words = "",
        note: Words = "",
        totals: Iterable[Given] | None = None,
    ) -> None:
        columns = tuple(columns)
        width = len(columns)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "rows", tuple(_row(row, width) for row in rows))
        object.__setattr__(self, "caption", caption)
        object.__setattr__(self, "note", note)
        object.__setattr__(self, "totals", None if totals is None else _row(totals, width))


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, what it says in words, and the numbers it is drawn from.

    ``spec`` is what ``documents.charts`` builds: Vega-Lite whose texts may be bilingual
    leaves, or None when there is nothing to draw, which is then said in words.
    """

    spec: dict[str, Any] | None
    caption: Words
    alt: Words
    data: Table | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found, and what is to be done about it."""

    severity: Severity
    text: Words
    action: Words = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark set apart: incomplete data, a small denominator, a rule that applies."""

    kind: CalloutKind
    text: Words


Block = Paragraph | Narrative | KeyFigures | Table | Chart | Finding | Callout
