"""Actions on batches: receive, columns, words, commit, correct, decide, undo, take up, discard."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language, gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area
from communities.permissions import may
from ledgers.declaration import Ledger, OtherWay, other_ways, registers
from ledgers.machine.columns import missing, normal_heading
from ledgers.machine.retention import forget_cells
from ledgers.machine.words import merged, of_fields
from ledgers.models import Batch, Origin
from ledgers.wording import BELONGS
from ledgers.workflow import CHECK, CHOOSE, COMMIT, DISCARD, EXPLAIN, REOPEN, UNDO, Stage
from lib.bells import ring
from lib.errors import BadUpload, DomainError, WrongState
from lib.records import bump
from lib.sealed_files import Sealed, digest_of
from lib.workflow import Move, require_read, take_step

RUN = "ledgers.tasks.run_batch"


def receive_workbook(
    *,
    actor: User,
    key: UUID,
    ledger: Ledger,
    area: Area,
    upload: UploadedFile,
    origin: str = "",
    clears: bool = False,
) -> Batch:
    """Keep a workbook as a new batch for a worker to read (`ledgers.machine.intake`)."""
    batch = Batch(
        pk=key,
        register=ledger.key,
        area=area,
        clears=clears,
        filename=Path(upload.name or "").name[-150:],
        file_sha256=digest_of(upload),
        language=get_language() or settings.LANGUAGE_CODE,
        created_by=actor,
    )
    batch.file.save(batch.filename, Sealed(upload), save=False)
    try:
        return _keep_row(actor, batch, origin)
    except BaseException:
        # Without its row nobody would ever find the file.
        batch.file.storage.delete(str(batch.file.name))
        raise


@transaction.atomic
def _keep_row(actor: User, batch: Batch, origin: str) -> Batch:
    batch.origin, _made = Origin.objects.get_or_create(
        register=batch.register,
        area=batch.area,
        name=origin or str(actor),
        defaults={"created_by": actor},
    )
    batch.save(force_insert=True)
    changes = {"file": [None, batch.filename], "sha256": [None, batch.file_sha256]}
    audit.record(actor=actor, code="ledgers.batch.received", target=batch, changes=changes)
    ring(RUN, batch.pk)
    return batch


def same_workbook(user: User, batch: Batch) -> Batch | None:
    """Return a committed batch in sight of `user`, of the same register with the very same file."""
    alike = Batch.objects.visible_to(user).filter(
        register=batch.register, file_sha256=batch.file_sha256, stage=Stage.COMMITTED
    )
    return alike.exclude(pk=batch.pk).first()


@transaction.atomic
def choose_sheet(*, actor: User, batch: Batch, sheet: str) -> Batch:
    """Have the one of several sheets read that the sender means. Raises BadUpload for another."""
    if batch.at_work or not batch.asks_for_sheet or sheet not in batch.sheets:
        raise BadUpload(_("Choose one of the sheets of the workbook."))
    _begin(actor, batch, CHOOSE, None, sheet=sheet)
    return batch


@transaction.atomic
def confirm_columns(
    *,
    actor: User,
    batch: Batch,
    mapping: Sequence[str],
    revision: int | None = None,
) -> Batch:
    """Take the columns as confirmed, remember them for the origin, have the rows checked."""
    _refuse_columns(batch, mapping)
    words = of_fields(batch.origin.words, mapping)
    _begin(actor, batch, CHECK, revision, mapping=list(mapping), words=words, unknown={})
    origin = batch.origin
    origin.columns |= {
        normal_heading(heading): key
        for heading, key in zip(batch.headings, mapping, strict=True)
        if normal_heading(heading)
    }
    origin.save(update_fields=["columns", "updated_at"])
    return batch


def _refuse_columns(batch: Batch, mapping: Sequence[str]) -> None:
    """Raise DomainError for a field filled twice, or without what rows are recognised by."""
    taken: dict[str, str] = {}
    for heading, key in zip(batch.headings, mapping, strict=True):
        if key in taken:
            text = _("The columns “%(first)s” and “%(second)s” cannot both be “%(field)s”.")
            label = batch.ledger.by_key[key].label
            raise DomainError(text % {"first": taken[key], "second": heading, "field": label})
        if key:
            taken[key] = heading
    if absent := missing(batch.ledger, mapping):
        raise DomainError(_("No column has been chosen for: %s.") % "、".join(absent))


@transaction.atomic
def explain_words(
    *,
    actor: User,
    batch: Batch,
    words: Mapping[str, Mapping[str, str]],
    revision: int | None = None,
) -> Batch:
    """Take what words mean, remember it for the origin, have the rows checked again."""
    _begin(actor, batch, EXPLAIN, revision, words=merged(batch.words, words))
    origin = batch.origin
    origin.words = merged(origin.words, words)
    origin.save(update_fields=["words", "updated_at"])
    return batch


@transaction.atomic
def commit_batch(*, actor: User, batch: Batch, revision: int | None = None) -> Batch:
    """Have the rows written. Refused and doubtful rows stay, to be corrected."""
    if revision is not None:
        require_read(batch, revision)
    if not batch.writable_rows:
        raise DomainError(_("There is no row left to commit."))
    _begin(actor, batch, COMMIT, revision)
    return batch


@transaction.atomic
def retry_batch(*, actor: User, batch: Batch, revision: int | None = None) -> Batch:
    """Put stopped work back into the queue."""
    if revision is not None:
        require_read(batch, revision)
    if not batch.has_failed:
        raise WrongState(_("The work on this workbook has not stopped."))
    batch.renew()
    ring(RUN, batch.pk)
    audit.record(actor=actor, code="ledgers.batch.retried", target=batch)
    return batch


def belongs_to(user: User, batch: Batch) -> Ledger | OtherWay | None:
    """Return the register whose headings a refused workbook has, if `user` may bring it in."""
    keys = [one["params"]["register"] for one in batch.notes if one["code"] == BELONGS]
    if not keys or not batch.has_failed or batch.stage != Stage.READING:
        return None
    other = registers.get(keys[0]) or other_ways.get(keys[0])
    return other if other and may(user, other.permission, batch.area) else None


@transaction.atomic
def carry_over(*, actor: User, batch: Batch, revision: int | None = None) -> Batch:
    """Have a workbook read that was sent to the wrong register, as one of the right register."""
    if revision is not None:
        require_read(batch, revision)
    ledger = belongs_to(actor, batch)
    if not isinstance(ledger, Ledger) or not batch.is_of(actor):
        raise WrongState(_("This workbook belongs to no other register."))
    before, name = batch.register, batch.origin.name
    origin, _made = Origin.objects.get_or_create(
        register=ledger.key, area=batch.area, name=name, defaults={"created_by": actor}
    )
    bump(batch, register=ledger.key, origin=origin, notes=[])
    changes = {"register": [before, ledger.key]}
    audit.record(actor=actor, code="ledgers.batch.carried", target=batch, changes=changes)
    batch.renew()
    ring(RUN, batch.pk)
    return batch


@transaction.atomic
def undo_batch(*, actor: User, batch: Batch, revision: int | None = None) -> Batch:
    """Have everything taken out and put back that the batch wrote and nobody touched since."""
    if not batch.file:
        raise WrongState(_("The workbook is no longer kept: it is too late to undo."))
    _begin(actor, batch, UNDO, revision)
    return batch


@transaction.atomic
def reopen_batch(*, actor: User, batch: Batch, revision: int | None = None) -> Batch:
    """Have an undone batch checked again, with its corrected rows."""
    if not batch.file:
        raise WrongState(_("The workbook is no longer kept: please send it again."))
    zero = {"added_rows": 0, "updated_rows": 0, "kept_rows": 0, "committed_at": None}
    _begin(actor, batch, REOPEN, revision, **zero)
    return batch


@transaction.atomic
def discard_batch(*, actor: User, batch: Batch, revision: int | None = None) -> None:
    """Give up a batch of which nothing was committed; its workbook goes at once."""
    take_step(batch, DISCARD, actor=actor, revision=revision)
    forget_cells(batch)


def _begin(actor: User, batch: Batch, move: Move, revision: int | None, **columns: Any) -> None:
    take_step(batch, move, actor=actor, revision=revision, columns=columns)
    batch.renew()
    ring(RUN, batch.pk)
