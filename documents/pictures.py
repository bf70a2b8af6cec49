"""The charts of a document as pictures: put into what a renderer shows, or drawn ahead of it."""

from documents.charts.render import Renderer, picture
from documents.document import Document
from documents.presentation import Shown, present
from lib.bilingual import LANGUAGES


def add_pictures(shown: Shown, form: str, renderer: Renderer) -> None:
    """Give every chart of ``shown`` its picture, None where the chart has nothing to draw."""
    charts = _charts(shown)
    drawable = [chart for chart in charts if chart["spec"]]
    asked = [picture(form, chart["spec"], shown["language"]) for chart in drawable]
    for chart in charts:
        chart["picture"] = None
    for chart, drawn in zip(drawable, renderer.drawn(asked), strict=True):
        chart["picture"] = drawn


def draw_ahead(document: Document, renderer: Renderer) -> None:
    """Draw every chart for paper and for Word in each language, so that the cache has them."""
    renderer.drawn(
        [
            picture(form, chart["spec"], language)
            for language in LANGUAGES
            for chart in _charts(present(document, language))
            if chart["spec"]
            for form in ("svg", "png")
        ]
    )


def _charts(shown: Shown) -> list[Shown]:
    blocks = [block for section in shown["sections"] for block in section["blocks"]]
    return [block for block in blocks if block["type"] == "chart"]
