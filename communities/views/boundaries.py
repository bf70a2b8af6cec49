"""Import of boundaries: a file, what it means for the areas, and kept when somebody has said so."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from communities.boundaries import read_boundaries
from communities.boundary_preview import STATUS, lines_of, on_map, said_of
from communities.forms import BoundaryForm, BoundaryImportForm
from communities.models import Area, BoundaryDraft
from communities.neighbours import around
from communities.permissions import AREA_CHANGE, require
from communities.registers import Register, change_record, in_sight
from communities.services.areas import TREE, change_area
from communities.services.boundaries import keep_boundaries, receive_boundaries
from lib.errors import BadUpload, DomainError
from lib.http import SignedInRequest, revision_read
from lib.sending import send_once


def boundary_import(request: SignedInRequest) -> HttpResponse:
    """Take a GeoJSON file of many areas."""
    require(request.user, AREA_CHANGE)
    form = BoundaryImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST":
        own = BoundaryDraft.objects.filter(created_by=request.user)
        draft = send_once(form, own, lambda: _receive(request, form))
        if draft is not None:
            return redirect(draft)
    context = {"form": form, "title": _("Import boundaries"), "submit": _("Upload")}
    return render(request, "includes/form_page.html", context)


def _receive(request: SignedInRequest, form: BoundaryImportForm) -> BoundaryDraft:
    upload = form.cleaned_data["file"]
    return receive_boundaries(actor=request.user, key=form.key, upload=upload)


def boundary_preview(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show which area each boundary belongs to, what would be replaced and what is odd."""
    draft = _own(request, pk)
    require(request.user, AREA_CHANGE)
    lines = [] if draft.kept is not None else lines_of(draft, request.user)
    counts = dict.fromkeys(STATUS.values(), 0)
    for line in lines:
        counts[STATUS[line.status]] += 1
    context = {
        "draft": draft,
        "lines": lines,
        "counts": [(str(label), count) for label, count in counts.items() if count],
        "swapped": sum(code == "swapped" for one in lines for code, _ in one.drawn.notes),
        "on_map": on_map(lines),
        "may_keep": any(one.may_be_kept for one in lines),
    }
    return render(request, "communities/boundaries.html", context)


@require_POST
def boundaries_keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep the boundaries that were chosen, all or none."""
    draft = _own(request, pk)
    require(request.user, AREA_CHANGE)
    if draft.kept is not None:  # the same button twice
        return redirect(draft)
    try:
        count = keep_boundaries(
            actor=request.user,
            draft=draft,
            revision=revision_read(request),
            tokens=request.POST.getlist("take"),
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(draft)
    text = ngettext(
        "The boundary of %d area has been kept.",
        "The boundaries of %d areas have been kept.",
        count,
    )
    messages.success(request, text % count)
    return redirect("communities:areas")


DRAWING = Register(
    code="communities.area",
    form=BoundaryForm,
    permission=AREA_CHANGE,
    new_title="",
    edit_template="communities/boundary_draw.html",
    unchecked=TREE,
    save=change_area,
)


def boundary_draw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Draw the boundary of an area on the map."""
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    return change_record(request, DRAWING, area)


def boundary_around(request: SignedInRequest, pk: UUID) -> JsonResponse:
    """Answer with GeoJSON of what lies around an area."""
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    return JsonResponse(around(area, request.user), content_type="application/geo+json")


@require_POST
def boundary_check(request: SignedInRequest, pk: UUID) -> JsonResponse:
    """Say what is odd about a boundary that is being drawn; nothing is kept."""
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    try:
        found = read_boundaries(request.POST.get("boundary", "").encode())
    except BadUpload as error:
        return JsonResponse({"said": [str(error)]})
    return JsonResponse({"said": said_of(area, found[0], request.user)})


def _own(request: SignedInRequest, pk: UUID) -> BoundaryDraft:
    return get_object_or_404(BoundaryDraft, pk=pk, created_by=request.user)
