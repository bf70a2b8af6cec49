"""Tables of a Word report as WordprocessingML: thin rules, a head repeated on every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents import word_styles as styles
from documents.presentation import Shown

TEXT_WIDTH = 9298  # twentieths of a point: 16.4 cm
HEAVY = 'w:sz="8" w:color="1F2933"'
MIDDLE = 'w:sz="4" w:color="1F2933"'
THIN = 'w:sz="2" w:color="C3C9D1"'
MIDDLE_OF_CELL = '<w:vAlign w:val="center"/>'
FOOT_OF_CELL = '<w:vAlign w:val="bottom"/>'


def table_xml(
    columns: list[Shown],
    rows: list[list[Shown]],
    *,
    totals: list[Shown] | None = None,
    plain: bool = False,
) -> Any:
    """The ``w:tbl`` element; a plain table has neither head nor outer rules."""
    widths = _widths(columns)
    parts = [f"<w:tbl {nsdecls('w')}>", _properties(plain), "<w:tblGrid>"]
    parts += [f'<w:gridCol w:w="{width}"/>' for width in widths]
    parts.append("</w:tblGrid>")
    if any(column["label"] for column in columns):
        parts.append(_head(columns, widths))
    parts += [_row(row, widths) for row in rows]
    if totals:
        parts.append(_row([cell | {"bold": True} for cell in totals], widths, rule=MIDDLE))
    parts.append("</w:tbl>")
    return parse_xml("".join(parts))


def _widths(columns: list[Shown]) -> list[int]:
    whole = sum(column["share"] for column in columns) or 1
    return [TEXT_WIDTH * column["share"] // whole for column in columns]


def _properties(plain: bool) -> str:
    outer = 'w:val="nil"' if plain else f'w:val="single" {HEAVY}'
    return (
        f'<w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
        f'<w:top {outer}/><w:bottom {outer}/><w:insideH w:val="single" {THIN}/>'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
    )


def _head(columns: list[Shown], widths: list[int]) -> str:
    cells = []
    for column, width in zip(columns, widths, strict=True):
        label = f"{column['label']} {column['unit']}".strip()
        rules = f'<w:tcBorders><w:bottom w:val="single" {MIDDLE}/></w:tcBorders>'
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F4F6F8"/>'
        properties = f"{rules}{shade}{FOOT_OF_CELL}"
        body = _run(label, bold=True)
        cells.append(_cell(body, width, column["side"], styles.HEAD_CELL, properties))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(cells: Iterable[Shown], widths: list[int], *, rule: str = "") -> str:
    top = f'<w:tcBorders><w:top w:val="single" {rule}/></w:tcBorders>' if rule else ""
    shown = []
    for cell, width in zip(cells, widths, strict=True):
        body = _run(cell["text"], bold=cell.get("bold", False))
        if cell["href"]:
            code = quoteattr(f'HYPERLINK "{cell["href"]}"')
            body = f"<w:fldSimple w:instr={code}>{body}</w:fldSimple>"
        style = styles.NUMBER_CELL if cell["side"] == "right" else styles.CELL
        shown.append(_cell(body, width, cell["side"], style, top + MIDDLE_OF_CELL))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(shown)}</w:tr>"


def _cell(body: str, width: int, side: str, style: str, properties: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/><w:jc w:val="{side}"/></w:pPr>'
        f"{body}</w:p></w:tc>"
    )


def _run(text: str, *, bold: bool) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{weight}{lines}</w:r>"
