"""Large exports: how far one is, and its file. Nobody but its owner sees either."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from accounts import audit
from communities.models import Export
from communities.services.exports import pieces_of
from lib.htmx import render_part
from lib.http import SignedInRequest
from lib.jobs import JobState

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say how far an export is (htmx asks again until it is there)."""
    export = _own(request, pk)
    context = {
        "export": export,
        "ready": export.job_state == JobState.DONE,
        "failed": export.job_state == JobState.FAILED,
    }
    return render_part(request, "communities/export_detail.html", context, part="progress")


def export_file(request: SignedInRequest, pk: UUID) -> StreamingHttpResponse:
    """Send the file of an export, and write down that it was fetched."""
    export = _own(request, pk)
    if export.job_state != JobState.DONE or not export.file:
        raise Http404
    changes = {"rows": [None, export.rows]}
    audit.record(
        actor=request.user, code="communities.export.fetched", target=export, changes=changes
    )
    response = StreamingHttpResponse(pieces_of(export), content_type=TYPES[export.kind])
    name = f"{slugify(export.name, allow_unicode=True)}.{export.kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _own(request: SignedInRequest, pk: UUID) -> Export:
    return get_object_or_404(Export, pk=pk, created_by=request.user)
