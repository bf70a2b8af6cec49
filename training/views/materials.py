"""Materials: list with stock, page, form; copies given at events."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from communities.permissions import may, require
from communities.registers import Register, add_record, change_record, in_sight
from lib.errors import DomainError
from lib.http import SignedInRequest
from lib.list_filters import narrowed
from lib.listing import Listing, list_page
from training.filters import IssueFilter, MaterialFilter
from training.forms import IssueForm, MaterialForm
from training.models import Material, MaterialIssue
from training.permissions import EVENT_CHANGE, EVENT_VIEW, MATERIAL_CHANGE
from training.services.materials import give_material, take_back_material
from training.tables import ISSUE_TABLE, MATERIAL_TABLE
from training.views.events import event_in_sight
from training.workflow import TOOK_PLACE

MATERIALS = Register(
    code="training.material",
    form=MaterialForm,
    permission=MATERIAL_CHANGE,
    new_title=_lazy("New material"),
)


def material_list(request: SignedInRequest) -> HttpResponseBase:
    """List materials in sight with what was given and what is left."""
    require(request.user, EVENT_VIEW)
    rows = Material.objects.visible_to(request.user).with_issued().select_related("area")
    return list_page(
        request,
        Listing(
            name=_("Materials"),
            queryset=rows,
            filterset=MaterialFilter,
            table=MATERIAL_TABLE,
            template="training/material_list.html",
            empty_template="training/material_empty.html",
            context={"may_add": may(request.user, MATERIAL_CHANGE)},
        ),
    )


def issue_list(request: SignedInRequest) -> HttpResponseBase:
    """List what was given at events that took place."""
    require(request.user, EVENT_VIEW)
    rows = MaterialIssue.objects.visible_to(request.user).filter(event__state__in=TOOK_PLACE)
    return list_page(
        request,
        Listing(
            name=_("Materials given"),
            queryset=rows.select_related("event__area", "material"),
            filterset=IssueFilter,
            table=ISSUE_TABLE,
            template="training/issue_list.html",
            summary=_items,
        ),
    )


def _items(filterset: IssueFilter) -> str:
    return _("%(count)s items") % {"count": f"{narrowed(filterset).order_by().copies_given():,}"}


def material_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a material, and where it was given last."""
    material = _in_sight(request, pk, EVENT_VIEW)
    issues = MaterialIssue.objects.visible_to(request.user).filter(material=material)
    return render(
        request,
        "training/material_detail.html",
        {
            "material": material,
            "issues": issues.select_related("event__area")[:20],
            "may_change": may(request.user, MATERIAL_CHANGE, material),
        },
    )


def material_new(request: SignedInRequest) -> HttpResponse:
    """Add a material."""
    return add_record(request, MATERIALS)


def material_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a material."""
    return change_record(request, MATERIALS, _in_sight(request, pk, MATERIAL_CHANGE))


@require_POST
def issue_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Record copies of a material given at an event."""
    event = event_in_sight(request, pk, EVENT_CHANGE)
    form = IssueForm(request.POST, event=event)
    if form.is_valid():
        try:
            give_material(actor=request.user, event=event, **form.cleaned_data)
            messages.success(request, _("Saved."))
        except DomainError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose a material and say how many copies were given."))
    return redirect(event)


@require_POST
def issue_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a material from the list of its event."""
    rows = MaterialIssue.objects.select_related("event__area", "material")
    issue = in_sight(request, rows, pk, EVENT_CHANGE)
    take_back_material(actor=request.user, issue=issue)
    messages.success(request, _("Removed."))
    return redirect(issue.event)


def _in_sight(request: SignedInRequest, pk: UUID, permission: str) -> Material:
    rows = Material.objects.with_issued().select_related("area")
    return in_sight(request, rows, pk, permission)
