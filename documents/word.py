"""A document as a Word file: real headings, repeated table heads, page numbers, alt texts.

Tables are written as XML in one go: python-docx takes 40 times as long cell by cell.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph

from documents import word_styles as styles
from documents.charts.render import Renderer
from documents.document import Document, Seal
from documents.pictures import add_pictures
from documents.presentation import Shown, present
from documents.word_tables import table_xml
from lib.bilingual import DEFAULT_LANGUAGE

PICTURE_WIDTH = Cm(16.4)


def render(
    document: Document,
    *,
    language: str = DEFAULT_LANGUAGE,
    seal: Seal | None = None,
    base_url: str = "",
    renderer: Renderer | None = None,
) -> bytes:
    """The document as .docx; ``base_url`` and ``renderer`` as in ``pdf.render``."""
    shown = present(document, language, seal=seal, base_url=base_url, links=bool(base_url))
    add_pictures(shown, "png", renderer or Renderer())
    file = docx.Document()
    styles.prepare(file, shown)
    if document.meta.made_at is not None:
        file.core_properties.created = file.core_properties.modified = document.meta.made_at
    _Writer(file, shown).write()
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


class _Writer:
    """Appends one presented document to a Word file."""

    def __init__(self, file: WordDocument, shown: Shown) -> None:
        self.file = file
        self.shown = shown
        self.words: dict[str, str] = shown["words"]

    def write(self) -> None:
        self.cover()
        for section in self.shown["sections"]:
            self.section(section)
        if self.shown["signatures"]:
            self.signatures()

    def cover(self) -> None:
        self.paragraph(self.shown["status"]["label"], styles.STATUS)
        self.file.add_paragraph(self.shown["title"], style="Title")
        rows = [[_cell(fact["label"]), _cell(fact["value"])] for fact in self.shown["facts"]]
        self.append_table([_column(22), _column(70)], rows, plain=True)

    def section(self, section: Shown) -> None:
        self.file.add_heading(section["heading"], level=1)
        if section["state"] == "failed":
            self.marked(styles.DANGER, self.words["failed"], [section["message"]])
        elif section["message"]:
            self.paragraph(section["message"], styles.NOTE)
        writers: dict[str, Callable[[Shown], None]] = {
            "paragraph": self.text,
            "narrative": self.narrative,
            "key_figures": self.key_figures,
            "table": self.table,
            "chart": self.chart,
            "finding": self.finding,
            "callout": lambda block: self.marked(block["kind"], block["label"], block["lines"]),
        }
        for block in section["blocks"]:
            writers[block["type"]](block)

    def paragraph(self, text: str, style: str) -> WordParagraph:
        return self.file.add_paragraph(text, style=style)

    def text(self, block: Shown) -> None:
        for line in block["lines"]:
            self.file.add_paragraph(line)

    def narrative(self, block: Shown) -> None:
        if block["title"]:
            self.file.add_heading(block["title"], level=3)
        self.text(block)
        if block["missing"]:
            self.paragraph(block["missing"], styles.NOTE)

    def marked(self, kind: str, label: str, lines: list[str]) -> None:
        paragraph = self.file.add_paragraph(style=styles.MARKED)
        styles.colour(paragraph.add_run(f"{label}  "), styles.TONES[kind], bold=True)
        paragraph.add_run("\n".join(lines))

    def finding(self, block: Shown) -> None:
        lines = [" ".join(block["lines"])]
        if block["action"]:
            lines.append(f"{self.words['action']}  {' '.join(block['action'])}")
        self.marked(block["severity"], block["label"], lines)

    def key_figures(self, block: Shown) -> None:
        joint = "; " if self.shown["language"] == "en" else "；"
        rows = []
        for one in block["figures"]:
            change = one["change"]
            moved = f"{change['text']} {change['against']}" if change else ""
            more = joint.join(filter(None, (one["interval"], moved, one["note"])))
            value = _cell(one["value"], one["href"], side="right", bold=True)
            rows.append([_cell(one["label"]), value, _cell(one["unit"]), _cell(more)])
        columns = [_column(26), _column(16, "right"), _column(14), _column(44)]
        self.append_table(columns, rows, plain=True)

    def table(self, block: Shown) -> None:
        if block["label"] or block["caption"]:
            self.caption(block, keep=True)
        rows = block["rows"] or [
            [_cell(self.words["no_rows"])] + [_cell("")] * (len(block["columns"]) - 1)
        ]
        self.append_table(block["columns"], rows, totals=block["totals"])
        if block["note"]:
            self.paragraph(block["note"], styles.NOTE)

    def caption(self, block: Shown, *, keep: bool) -> None:
        paragraph = self.file.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = keep
        styles.colour(paragraph.add_run(f"{block['label']}  "), styles.ACCENT, bold=True)
        paragraph.add_run(block["caption"])

    def append_table(
        self,
        columns: list[Shown],
        rows: list[list[Shown]],
        *,
        totals: list[Shown] | None = None,
        plain: bool = False,
    ) -> None:
        table = table_xml(columns, rows, totals=totals, plain=plain)
        # A table goes before the section's properties; the thin paragraph keeps two apart.
        self.file.element.body.insert_element_before(table, "w:sectPr")
        self.file.add_paragraph(style=styles.GAP)

    def chart(self, block: Shown) -> None:
        if block["picture"] is None:
            self.paragraph(self.words["no_chart"], styles.NOTE)
        else:
            self.file.add_picture(io.BytesIO(block["picture"]), width=PICTURE_WIDTH)
            paragraph = self.file.paragraphs[-1]
            paragraph.paragraph_format.keep_with_next = True
            _describe(paragraph, block)
        self.caption(block, keep=False)

    def signatures(self) -> None:
        self.file.add_heading(self.words["signatures"], level=1)
        rows = [
            [_cell(one["role"]), _cell(one["name"]), _cell(one["when"] or self.words["unsigned"])]
            for one in self.shown["signatures"]
        ]
        self.append_table([_column(24), _column(34), _column(34)], rows)


def _describe(paragraph: WordParagraph, block: Shown) -> None:
    (properties,) = paragraph._p.iter(qn("wp:docPr"))
    properties.set("name", f"{block['label']} {block['caption']}")
    properties.set("descr", block["alt"])


def _cell(text: str, href: str = "", *, side: str = "left", bold: bool = False) -> Shown:
    return {"text": text, "href": href, "side": side, "bold": bold}


def _column(share: int, side: str = "left") -> Shown:
    return {"label": "", "unit": "", "side": side, "share": share}
