"""A document in one language, every number already printed: what HTML, PDF and Word show.

The three renderers lay this out and compute nothing, which is why they give the same numbers.
Excel alone takes the raw values, so that people can go on calculating.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from documents.blocks import (
    Block,
    Callout,
    Cell,
    Change,
    Chart,
    Column,
    Finding,
    KeyFigure,
    KeyFigures,
    Narrative,
    Paragraph,
    Table,
)
from documents.document import Document, Seal, Section
from documents.wording import document_words, section_number, status_word
from lib.bilingual import Text, Words, localise, say
from lib.numerals import MINUS, NUMERIC_KINDS, format_value, is_number

Shown = dict[str, Any]

# What XML 1.0 cannot hold; a pasted control character must not break the Word file.
UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NARROWEST, WIDEST = 5, 36  # limits of a column's share of the width, in half-width characters
MEASURED_ROWS = 200  # rows looked at to find the widths


def present(
    document: Document,
    language: str,
    *,
    seal: Seal | None = None,
    base_url: str = "",
    links: bool = True,
) -> Shown:
    """The document in ``language`` as JSON-ready data.

    ``base_url`` is put before the portal's own paths; ``links=False`` drops all links.
    """
    seal = seal or Seal()
    writer = _Writer(language, base_url, links, seal.status == "draft")
    return {
        "language": language,
        "title": writer.say(document.title),
        "words": writer.words,
        "status": {"key": seal.status, "label": status_word(seal.status, language)},
        "area": writer.say(document.meta.area),
        "period": writer.say(document.meta.period),
        "sha256": document.sha256,
        "facts": _facts(document, seal, writer),
        "sections": [
            writer.section(place, section) for place, section in enumerate(document.sections, 1)
        ],
        "signatures": _signatures(seal, writer),
    }


def _facts(document: Document, seal: Seal, writer: _Writer) -> list[Shown]:
    meta = document.meta
    values = {
        "area": writer.say(meta.area),
        "period": writer.say(meta.period),
        "as_of": writer.value(meta.as_of) if meta.as_of else "",
        "status": status_word(seal.status, writer.language),
        "number": seal.number,
        "prepared_by": writer.say(meta.prepared_by),
        "made_at": writer.value(meta.made_at) if meta.made_at else "",
        "corrects": meta.corrects,
        "code_version": meta.code_version,
        "hash": document.sha256,
    }
    return [
        {"key": key, "label": writer.words[key], "value": clean(value)}
        for key, value in values.items()
        if value
    ]


def _signatures(seal: Seal, writer: _Writer) -> list[Shown]:
    return [
        {
            "role": writer.say(one.role),
            "name": clean(one.name),
            "when": writer.value(one.signed_at) if one.signed_at else "",
        }
        for one in seal.signatures
    ]


def clean(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return UNPRINTABLE.sub("", text)


def width(text: str) -> int:
    """Half-width characters that ``text`` takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@dataclass
class _Writer:
    """Prints blocks in one language and counts tables and figures."""

    language: str
    base_url: str
    links: bool
    draft: bool
    tables: int = 0
    figures: int = 0
    words: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = document_words(self.language)

    def say(self, text: Words | None) -> str:
        return clean(say(text, self.language))

    def value(self, value: Any, kind: str = "text", digits: int | None = None) -> str:
        if isinstance(value, Text):
            return self.say(value)
        printed = format_value(value, kind=kind, digits=digits, language=self.language)
        return clean(printed)

    def link(self, href: str) -> str:
        if not self.links or not href:
            return ""
        return f"{self.base_url}{href}" if href.startswith("/") else href

    def section(self, place: int, section: Section) -> Shown:
        return {
            "key": section.key,
            "heading": section_number(place, self.language) + self.say(section.title),
            "state": section.state,
            "message": self.say(section.message),
            "blocks": [self.block(block) for block in section.blocks],
        }

    def block(self, block: Block) -> Shown:
        writers: dict[type, Callable[[Any], Shown]] = {
            Paragraph: self.paragraph,
            Narrative: self.narrative,
            KeyFigures: self.key_figures,
            Table: self.table,
            Chart: self.chart,
            Finding: self.finding,
            Callout: self.callout,
        }
        return writers[type(block)](block)

    def paragraph(self, block: Paragraph) -> Shown:
        return {"type": "paragraph", "lines": self.lines(block.text)}

    def narrative(self, block: Narrative) -> Shown:
        lines = self.lines(block.text)
        missing = self.words["unwritten"] if self.draft and not lines else ""
        return {
            "type": "narrative",
            "key": block.key,
            "title": self.say(block.title),
            "lines": lines,
            "missing": missing,
        }

    def lines(self, text: Words) -> list[str]:
        return [line.strip() for line in self.say(text).splitlines() if line.strip()]

    def key_figures(self, block: KeyFigures) -> Shown:
        return {"type": "key_figures", "figures": [self.key_figure(one) for one in block.figures]}

    def key_figure(self, one: KeyFigure) -> Shown:
        interval = ""
        if one.low is not None and one.high is not None:
            bounds = (self.value(bound, one.kind, one.digits) for bound in (one.low, one.high))
            interval = f"{self.words['interval']} {'–'.join(bounds)}"
        return {
            "label": self.say(one.label),
            "value": self.value(one.value, one.kind, one.digits),
            "unit": self.say(one.unit),
            "interval": interval,
            "change": self.change(one.change) if one.change else None,
            "href": self.link(one.href),
            "note": self.say(one.note),
        }

    def change(self, change: Change) -> Shown:
        text = self.value(change.value, change.kind, change.digits)
        rising = is_number(change.value) and not text.startswith(MINUS)
        if rising and any(digit in text for digit in "123456789"):
            text = f"+{text}"
        tone = {True: "good", False: "bad", None: "plain"}[change.good]
        return {"text": text, "against": self.say(change.against), "tone": tone}

    def table(self, block: Table, *, counted: bool = True) -> Shown:
        self.tables += counted
        rows = [self.row(block.columns, row) for row in block.rows]
        totals = self.row(block.columns, block.totals) if block.totals else None
        columns = [self.column(column) for column in block.columns]
        shown = rows[:MEASURED_ROWS] + ([totals] if totals else [])
        for place, column in enumerate(columns):
            column["share"] = _share(column, [row[place]["text"] for row in shown])
        return {
            "type": "table",
            "label": f"{self.words['table']} {self.tables}" if counted else "",
            "caption": self.say(block.caption),
            "columns": columns,
            "rows": rows,
            "totals": totals,
            "note": self.noted(block.note),
        }

    def noted(self, note: Words) -> str:
        gap = " " if self.language == "en" else ""
        return f"{self.words['note']}{gap}{self.say(note)}" if note else ""

    def column(self, column: Column) -> Shown:
        return {
            "label": self.say(column.label),
            "unit": self.say(column.unit),
            "side": column.side,
            "numeric": column.kind in NUMERIC_KINDS,
        }

    def row(self, columns: Iterable[Column], cells: Iterable[Cell]) -> list[Shown]:
        return [
            {
                "text": self.value(cell.value, column.kind, column.digits),
                "href": self.link(cell.href),
                "side": column.side,
            }
            for column, cell in zip(columns, cells, strict=True)
        ]

    def chart(self, block: Chart) -> Shown:
        self.figures += 1
        return {
            "type": "chart",
            "label": f"{self.words['figure']} {self.figures}",
            "caption": self.say(block.caption),
            "alt": self.say(block.alt),
            "spec": localise(block.spec, self.language) if block.spec else None,
            "data": self.table(block.data, counted=False) if block.data else None,
        }

    def finding(self, block: Finding) -> Shown:
        return {
            "type": "finding",
            "severity": block.severity,
            "label": self.words[block.severity],
            "lines": self.lines(block.text),
            "action": self.lines(block.action),
        }

    def callout(self, block: Callout) -> Shown:
        return {
            "type": "callout",
            "kind": block.kind,
            "label": self.words[block.kind],
            "lines": self.lines(block.text),
        }


def _share(column: Shown, texts: list[str]) -> int:
    """A column's share of the table's width: numbers never wrap, long texts do."""
    longest = max((width(text) for text in texts), default=0)
    header = width(column["label"] + column["unit"])
    if column["numeric"]:
        return max(NARROWEST, longest + 2, min(header, 10))
    return max(NARROWEST, min(WIDEST, max(longest, min(header, 12)) + 2))
