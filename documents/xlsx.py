"""A document's tables as an Excel workbook: one sheet each, raw numbers with a number format.

Texts are always written as texts, so a cell that begins with "=" is shown and never computed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.blocks import Cell, Chart, Column, Table
from documents.document import Document, Seal
from documents.presentation import MEASURED_ROWS, clean, present, width
from lib.bilingual import Text, say
from lib.numerals import DEFAULT_DIGITS, NUMERIC_KINDS, is_number

FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
LONGEST_TEXT = 32_767  # what a cell of Excel holds


def render(
    document: Document, *, language: str, seal: Seal | None = None, base_url: str = ""
) -> bytes:
    """The document's tables and the numbers of its charts as .xlsx, behind a cover sheet."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheets = _Sheets(book, language, base_url)
        shown = present(document, language, seal=seal, links=False)
        sheets.cover(shown["title"], [(fact["label"], fact["value"]) for fact in shown["facts"]])
        for number, table in enumerate(_tables(document), 1):
            sheets.table(number, table)
    return out.getvalue()


def _tables(document: Document) -> Iterator[Table]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart) and block.data is not None:
                yield block.data


class _Sheets:
    """Writes sheets in one language; number formats are made once."""

    def __init__(self, book: xlsxwriter.Workbook, language: str, base_url: str) -> None:
        self.book = book
        self.language = language
        self.base_url = base_url
        self.formats: dict[tuple[str, bool], Format] = {}

    def format(self, pattern: str, *, bold: bool = False) -> Format:
        key = (pattern, bold)
        if key not in self.formats:
            rules = {"bold": bold, "valign": "top"} | ({"num_format": pattern} if pattern else {})
            self.formats[key] = self.book.add_format(rules)
        return self.formats[key]

    def cover(self, title: str, facts: list[tuple[str, str]]) -> None:
        sheet = self.book.add_worksheet(self.name(0, title))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 70)
        self.text(sheet, 0, 0, title, bold=True)
        for row, (label, value) in enumerate(facts, 2):
            self.text(sheet, row, 0, label)
            self.text(sheet, row, 1, value)

    def table(self, number: int, table: Table) -> None:
        caption = say(table.caption, self.language)
        sheet = self.book.add_worksheet(self.name(number, caption))
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, self.width(table, place, column))
        self.text(sheet, 0, 0, caption, bold=True)
        for place, column in enumerate(table.columns):
            self.text(sheet, 2, place, self.label(column), bold=True)
        sheet.freeze_panes(3, 0)
        row = 3
        for cells in table.rows:
            self.row(sheet, row, table, cells)
            row += 1
        if table.totals:
            self.row(sheet, row, table, table.totals, bold=True)
            row += 1
        if table.note:
            self.text(sheet, row + 1, 0, say(table.note, self.language))

    def row(
        self, sheet: Worksheet, row: int, table: Table, cells: tuple[Cell, ...], bold: bool = False
    ) -> None:
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            self.cell(sheet, row, place, column, cell, bold)

    def cell(
        self, sheet: Worksheet, row: int, place: int, column: Column, cell: Cell, bold: bool
    ) -> None:
        value = cell.value
        if value is None:
            sheet.write_blank(row, place, None, self.format("", bold=bold))
        elif isinstance(value, dt.datetime):
            moment = timezone.make_naive(value) if timezone.is_aware(value) else value
            form = self.format("yyyy-mm-dd hh:mm", bold=bold)
            sheet.write_datetime(row, place, moment, form)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, place, value, self.format("yyyy-mm-dd", bold=bold))
        elif is_number(value):
            form = self.format(_pattern(column, value), bold=bold)
            # Excel's percent format shows a proportion times 100.
            scale = 100 if column.kind == "percent" else 1
            sheet.write_number(row, place, float(value) / scale, form)
        else:
            text = say(value, self.language) if isinstance(value, str | Text) else str(value)
            self.text(sheet, row, place, text, bold=bold)

    def text(
        self, sheet: Worksheet, row: int, place: int, text: str, *, bold: bool = False
    ) -> None:
        shown = clean(text)[:LONGEST_TEXT]
        sheet.write_string(row, place, shown, self.format("", bold=bold))

    def label(self, column: Column) -> str:
        parts = (say(column.label, self.language), say(column.unit, self.language))
        return " ".join(part for part in parts if part)

    def width(self, table: Table, place: int, column: Column) -> int:
        values = (row[place].value for row in table.rows[:MEASURED_ROWS])
        texts = (say(x, self.language) for x in values if isinstance(x, str | Text))
        longest = max((width(text) for text in texts), default=8)
        return min(48, max(10, longest + 2, width(self.label(column)) + 2))

    def name(self, number: int, caption: str) -> str:
        """A sheet's name: its number keeps it unique within Excel's 31 characters."""
        plain = FORBIDDEN_IN_NAMES.sub(" ", clean(caption)).strip()
        return (f"{number} {plain}" if number else plain or "0")[:LONGEST_NAME].strip()


def _pattern(column: Column, value: object) -> str:
    kind = column.kind
    if kind not in NUMERIC_KINDS:
        kind = "integer" if isinstance(value, int) else "decimal"
    digits = DEFAULT_DIGITS[kind] if column.digits is None else column.digits
    places = f".{'0' * digits}" if digits else ""
    return f"0{places}%" if kind == "percent" else f"#,##0{places}"
