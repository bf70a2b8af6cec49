"""Actions on files that belong to records."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Attachment
from communities.permissions import PERSONAL_REVEAL, may
from lib.errors import BadUpload, WrongState
from lib.files import names_persons
from lib.images import CleanPhoto, clean_photo
from lib.records import touch
from lib.sealed_files import digest_of
from lib.workflow import note_writer

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
#: A file as it came, or a photograph that was decoded already (in a form, before the transaction).
Upload = UploadedFile | CleanPhoto
DOCUMENT_SUFFIXES = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".txt", ".csv"}


@dataclass(frozen=True)
class _Kept:
    """What is kept of an upload."""

    name: str
    content: File
    suffix: str
    sha256: str
    taken_at: dt.datetime | None = None
    is_photo: bool = False


def attach(
    *, actor: User | None, target: models.Model, upload: Upload, caption: str = ""
) -> tuple[Attachment, bool]:
    """Keep `upload` as a file of `target`; False with it when `target` had the same file already.

    A photo is decoded first unless it was already. Raises BadUpload for kinds that are not taken,
    WrongState when the record keeps its files as they are (`files_locked`, e.g. the evidence of an
    approved value).
    """
    refuse_locked(target)
    kept = _read(upload)
    kind = ContentType.objects.get_for_model(target)
    same = Attachment.objects.filter(target_type=kind, target_id=target.pk, sha256=kept.sha256)
    if (earlier := same.first()) is not None:
        return earlier, False
    attachment = Attachment(
        target_type=kind,
        target_id=target.pk,
        name=kept.name,
        suffix=kept.suffix,
        size=kept.content.size,
        sha256=kept.sha256,
        is_photo=kept.is_photo,
        taken_at=kept.taken_at,
        caption=caption,
        created_by=actor,
    )
    attachment.file.save(kept.name, kept.content, save=False)
    try:
        _add(actor, target, attachment)
    except IntegrityError:  # the same file, sent at the same moment, was faster
        attachment.file.delete(save=False)
        return same.get(), False
    return attachment, True


@transaction.atomic
def _add(actor: User | None, target: models.Model, attachment: Attachment) -> None:
    attachment.save(force_insert=True)
    note_writer(target, actor)
    touch(target)
    audit.record(
        actor=actor,
        code="communities.attachment.added",
        target=target,
        changes={"file": [None, _told(attachment, target)]},
    )


def may_open(user: User, attachment: Attachment, target: models.Model) -> bool:
    """Tell whether somebody who reads the page of `target` may open its file.

    One that names persons is for those to whom they may be revealed, and for who sent it.
    """
    if not names_persons(target._meta.label_lower) or attachment.created_by_id == user.pk:
        return True
    return may(user, PERSONAL_REVEAL, target)


def tell_opened(user: User, attachment: Attachment, target: models.Model) -> None:
    """Write down that persons are shown to `user`, unless it is his or her own file."""
    if names_persons(target._meta.label_lower) and attachment.created_by_id != user.pk:
        audit.record(actor=user, code="communities.personal.revealed", target=target)


def _told(attachment: Attachment, target: models.Model) -> str:
    """Return the file's name as the trail may keep it, which people read who see no persons."""
    if names_persons(target._meta.label_lower):
        return f"•••{attachment.suffix}"
    return attachment.name


def _suffix(upload: UploadedFile) -> str:
    return Path(upload.name or "").suffix.lower()


@transaction.atomic
def detach(*, actor: User, attachment: Attachment) -> None:
    """Remove a file from its record; the trail keeps its name and digest. WrongState if locked."""
    target = attachment.record
    refuse_locked(target)
    audit.record(
        actor=actor,
        code="communities.attachment.removed",
        target=target,
        changes={
            "file": [_told(attachment, target), None],
            "sha256": [attachment.sha256, None],
        },
    )
    name, storage = str(attachment.file.name), attachment.file.storage
    attachment.delete()
    note_writer(target, actor)
    touch(target)
    transaction.on_commit(lambda: storage.delete(name))


def refuse_locked(target: models.Model) -> None:
    """Raise WrongState when `target` says that its files stay as they are."""
    if getattr(target, "files_locked", False):
        raise WrongState(_("The files of this record can no longer be changed."))


def _read(upload: Upload) -> _Kept:
    if isinstance(upload, CleanPhoto):
        return _photo(upload)
    suffix = _suffix(upload)
    if suffix in PHOTO_SUFFIXES:
        return _photo(clean_photo(upload))
    if suffix in DOCUMENT_SUFFIXES:
        return _read_document(upload, suffix)
    raise BadUpload(_("Files of this kind are not taken: send a photo, PDF or Office file."))


def _photo(photo: CleanPhoto) -> _Kept:
    taken_at = timezone.make_aware(photo.taken_at) if photo.taken_at else None
    return _Kept(_short(photo.name), photo.content, ".jpg", photo.sha256, taken_at, is_photo=True)


def _read_document(upload: UploadedFile, suffix: str) -> _Kept:
    if (upload.size or 0) > settings.UPLOAD_MAX_WORKBOOK:
        limit = settings.UPLOAD_MAX_WORKBOOK // 1024 // 1024
        raise BadUpload(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    return _Kept(_short(upload.name or ""), upload, suffix, digest_of(upload))


def _short(name: str) -> str:
    """Return the name of a file as its column takes it, with its ending."""
    path = Path(Path(name).name)
    return path.name if len(path.name) <= 150 else path.stem[:140] + path.suffix[:10]
