"""Files of reports: PDF, Word and Excel of a run as it stands, kept on disk once they are drawn.

A file is named by all that stands in it: the document's hash, the seal with its signatures, the
language, the portal's address and version. So a run that has changed never gets an old file, and
whoever deletes the folder loses nothing. Worker and web share it, as they share uploads.
"""

import datetime as dt
import hashlib
import logging
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from documents.charts.render import FolderCache
from documents.errors import DrawingFailed
from documents.files import PICTURED, render_file
from documents.fonts import FontsMissing
from lib.bilingual import LANGUAGES
from lib.canonical import canonical_bytes
from lib.version import VERSION
from reports.models import ReportRun
from reports.pictures import chart_renderer

logger = logging.getLogger(__name__)
#: The task that draws ahead.
DRAW = "reports.tasks.draw_files"
#: Files that nobody has drawn anew since are removed; who asks again waits some seconds once.
KEPT = dt.timedelta(days=30)


def file_of(run: ReportRun, suffix: str, language: str, address: str) -> bytes:
    """Return `run` as `suffix` ("pdf", "docx", "xlsx"), its numbers linked to `address`."""
    cache, name = _cache(), _name(run, suffix, language, address)
    kept = cache.get(name)
    if kept is not None:
        return kept
    made = render_file(
        suffix,
        run.snapshot,
        language=language,
        seal=run.seal(),
        base_url=address,
        renderer=chart_renderer(),
    )
    cache.set(name, made)
    return made


def draw_files(run_id: UUID | str) -> int:
    """Draw PDF and Word of a run in each language before somebody asks; return how many there are.

    Files of how the run stood before are removed. Without the portal's own address (PORTAL_URL)
    nothing is drawn: the links in a file would lead nowhere.
    """
    run = ReportRun.objects.select_related("area", "template").get(pk=run_id)
    address = settings.PORTAL_URL
    if not (address and run.document):
        return 0
    wanted = [(suffix, language) for language in LANGUAGES for suffix in PICTURED]
    names = {_name(run, suffix, language, address) for suffix, language in wanted}
    for file in _folder().glob(f"{run.pk}.*"):
        if file.name not in names:
            file.unlink(missing_ok=True)
    try:
        return len([file_of(run, suffix, language, address) for suffix, language in wanted])
    except (DrawingFailed, FontsMissing):
        logger.exception("The files of a report could not be drawn ahead")
        return 0


def remove_old_files(*, now: dt.datetime | None = None) -> int:
    """Remove files that were drawn long ago; return how many."""
    before = ((now or timezone.now()) - KEPT).timestamp()
    old = [file for file in _folder().glob("*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _name(run: ReportRun, suffix: str, language: str, address: str) -> str:
    seal = run.seal()
    rare_characters = Path(settings.FALLBACK_FONT).exists()
    parts = [VERSION, rare_characters, run.document_hash, language, address]
    parts += [seal.status, seal.number]
    parts += [[str(one.role), one.name, str(one.signed_at or "")] for one in seal.signatures]
    return f"{run.pk}.{hashlib.sha256(canonical_bytes(parts)).hexdigest()}.{suffix}"


def _folder() -> Path:
    return settings.VAR_DIR / "reports"


def _cache() -> FolderCache:
    return FolderCache(_folder())
