"""A street's monthly report against its floors: its SQL alone, its charts by vl-convert alone.

Run by `make bench`. The report of the last finished months is read, then written as HTML, PDF and
Word in this process, once with an empty cache of charts and once with a filled one.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks.importing import timed
from benchmarks.pages import replay

MONTHS = 3


def main() -> None:
    """Measure and print."""
    django.setup()
    from django.utils import timezone

    from communities.models import Area, AreaKind
    from documents.charts.render import FolderCache, Renderer
    from lib.periods import Period

    street = Area.objects.get(kind=AreaKind.STREET)
    last = Period.containing(timezone.localdate()).previous
    reading, floors = [], []
    for period in last.back(MONTHS):
        document, seconds, statements = read(street, period)
        reading.append(seconds)
        floors.append(timed(replay(statements)))
    read_s, floor_s = statistics.median(reading), statistics.median(floors)
    print(f"\n{street}, one month: {len(statements)} statements")
    print(f"  reading    {read_s:6.2f} s; its SQL alone {floor_s:.2f} s: {read_s / floor_s:.1f} ×")
    with tempfile.TemporaryDirectory() as folder:
        renderer = Renderer(FolderCache(folder))
        cold = sum(write(document, renderer).values())
        parts = write(document, renderer)
        again = sum(parts.values())
    charts = timed(lambda: draw(document))
    print(
        f"  writing    {cold:6.2f} s; its charts by vl-convert alone {charts:.2f} s: "
        f"{cold / charts:.1f} ×"
    )
    print(f"  again      {again:6.2f} s: {', '.join(f'{k} {v:.2f}' for k, v in parts.items())}")
    print(f"  reading + HTML + PDF + Word: {read_s + cold:.2f} s")


def read(area: Any, period: Any) -> tuple[Any, float, list[str]]:
    """Return the document, the seconds that it took, and the statements that were sent."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from documents import DocumentSpec, Meta, build
    from documents.context import ReportContext
    from reports.models import ReportTemplate
    from reports.templates_built_in import MONTHLY

    keys = ReportTemplate.objects.get(code=MONTHLY).keys()
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        document = build(
            DocumentSpec(str(area), Meta(), keys), ReportContext(area, period, timezone.now())
        )
    seconds = time.perf_counter() - start
    selects = [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith("SELECT")]
    return document, seconds, selects


def write(document: Any, renderer: Any) -> dict[str, float]:
    """Return the seconds of each medium."""
    from documents import html, pdf, word

    media: dict[str, Callable[[], object]] = {
        "HTML": lambda: html.render(document, language="zh-hans"),
        "PDF": lambda: pdf.render(document, language="zh-hans", renderer=renderer),
        "Word": lambda: word.render(document, language="zh-hans", renderer=renderer),
    }
    return {name: timed(action) for name, action in media.items()}


def draw(document: Any) -> None:
    """Draw the document's charts as SVG and PNG with vl-convert and nothing else."""
    import vl_convert

    from documents import Chart
    from documents.charts.render import PNG_SCALE, WIDTH
    from lib.bilingual import localise

    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart) and block.spec:
                spec = localise(block.spec, "zh-hans") | {"width": WIDTH}
                vl_convert.vegalite_to_svg(spec)
                vl_convert.vegalite_to_png(spec, scale=PNG_SCALE)


if __name__ == "__main__":
    main()
