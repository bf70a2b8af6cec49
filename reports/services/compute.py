"""Computing a report: from the registered sections to the stored snapshot."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from documents import Document, DocumentSpec, Meta, build
from documents.context import ReportContext
from documents.errors import DrawingFailed
from documents.pictures import draw_ahead
from lib.bells import ring
from lib.bilingual import Words, bilingual
from lib.jobs import LostClaim
from lib.snapshots import Outside, snapshot
from lib.version import VERSION
from lib.workflow import take_step
from reports.models import ReportRun
from reports.pictures import chart_renderer
from reports.services.files import DRAW
from reports.workflow import COMPUTED, RunState

logger = logging.getLogger(__name__)


def compute(run_id: object) -> bool:
    """Compute the figures of a report; False when there is nothing to do or another is at it.

    Safe to call twice: the row is claimed by a compare-and-set, and only a run that is still being
    computed is written.
    """
    waiting = ReportRun.objects.filter(state=RunState.COMPUTING)
    run = waiting.select_related("area", "template", "created_by").claim(run_id)
    if run is None:
        return False
    try:
        document = _build_in_time(run)
        _draw_charts(document)
        _store(run, document)
    except LostClaim:
        logger.info("report %s went on without this worker", run_id)
        return False
    return True


def _draw_charts(document: Document) -> None:
    """Draw the charts now, so that the first file that somebody asks for comes at once."""
    try:
        draw_ahead(document, chart_renderer())
    except DrawingFailed:
        logger.exception("The charts of a report could not be drawn ahead")


def _build_in_time(run: ReportRun) -> Document:
    try:
        return _build(run)
    except _time_is_up():
        run.fail(_("The report took too long. Make it for a smaller area, or try again at night."))
        raise


def _time_is_up() -> type[Exception]:
    """Return what the worker raises: pages import this module too, and do without Celery."""
    from celery.exceptions import SoftTimeLimitExceeded

    return SoftTimeLimitExceeded


def _build(run: ReportRun) -> Document:
    period, as_of = run.period, timezone.now()
    run.as_of = as_of
    meta = Meta(
        area=str(run.area),
        period=bilingual("%(period)s", period=lambda _language: str(period)),
        period_start=period.start,
        period_end=period.last_day,
        as_of=timezone.localdate(as_of),
        made_at=timezone.localtime(as_of).replace(microsecond=0),
        prepared_by=str(run.created_by) if run.created_by else "",
        code_version=VERSION,
        template=run.template.code,
        corrects=run.corrects.document_hash if run.corrects else "",
    )
    spec = DocumentSpec(_title(run), meta, run.template.keys())
    with snapshot() as outside:
        return build(
            spec,
            ReportContext(run.area, period, as_of),
            on_progress=_teller(run, outside),
            isolate=_isolation(),
            fatal=(_time_is_up(), LostClaim),
        )


def _title(run: ReportRun) -> Words:
    return bilingual(
        gettext_lazy("%(area)s: evaluation report of the Safe Community programme, %(period)s"),
        area=str(run.area),
        period=lambda _language: str(run.period),
    )


def _teller(run: ReportRun, outside: Outside) -> Callable[[int, int, Words], None]:
    def tell(done: int, total: int, title: Words) -> None:
        named = title.to_json() if hasattr(title, "to_json") else {}
        outside(lambda: run.progress(done, total, current_section=named))

    return tell


def _isolation() -> Callable[[], AbstractContextManager[Any]]:
    """One failed query spoils a PostgreSQL transaction; on SQLite it would only hold the lock."""
    return transaction.atomic if connection.vendor == "postgresql" else nullcontext


@transaction.atomic
def _store(run: ReportRun, document: Document) -> None:
    """Keep the snapshot and open the draft, with the texts that staff had written before.

    Raises LostClaim, and keeps nothing, when the report has gone on without this worker.
    """
    run.hold(state=RunState.COMPUTING)
    earlier = run.snapshot.narratives() if run.document else {}
    for key, text in earlier.items():
        if text and key in document.narratives():
            document = document.with_narrative(key, text)
    columns = {
        "document": document.to_json(),
        "document_hash": document.sha256,
        "figures_hash": document.figures_sha256,
        "code_version": VERSION,
        "as_of": run.as_of,
    }
    run.refresh_from_db(fields=["revision"])
    take_step(run, COMPUTED, actor=None, columns=columns, changes={"hash": [None, document.sha256]})
    run.finish()
    ring(DRAW, run.pk)
