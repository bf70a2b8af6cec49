"""A document as PDF, set by Typst: tagged, PDF/A-2a, with the pinned Chinese font embedded.

The document reaches the template as JSON, so whatever people typed is data there and never
markup. The same snapshot gives the same bytes: the PDF's date is the snapshot's.
"""

from __future__ import annotations

import json
from pathlib import Path

from documents import children
from documents.charts.render import Renderer
from documents.document import Document, Seal
from documents.fonts import font_dirs
from documents.glyphs import drawable
from documents.pictures import add_pictures
from documents.presentation import Shown, present

TEMPLATE = Path(__file__).with_name("report.typ")
CHILD = Path(__file__).with_name("typeset_child.py")
STANDARD = "a-2a"


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
    return children.ask(
        CHILD,
        {
            "template": str(TEMPLATE),
            "fonts": [str(folder) for folder in font_dirs()],
            "document": json.dumps(drawable(shown), ensure_ascii=False),
            "standard": STANDARD,
            "timestamp": int(made_at.timestamp()) if made_at else 0,
        },
    )


def _draw_charts(shown: Shown, renderer: Renderer) -> None:
    add_pictures(shown, "svg", renderer)
    for section in shown["sections"]:
        for block in section["blocks"]:
            if block["type"] == "chart":
                block["svg"] = (block.pop("picture") or b"").decode()
                block["spec"] = block["data"] = None
