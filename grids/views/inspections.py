"""Inspections: where to begin, the page on the phone, the list, one inspection."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import F
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import ChecklistVersion, Grade
from communities.models import Attachment
from communities.permissions import require
from communities.registers import in_sight
from grids.filters import InspectionFilter
from grids.forms.inspections import InspectionEntry
from grids.models import Answer, Inspection
from grids.permissions import INSPECTION_ADD, INSPECTION_VIEW
from grids.services.inspections import Visit, record_inspection
from grids.tables import INSPECTION_TABLE
from lib.errors import BadUpload, DomainError
from lib.http import SignedInRequest
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.search import holds
from premises.models import Premises
from premises.views.premises import premises_in_sight

SHOWN = 30


def inspect_start(request: SignedInRequest) -> HttpResponse:
    """Choose premises to inspect: those due first, or those that match a search."""
    require(request.user, INSPECTION_ADD)
    rows = Premises.objects.where_allowed(request.user, INSPECTION_ADD).active()
    rows = rows.exclude(category__checklist=None).select_related("area", "category")
    due = rows.due()
    query = request.GET.get("q", "").strip()
    found = rows.filter(holds(query, "name", "address")) if query else due
    context = {
        "query": query,
        "found": found.order_by(F("last_inspected_at").asc(nulls_first=True), "name")[:SHOWN],
        "due_count": due.count(),
        "shown": SHOWN,
    }
    return render(request, "grids/inspect_start.html", context)


def inspection_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Inspect premises: the page that is made for a phone."""
    premises = premises_in_sight(request, pk, INSPECTION_ADD)
    current = _checklist_of(premises)
    if request.method != "POST":
        return _draw(request, InspectionEntry(request.user, premises, current))
    entry = InspectionEntry(request.user, premises, current, request.POST, request.FILES)
    if not entry.valid:
        return _draw(request, entry, status=422)
    try:
        inspection, fresh = _keep_once(request, entry.result())
    except BadUpload as error:
        entry.visit.add_error("photos", str(error))
        return _draw(request, entry, status=422)
    if fresh:
        messages.success(request, _("The inspection is on the server."))
    if request.headers.get("X-Requested-With") == "fetch":
        # A script that follows a redirect would read the page, and its message, away.
        return JsonResponse({"url": inspection.get_absolute_url()})
    return redirect(inspection)


def inspection_list(request: SignedInRequest) -> HttpResponseBase:
    """List the inspections in sight."""
    require(request.user, INSPECTION_VIEW)
    rows = Inspection.objects.where_allowed(request.user, INSPECTION_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Inspections"),
            queryset=rows.select_related("premises", "area", "inspector"),
            filterset=InspectionFilter,
            table=INSPECTION_TABLE,
            template="grids/inspection_list.html",
            empty_template="grids/inspection_empty.html",
            actions=(EXPORT_TICKED,),
        ),
    )


def inspection_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an inspection: answers, hazards, photos, what does not fit."""
    rows = Inspection.objects.select_related("premises", "area", "version__template", "inspector")
    inspection = in_sight(request, rows, pk, INSPECTION_VIEW)
    answers = Answer.objects.filter(inspection=inspection).select_related("item")
    context = {
        "inspection": inspection,
        "answers": answers.order_by("item__order"),
        "hazards": inspection.hazards.select_related("category"),
        "photos": Attachment.objects.filter(target_id=inspection.pk, is_photo=True),
    }
    return render(request, "grids/inspection_detail.html", context)


def _checklist_of(premises: Premises) -> ChecklistVersion:
    """Return the checklist by which premises are inspected now; DomainError without one."""
    if not premises.active:
        raise DomainError(_("These premises are closed."))
    template = premises.category.checklist
    if template is None or template.current is None:
        raise DomainError(_("There is no checklist for this kind of premises yet."))
    return template.current


def _keep_once(request: SignedInRequest, visit: Visit) -> tuple[Inspection, bool]:
    """Keep the visit, or find the one that an earlier sending of the same page has made."""
    key = visit.inspection.pk
    if (earlier := _own(request, key)) is not None:
        return earlier, False
    try:
        return record_inspection(actor=request.user, visit=visit), True
    except IntegrityError:
        # The same page was sent twice at the same moment, and the other one was faster.
        if (earlier := _own(request, key)) is not None:
            return earlier, False
        raise


def _own(request: SignedInRequest, key: UUID) -> Inspection | None:
    return Inspection.objects.filter(pk=key, inspector=request.user).first()


def _draw(request: SignedInRequest, entry: InspectionEntry, status: int = 200) -> HttpResponse:
    today, area = timezone.localdate(), entry.premises.area
    context: dict[str, Any] = {
        "entry": entry,
        "premises": entry.premises,
        "general": entry.limits.term(None, Grade.GENERAL, today, area),
        "major": entry.limits.term(None, Grade.MAJOR, today, area),
        "today": today,
    }
    return render(request, "grids/inspection_form.html", context, status=status)
