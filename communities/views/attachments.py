"""Files of records: sent only to those who see the record."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms import AttachmentForm
from communities.models import Attachment
from communities.permissions import ATTACHMENT_ADD, require
from communities.services.attachments import attach, detach
from safecommunity.lib.errors import BadUpload
from safecommunity.lib.http import SignedInRequest


def attachment(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Send a file: photos to look at, everything else as a download."""
    found = _in_sight(request, pk)
    response = FileResponse(
        found.file.open(), as_attachment=not found.is_photo, filename=found.name
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    if found.is_photo:
        response["Content-Type"] = "image/jpeg"
    return response


@require_POST
def attachment_add(request: SignedInRequest, target_type: str, target_id: UUID) -> HttpResponse:
    """Attach a file to a record in sight."""
    target = _target(request, target_type, target_id)
    require(request.user, ATTACHMENT_ADD, target)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach(
                actor=request.user,
                target=target,
                upload=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
            messages.success(request, _("File attached."))
        except BadUpload as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose a file first."))
    return redirect(target)


@require_POST
def attachment_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a file from its record."""
    found = _in_sight(request, pk)
    target = found.target
    require(request.user, ATTACHMENT_ADD, target)
    detach(actor=request.user, attachment=found)
    messages.success(request, _("File removed."))
    return redirect(target)


def _in_sight(request: SignedInRequest, pk: UUID) -> Attachment:
    found = get_object_or_404(Attachment.objects.select_related("target_type"), pk=pk)
    model = found.target_type.model_class()
    if model is None or not _visible(model, request, found.target_id).exists():
        raise Http404
    return found


def _target(request: SignedInRequest, label: str, key: UUID) -> Model:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    return get_object_or_404(_visible(model, request, key))


def _visible(model: type[Model], request: SignedInRequest, key: UUID) -> Any:
    """Return the row with `key` in the user's sight; models without sight have no files."""
    rows = model._default_manager.all()
    if not hasattr(rows, "visible_to") or not hasattr(model, "get_absolute_url"):
        raise Http404
    return rows.visible_to(request.user).filter(pk=key)
