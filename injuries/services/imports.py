"""Actions on imports: receive, columns, words, commit, correct, undo, take up again, discard."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language, gettext as _, ngettext

from accounts import audit
from accounts.models import User
from communities.models import Area, Attachment
from injuries.imports.columns import misplaced, missing
from injuries.imports.retention import forget_cells
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from injuries.permissions import IMPORT_RUN
from injuries.workflow import CHECK, CHOOSE, COMMIT, DISCARD, EXPLAIN, REOPEN, UNDO
from ledgers.machine.columns import normal_heading
from ledgers.machine.words import merged, of_fields
from lib.bells import ring
from lib.errors import BadUpload, DomainError, NotAllowed, WrongState
from lib.sealed_files import Sealed, digest_of
from lib.workflow import Move, require_read, take_step

Stage = ImportBatch.Stage


def receive_workbook(
    *, actor: User, key: UUID, site: ReportingSite, area: Area, upload: UploadedFile
) -> ImportBatch:
    """Keep a workbook as a new batch for a worker to read (`injuries.imports.intake`)."""
    batch = ImportBatch(
        pk=key,
        area=area,
        reporting_site=site,
        filename=Path(upload.name or "").name[-150:],
        file_sha256=digest_of(upload),
        language=get_language() or settings.LANGUAGE_CODE,
        created_by=actor,
    )
    return _keep(actor, batch, upload)


def choose_sheet(*, actor: User, batch: ImportBatch, sheet: str) -> ImportBatch:
    """Have the one of several sheets read that the sender means. Raises BadUpload for another."""
    if batch.at_work or not batch.asks_for_sheet or sheet not in batch.sheets:
        raise BadUpload(_("Choose one of the sheets of the workbook."))
    with transaction.atomic():
        changes = {"sheet": [None, sheet]}
        take_step(batch, CHOOSE, actor=actor, columns={"sheet": sheet}, changes=changes)
        batch.renew()
        _ring(batch)
    return batch


def _keep(actor: User, batch: ImportBatch, upload: UploadedFile) -> ImportBatch:
    """Write the file, then its row; without the row nobody would ever find the file."""
    batch.file.save(batch.filename, Sealed(upload), save=False)
    try:
        return _keep_row(actor, batch)
    except BaseException:
        batch.file.storage.delete(str(batch.file.name))
        raise


@transaction.atomic
def _keep_row(actor: User, batch: ImportBatch) -> ImportBatch:
    batch.save(force_insert=True)
    changes = {"file": [None, batch.filename], "sha256": [None, batch.file_sha256]}
    audit.record(actor=actor, code="injuries.import.received", target=batch, changes=changes)
    _ring(batch)
    return batch


def look_at_cells(*, actor: User, batch: ImportBatch) -> None:
    """Write down that cells of the workbook, which name persons, are shown to `actor`."""
    audit.record(actor=actor, code="communities.personal.revealed", target=batch)


def same_workbook(user: User, batch: ImportBatch) -> ImportBatch | None:
    """Return a committed batch of the same site with the very same file."""
    duplicates = ImportBatch.objects.visible_to(user).filter(
        reporting_site=batch.reporting_site_id,
        file_sha256=batch.file_sha256,
        stage=Stage.COMMITTED,
    )
    return duplicates.exclude(pk=batch.pk).first()


@transaction.atomic
def confirm_columns(
    *, actor: User, batch: ImportBatch, mapping: Sequence[str], revision: int | None = None
) -> ImportBatch:
    """Take the columns as confirmed, remember them for the site, have the rows checked.

    Raises DomainError for a column of persons that would be stored where everybody reads it.
    """
    for place, (heading, key) in enumerate(zip(batch.headings, mapping, strict=True)):
        if problem := misplaced(heading, key, personal=place in batch.personal):
            raise DomainError(f"{heading}: {problem}")
    absent = missing(mapping)
    if absent:
        names = ", ".join(str(target.label) for target in absent)
        raise DomainError(_("No column has been chosen for: %s.") % names)
    site = batch.reporting_site
    words = of_fields(site.words, mapping)
    _begin(actor, batch, CHECK, revision, mapping=list(mapping), words=words, unknown={})
    site.column_mapping |= {
        normal_heading(heading): key
        for heading, key in zip(batch.headings, mapping, strict=True)
        if normal_heading(heading)
    }
    site.save(update_fields=["column_mapping", "updated_at"])
    return batch


@transaction.atomic
def explain_words(
    *,
    actor: User,
    batch: ImportBatch,
    words: Mapping[str, Mapping[str, str]],
    revision: int | None = None,
) -> ImportBatch:
    """Take what words mean, remember it for the site, have the rows checked again."""
    _begin(actor, batch, EXPLAIN, revision, words=merged(batch.words, words))
    site = batch.reporting_site
    site.words = merged(site.words, words)
    site.save(update_fields=["words", "updated_at"])
    return batch


@transaction.atomic
def commit_import(*, actor: User, batch: ImportBatch, revision: int | None = None) -> ImportBatch:
    """Have the good rows written. Refused rows stay, to be corrected and sent again."""
    if revision is not None:
        require_read(batch, revision)
    if not batch.uncommitted_rows:
        raise DomainError(_("There is no good row left to commit."))
    _begin(actor, batch, COMMIT, revision)
    return batch


@transaction.atomic
def retry_import(*, actor: User, batch: ImportBatch, revision: int | None = None) -> ImportBatch:
    """Put stopped work back into the queue."""
    if revision is not None:
        require_read(batch, revision)
    if not batch.has_failed:
        raise WrongState(_("The work on this import has not stopped."))
    batch.renew()
    _ring(batch)
    audit.record(actor=actor, code="injuries.import.retried", target=batch)
    return batch


@transaction.atomic
def undo_import(*, actor: User, batch: ImportBatch, revision: int | None = None) -> int:
    """Take out every record of the batch; return how many.

    Refused while one of them has been changed, withdrawn, judged or given files since: that work
    would be lost. The batch stays as the tombstone, with counts and history.
    """
    if batch.at_work:
        raise WrongState(_("The import is being worked on: wait until that has ended."))
    rows = InjuryRecord.objects.filter(batch=batch)
    if rows.exclude(pk__in=rows.where_allowed(actor, IMPORT_RUN).values("pk")).exists():
        text = _("The import has records of areas that are not yours: ask whoever sent it.")
        raise NotAllowed(text)
    edited = list(rows.filter(revision__gt=1).order_by("batch_row")[:5])
    edited += list(rows.filter(pk__in=_with_files()).exclude(revision__gt=1)[:5])
    if edited:
        names = "; ".join(str(record) for record in edited[:5])
        count = rows.filter(revision__gt=1).count() or len(edited)
        raise DomainError(
            ngettext(
                "%(count)d record has been changed since it was imported: %(names)s. "
                "The import can no longer be undone as a whole; withdraw single records instead.",
                "%(count)d records have been changed since they were imported: %(names)s. "
                "The import can no longer be undone as a whole; withdraw single records instead.",
                count,
            )
            % {"count": count, "names": names},
            code="edited-since",
        )
    changes = {"rows": [rows.count(), 0]}
    take_step(batch, UNDO, actor=actor, revision=revision, changes=changes)
    rows.delete()
    batch.staged.all().delete()
    return changes["rows"][0]


@transaction.atomic
def reopen_import(*, actor: User, batch: ImportBatch, revision: int | None = None) -> ImportBatch:
    """Have an undone import checked again, with its corrected rows, so that it can be committed.

    Raises WrongState when the import is not undone or its workbook is no longer kept.
    """
    if not batch.file:
        raise WrongState(_("The workbook of this import is no longer kept: please send it again."))
    _begin(actor, batch, REOPEN, revision, committed_rows=0, committed_at=None)
    return batch


@transaction.atomic
def discard_import(*, actor: User, batch: ImportBatch, revision: int | None = None) -> None:
    """Give up an import of which nothing was committed; its workbook goes at once."""
    take_step(batch, DISCARD, actor=actor, revision=revision)
    forget_cells(batch)


def _begin(
    actor: User, batch: ImportBatch, move: Move, revision: int | None = None, **columns: Any
) -> None:
    take_step(batch, move, actor=actor, revision=revision, columns=columns)
    batch.renew()
    _ring(batch)


def _ring(batch: ImportBatch) -> None:
    ring("injuries.tasks.run_import", batch.pk)


def _with_files() -> Any:
    kind = ContentType.objects.get_for_model(InjuryRecord)
    return Attachment.objects.filter(target_type=kind).values("target_id")
