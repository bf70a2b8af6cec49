"""A document as a file to take away; a format's library is loaded when it is first asked for."""

from importlib import import_module

from documents.charts.render import Renderer
from documents.document import Document, Seal

PICTURED = {"pdf": "documents.pdf", "docx": "documents.word"}


def render_file(
    suffix: str,
    document: Document,
    *,
    language: str,
    seal: Seal,
    base_url: str,
    renderer: Renderer,
) -> bytes:
    """Return the document as ``suffix``: "pdf", "docx" or "xlsx", which has no pictures."""
    if suffix == "xlsx":
        return import_module("documents.xlsx").render(document, language=language, seal=seal)
    return import_module(PICTURED[suffix]).render(
        document, language=language, seal=seal, base_url=base_url, renderer=renderer
    )
