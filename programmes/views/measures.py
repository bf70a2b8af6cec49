"""Measures: register, page, progress, dropping."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from communities.list_actions import change_action
from communities.permissions import may, require
from lib.http import SignedInRequest
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.sending import carry_out, send_once
from programmes.evidence import files_of
from programmes.filters import MeasureFilter
from programmes.forms import DropForm, ProgressForm, ResponsibleForm
from programmes.models import Measure, MeasureProgress
from programmes.permissions import PROJECT_CHANGE, PROJECT_VIEW
from programmes.services.measures import (
    add_progress,
    assign_measure,
    drop_measure,
    refuse_settled,
)
from programmes.tables import MEASURE_TABLE
from programmes.views.forms import form_taken, show_form
from programmes.views.sight import measure_in_sight

#: What is done to ticked measures.
ACTIONS = (
    change_action(
        key="assign",
        permission=PROJECT_CHANGE,
        icon="person-check",
        label=gettext_lazy("Set who is responsible"),
        form=ResponsibleForm,
        check=lambda _user, record: refuse_settled(record),
        act=lambda *, record, **known: assign_measure(measure=record, **known),
    ),
    EXPORT_TICKED,
)


def measure_list(request: SignedInRequest) -> HttpResponseBase:
    """List the measures in sight."""
    require(request.user, PROJECT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Measures"),
            queryset=Measure.objects.visible_to(request.user).for_list(),
            filterset=MeasureFilter,
            table=MEASURE_TABLE,
            template="programmes/measure_list.html",
            actions=ACTIONS,
            preset={"state": "open"},
        ),
    )


def measure_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a measure: who, when, how much, what was done with what evidence."""
    measure = measure_in_sight(request, pk)
    progress = list(measure.progress.select_related("created_by").order_by("-day", "-created_at"))
    files = files_of(MeasureProgress, progress)
    may_change = may(request.user, PROJECT_CHANGE, measure)
    context = {
        "measure": measure,
        "project": measure.project,
        "progress": [(entry, files.get(entry.pk, [])) for entry in progress],
        "may_change": may_change,
        "may_drop": may_change and measure.state not in ("done", "dropped"),
        "may_progress": may_change and measure.state != "dropped",
    }
    return render(request, "programmes/measure_detail.html", context)


def progress_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add what was done of a measure, with evidence."""
    measure = measure_in_sight(request, pk, PROJECT_CHANGE)
    form = ProgressForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        instance=MeasureProgress(measure=measure),
    )
    form.fields["quantity"].help_text = _("In: %(unit)s. %(left)s are left to do.") % {
        "unit": measure.unit,
        "left": f"{max(0, measure.planned_quantity - measure.done_quantity):g}",
    }
    if request.method == "POST":
        entry = send_once(form, measure.progress.all(), lambda: _progress(request, form, measure))
        if entry is not None:
            messages.success(request, _("Saved."))
            return form_taken(request, measure)
    return show_form(request, form, _("New progress: %s") % measure, measure)


def measure_drop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give a measure up, with a reason."""
    measure = measure_in_sight(request, pk, PROJECT_CHANGE)
    form = DropForm(request.POST or None, record=measure)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if carry_out(form, lambda: drop_measure(actor=request.user, measure=measure, **given)):
            messages.success(request, _("The measure was dropped."))
            return form_taken(request, measure)
    return show_form(request, form, _("Drop: %s") % measure, measure)


def _progress(request: SignedInRequest, form: ProgressForm, measure: Measure) -> MeasureProgress:
    given = form.cleaned_data
    return add_progress(
        actor=request.user,
        measure=measure,
        key=form.key,
        day=given["day"],
        quantity=given["quantity"],
        note=given["note"],
        evidence=given["evidence"],
    )
