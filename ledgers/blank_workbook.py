"""The empty template of a register: what it wants to know, what a cell may hold, two examples.

A note stands above the headings and “示例” in front of the examples: both are left out when the
workbook comes back filled in (`ledgers.reading`). Columns of numbers that only name something are
text, so that Excel cuts no digits. What a cell may hold is offered, not forced: an office pastes,
and what it pasted is read as well as can be.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Area
from ledgers.declaration import Field, Kind, Ledger
from ledgers.reading.remarks import EXAMPLE

#: Rows that offer their values; a longer register is pasted below and read all the same.
OFFERED_ROWS = 5000
#: Heading of the column that only counts, where the examples are marked.
COUNTER = "序号"
#: Excel refuses longer ones.
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
#: A list of more areas is nothing to choose from.
MOST_AREAS = 2000
TEXTS = frozenset({Kind.NUMBER, Kind.PHONE, Kind.IDENTITY})
FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm", **dict.fromkeys(TEXTS, "@")}
NARROW, WIDE = 12, 26
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Styles:
    """Formats of the workbook."""

    note: Any
    heading: Any
    wanted: Any
    example: Any


def blank_workbook(ledger: Ledger, user: User) -> bytes:
    """Return the template of `ledger` as xlsx, with the areas where `user` may bring rows in."""
    import xlsxwriter  # 5 MB that only who writes a workbook needs

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", str(ledger.label))[:31])
    styles = Styles(
        book.add_format({"text_wrap": True, "valign": "top", "font_color": "#5A6570"}),
        book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F5"}),
        book.add_format({"bold": True, "bottom": 1, "bg_color": "#FBEBD9"}),
        book.add_format({"italic": True, "font_color": "#8A949E"}),
    )
    _above(sheet, ledger, styles)
    _examples(sheet, ledger, styles)
    _columns(book, sheet, ledger, user)
    book.close()
    return out.getvalue()


def heading_of(field: Field) -> str:
    """Return what stands above the column of a field; a star says that it must be filled in."""
    word = field.headings.split()[0]
    return f"{word}*" if field.required else word


def _above(sheet: Any, ledger: Ledger, styles: Styles) -> None:
    sheet.merge_range(0, 0, 0, len(ledger.fields), _note(ledger), styles.note)
    sheet.set_row(0, 64)
    sheet.write_string(1, 0, COUNTER, styles.heading)
    for place, field in enumerate(ledger.fields, start=1):
        style = styles.wanted if field.required else styles.heading
        sheet.write_string(1, place, heading_of(field), style)
    sheet.freeze_panes(2, 0)


def _note(ledger: Ledger) -> str:
    """Say what is compulsory and how rows are recognised."""
    keys = " / ".join(
        " + ".join(ledger.by_key[name].headings.split()[0] for name in names)
        for names in ledger.keys
    )
    parts = [
        str(ledger.help),
        _("Columns with a star must be filled in for a new row; the two examples are left out."),
        _("A row is recognised by: %s. Empty cells change nothing.") % keys,
    ]
    return "\n".join(filter(None, parts))


def _examples(sheet: Any, ledger: Ledger, styles: Styles) -> None:
    for number in (0, 1):
        row = 2 + number
        sheet.write_string(row, 0, f"{EXAMPLE}{number + 1}", styles.example)
        for place, field in enumerate(ledger.fields, start=1):
            sheet.write_string(row, place, _example(field, number), styles.example)


def _example(field: Field, number: int) -> str:
    """Return a cell of an example row; a choice without one of its own shows what is offered."""
    if field.examples[number] or not field.choices:
        return field.examples[number]
    labels = [str(one.label) for one in field.choices()]
    return labels[min(number, len(labels) - 1)] if labels else ""


def _columns(book: Any, sheet: Any, ledger: Ledger, user: User) -> None:
    """Give the columns their width and form, and the cells what they offer."""
    lists = _Lists(book)
    sheet.set_column(0, 0, 8)
    for place, field in enumerate(ledger.fields, start=1):
        pattern = FORMATS.get(field.kind)
        width = WIDE if field.kind is Kind.TEXT and field.limit > 60 else NARROW
        width = max(width, 2 * len(heading_of(field)) + 2)
        sheet.set_column(place, place, width, _format(book, pattern))
        offered = _values(field, ledger, user)
        rule = lists.rule(heading_of(field), offered) if offered else {"validate": "any"}
        if help_text := str(field.help):
            rule["input_title"] = field.headings.split()[0][:LONGEST_TITLE]
            rule["input_message"] = help_text[:LONGEST_MESSAGE]
        if len(rule) > 1:
            sheet.data_validation(2, place, 1 + OFFERED_ROWS, place, rule)


def _format(book: Any, pattern: str | None) -> Any:
    return book.add_format({"num_format": pattern}) if pattern else None


def _values(field: Field, ledger: Ledger, user: User) -> Sequence[str]:
    """Return what a cell of the field may hold, where that is a list."""
    if field.kind is Kind.FLAG:
        return ["是", "否"]
    if field.kind is Kind.AREA:
        areas = Area.objects.where_allowed(user, ledger.permission).valid_on().order_by("path")
        return [str(area) for area in areas[:MOST_AREAS]]
    return [str(one.label) for one in field.choices()] if field.choices else []


class _Lists:
    """The lists from which cells choose, on a sheet of their own: inline takes 255 letters."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.sheet: Any = None
        self.count = 0

    def rule(self, title: str, values: Sequence[str]) -> dict[str, Any]:
        """Write `values` down; return the rule that offers them."""
        from xlsxwriter.utility import xl_col_to_name

        if self.sheet is None:
            self.sheet = self.book.add_worksheet("可选值")
        column, self.count = self.count, self.count + 1
        self.sheet.set_column(column, column, 20)
        self.sheet.write_string(0, column, f"可选：{title}")
        for number, value in enumerate(values, start=1):
            self.sheet.write_string(number, column, value)
        name = xl_col_to_name(column, col_abs=True)
        return {
            "validate": "list",
            "source": f"='可选值'!{name}$2:{name}${len(values) + 1}",
            "error_type": "information",
        }
