"""Deeds on files that belong to records."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Attachment
from lib.errors import BadUpload, WrongState
from lib.images import CleanPhoto, clean_photo

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
#: A file as it came, or a photograph that was decoded already (in a form, before the transaction).
Upload = UploadedFile | CleanPhoto
DOCUMENT_SUFFIXES = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".txt", ".csv"}


def attach(
    *,
    actor: User | None,
    target: models.Model,
    upload: Upload,
    caption: str = "",
) -> Attachment:
    """Keep `upload` as a file of `target`; a photo is decoded first unless it was already.

    Raises BadUpload for kinds that are not taken, WrongState when the record keeps its files as
    they are (`files_locked`, e.g. the evidence of an approved value).
    """
    refuse_locked(target)
    if not isinstance(upload, CleanPhoto) and _suffix(upload) in PHOTO_SUFFIXES:
        upload = clean_photo(upload)
    with transaction.atomic():
        return _keep(actor, target, upload, caption)


def _keep(actor: User | None, target: models.Model, upload: Upload, caption: str) -> Attachment:
    attachment = Attachment(
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        name=Path(upload.name or "").name[:150],
        caption=caption,
        created_by=actor,
    )
    if isinstance(upload, CleanPhoto):
        _fill_photo(attachment, upload)
    elif (suffix := _suffix(upload)) in DOCUMENT_SUFFIXES:
        _fill_document(attachment, upload, suffix)
    else:
        raise BadUpload(_("Files of this kind are not taken: send a photo, PDF or Office file."))
    attachment.save()
    audit.record(
        actor=actor,
        code="communities.attachment.added",
        target=target,
        changes={"file": [None, attachment.name]},
    )
    return attachment


def _suffix(upload: UploadedFile) -> str:
    return Path(upload.name or "").suffix.lower()


@transaction.atomic
def detach(*, actor: User, attachment: Attachment) -> None:
    """Remove a file from its record; the trail keeps its name and digest. WrongState if locked."""
    target = attachment.target
    refuse_locked(target)
    audit.record(
        actor=actor,
        code="communities.attachment.removed",
        target=target,
        changes={"file": [attachment.name, None], "sha256": [attachment.sha256, None]},
    )
    name, storage = attachment.file.name, attachment.file.storage
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))


def refuse_locked(target: models.Model) -> None:
    """Raise WrongState when `target` says that its files stay as they are."""
    if getattr(target, "files_locked", False):
        raise WrongState(_("The files of this record can no longer be changed."))


def _fill_photo(attachment: Attachment, photo: CleanPhoto) -> None:
    attachment.suffix, attachment.is_photo = ".jpg", True
    attachment.size, attachment.sha256 = photo.content.size, photo.sha256
    attachment.taken_at = timezone.make_aware(photo.taken_at) if photo.taken_at else None
    attachment.file.save(photo.content.name, photo.content, save=False)


def _fill_document(attachment: Attachment, upload: UploadedFile, suffix: str) -> None:
    if upload.size > settings.UPLOAD_MAX_WORKBOOK:
        limit = settings.UPLOAD_MAX_WORKBOOK // 1024 // 1024
        raise BadUpload(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    attachment.suffix, attachment.size = suffix, upload.size
    attachment.sha256 = digest.hexdigest()
    attachment.file.save(upload.name, upload, save=False)
