"""Reads rendered documents back, as their readers would: HTML, PDF and Word."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from zipfile import ZipFile

import docx
import pypdf
from docx.oxml.ns import qn

NUMBER = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?%?")


class _Reader(HTMLParser):
    """Text and links; what is in script and in a chart's own table is not on paper either."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "details", "nav"):
            self.hidden.append(tag)
        if tag == "a" and not self.hidden:
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.texts.append(data.strip())


def html_text(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return " ".join(reader.texts)


def html_links(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    return reader.links


def pdf_text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def word_text(file: bytes) -> str:
    """Paragraphs and table cells in reading order, without header and footer."""
    body = docx.Document(io.BytesIO(file)).element.body
    paragraphs = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return " ".join(text for text in paragraphs if text)


def word_part(file: bytes, name: str) -> str:
    return ZipFile(io.BytesIO(file)).read(name).decode()


def numbers(text: str) -> list[str]:
    """The numbers of a text in order."""
    return NUMBER.findall(text)


def glyph_codes(pdf: bytes) -> set[int]:
    """The glyph numbers that a PDF's pages and forms show in fonts that are coded by glyph."""
    shown: set[int] = set()
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for place in range(1, len(reader.xref_objStm) + sum(len(g) for g in reader.xref.values()) + 1):
        thing = reader.get_object(pypdf.generic.IndirectObject(place, 0, reader))
        if isinstance(thing, pypdf.generic.StreamObject) and thing.get("/Subtype") == "/Form":
            shown |= _codes(thing, reader)
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None:
            shown |= _codes(contents, reader)
    return shown


def _codes(stream: pypdf.generic.StreamObject, reader: pypdf.PdfReader) -> set[int]:
    codes: set[int] = set()
    for operands, operator in pypdf.generic.ContentStream(stream, reader).operations:
        if operator not in (b"Tj", b"TJ"):
            continue
        parts = operands[0] if operator == b"TJ" else operands
        for part in parts:
            raw = getattr(part, "original_bytes", part if isinstance(part, bytes) else b"")
            codes |= {int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)}
    return codes
