"""A document as PDF, set by Typst: tagged, PDF/A-2a, with the pinned Chinese font embedded.

The document reaches the template as JSON, so whatever people typed is data there and never
markup. The same snapshot gives the same bytes: the PDF's date is the snapshot's.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Final, cast

import typst

from documents.charts.render import Renderer
from documents.document import Document, Seal
from documents.fonts import cjk_font_dirs
from documents.glyphs import drawable
from documents.presentation import Shown, present

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARD: Final = "a-2a"

# The compiler keeps fonts and its memory of earlier documents between calls, and takes one at a
# time.
_one_at_a_time = threading.Lock()


def render(
    document: Document,
    *,
    language: str,
    seal: Seal | None = None,
    base_url: str = "",
    renderer: Renderer | None = None,
) -> bytes:
    """The document as PDF.

    ``base_url`` ("https://portal.example") makes the numbers links into the portal; without it
    there are none. ``renderer`` draws the charts; give one with a cache.
    ``FontsMissing`` when the font package is not installed.
    """
    shown = present(document, language, seal=seal, base_url=base_url, links=bool(base_url))
    _draw_charts(shown, renderer or Renderer())
    made_at = document.meta.made_at
    with _one_at_a_time:
        pdf = _compiler().compile(
            format="pdf",
            sys_inputs={"document": json.dumps(drawable(shown), ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(made_at.timestamp()) if made_at else 0,
        )
    return cast(bytes, pdf)  # with a format and no output file the compiler returns bytes


def _draw_charts(shown: Shown, renderer: Renderer) -> None:
    for section in shown["sections"]:
        for block in section["blocks"]:
            if block["type"] == "chart":
                spec, block["data"] = block.pop("spec"), None
                block["svg"] = renderer.svg(spec, language=shown["language"]) if spec else ""


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        input=str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(folder) for folder in cjk_font_dirs()],
        ignore_system_fonts=True,
    )
