"""Files of records: sent only to those who see the record."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms import AttachmentForm
from communities.models import Attachment
from communities.permissions import ATTACHMENT_ADD, require
from communities.registers import in_sight
from communities.services.attachments import attach, detach, may_open, tell_opened
from lib.errors import BadUpload
from lib.files import file_keepers
from lib.http import SignedInRequest
from lib.images import thumbnail
from lib.records import address_of


def attachment(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Send a file: photos to look at, everything else as a download."""
    found, record = _in_sight(request, pk)
    if not may_open(request.user, found, record):
        raise PermissionDenied
    tell_opened(request.user, found, record)
    small = found.is_photo and request.GET.get("size") == "small"
    content = thumbnail(found.file.open()) if small else found.file.open()
    response = FileResponse(content, as_attachment=not found.is_photo, filename=found.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    if found.is_photo:
        response["Content-Type"] = "image/jpeg"
    return response


@require_POST
def attachment_add(request: SignedInRequest, target_type: str, target_id: UUID) -> HttpResponse:
    """Attach a file to a record in sight."""
    target = _target(request, target_type, target_id)
    _require_change(request, target)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            kept, fresh = attach(
                actor=request.user,
                target=target,
                upload=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
            _tell(request, kept, fresh)
        except BadUpload as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose a file first."))
    return redirect(address_of(target))


@require_POST
def attachment_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a file from its record."""
    found, target = _in_sight(request, pk)
    _require_change(request, target)
    if not may_open(request.user, found, target):
        raise PermissionDenied
    detach(actor=request.user, attachment=found)
    messages.success(request, _("File removed."))
    return redirect(address_of(target))


def _tell(request: SignedInRequest, kept: Attachment, fresh: bool) -> None:
    if fresh:
        messages.success(request, _("File attached."))
    else:
        messages.info(request, _("This file is attached already: “%s”.") % kept)


def _in_sight(request: SignedInRequest, pk: UUID) -> tuple[Attachment, Model]:
    """Return the file and its record, whose page the user may read; else 404 or 403."""
    found = get_object_or_404(Attachment.objects.select_related("target_type"), pk=pk)
    model = found.target_type.model_class()
    if model is None:
        raise Http404
    return found, _record(request, model, found.target_id)


def _target(request: SignedInRequest, label: str, key: UUID) -> Model:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    return _record(request, model, key)


def _record(request: SignedInRequest, model: type[Model], key: UUID) -> Model:
    """Return a record that keeps files: 404 out of sight, 403 when its page may not be read."""
    keeper = file_keepers.get(model._meta.label_lower)
    if keeper is None:
        raise Http404
    rows: Any = model._default_manager  # what keeps files has sight, each its own
    if keeper.anywhere:
        return in_sight(request, rows, key, anywhere=keeper.view)
    return in_sight(request, rows, key, keeper.view)


def _require_change(request: SignedInRequest, target: Model) -> None:
    """Raise 403 unless the user may add and remove files of `target` by hand."""
    require(request.user, ATTACHMENT_ADD, target)
    if file_keepers[target._meta.label_lower].by_action:
        raise PermissionDenied
