"""Materials: list with stock, page, form; copies given at events."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import audit
from communities.permissions import may, require
from lib.errors import DomainError
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from training.filters import IssueFilter, MaterialFilter
from training.forms import IssueForm, MaterialForm
from training.models import Material, MaterialIssue
from training.permissions import EVENT_CHANGE, EVENT_VIEW, MATERIAL_CHANGE
from training.services.materials import give_material, save_material, take_back_material
from training.tables import ISSUE_TABLE, MATERIAL_TABLE
from training.views.events import in_sight as event_in_sight
from training.workflow import TOOK_PLACE


def material_list(request: SignedInRequest) -> HttpResponse:
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


def issue_list(request: SignedInRequest) -> HttpResponse:
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
    return _("%(count)s items") % {"count": f"{filterset.qs.order_by().copies_given():,}"}


def material_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a material, and where it was given last."""
    material = _in_sight(request, pk)
    require(request.user, EVENT_VIEW, material)
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
    require(request.user, MATERIAL_CHANGE)
    form = MaterialForm(request.POST or None, user=request.user)
    if request.method == "POST":
        valid = form.is_valid()
        # Asked first: to the form itself, its own earlier sending is a second one of the title.
        if material := already_sent(form, Material.objects.visible_to(request.user)):
            return redirect(material)
        if valid:
            form.instance.pk = form.key
            material = save_material(actor=request.user, material=form.instance)
            messages.success(request, _("Saved."))
            return redirect(material)
    context = {"form": form, "title": _("New material")}
    return render(request, "includes/form_page.html", context)


def material_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a material."""
    material = _in_sight(request, pk)
    require(request.user, MATERIAL_CHANGE, material)
    before = audit.snapshot(material)
    form = MaterialForm(request.POST or None, instance=material, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_material(actor=request.user, material=form.instance, before=before)
        messages.success(request, _("Saved."))
        return redirect(material)
    context = {"form": form, "title": str(material), "back": material}
    return render(request, "includes/form_page.html", context)


@require_POST
def issue_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Record copies of a material given at an event."""
    event = event_in_sight(request, pk)
    require(request.user, EVENT_CHANGE, event)
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
    rows = MaterialIssue.objects.visible_to(request.user).select_related("event__area", "material")
    issue = get_object_or_404(rows, pk=pk)
    require(request.user, EVENT_CHANGE, issue)
    take_back_material(actor=request.user, issue=issue)
    messages.success(request, _("Removed."))
    return redirect(issue.event)


def _in_sight(request: SignedInRequest, pk: UUID) -> Material:
    rows = Material.objects.visible_to(request.user).with_issued().select_related("area")
    return get_object_or_404(rows, pk=pk)
