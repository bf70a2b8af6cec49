"""A document as a piece of a web page.

The page that includes it also includes ``documents/document.css``, ``charts/charts.css``, the
import map and the module ``charts/charts.js``. Nothing here needs an inline script or style, and
without JavaScript the numbers of a chart are in the table below it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.document import Document, Seal
from documents.presentation import present


def render(
    document: Document,
    *,
    language: str,
    seal: Seal | None = None,
    narrative_url: Callable[[str], str] | None = None,
) -> SafeString:
    """The document as an ``<article>``; with ``narrative_url(key)`` its texts get an edit link."""
    shown = present(document, language, seal=seal)
    if narrative_url is not None:
        for section in shown["sections"]:
            for block in section["blocks"]:
                if block["type"] == "narrative":
                    block["edit_url"] = narrative_url(block["key"])
    return render_to_string("documents/document.html", {"document": shown})
