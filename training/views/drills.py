"""Drills: list, page with timeline, scores and findings, forms."""

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
from training.drillsheet import drill_sheet
from training.filters import DrillFilter
from training.forms import DrillForm, MomentForm, ScoresForm
from training.models import Drill, DrillMoment, Event
from training.permissions import EVENT_CHANGE, EVENT_VIEW
from training.services.drills import add_moment, remove_moment, save_drill, score_drill
from training.services.events import refuse_closed
from training.tables import DRILL_TABLE
from training.views.events import in_sight as event_in_sight


def drill_list(request: SignedInRequest) -> HttpResponse:
    """List drills in sight with score and findings."""
    require(request.user, EVENT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Drills"),
            queryset=Event.objects.visible_to(request.user).drills().for_drill_list(),
            filterset=DrillFilter,
            table=DRILL_TABLE,
            template="training/drill_list.html",
            context={"may_add": may(request.user, EVENT_CHANGE)},
        ),
    )


def drill_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a drill: scenario, what happened when, how it was judged, what was found."""
    drill = in_sight(request, pk)
    require(request.user, EVENT_VIEW, drill)
    changeable = drill.event.is_editable and may(request.user, EVENT_CHANGE, drill)
    return render(
        request,
        "training/drill_detail.html",
        {
            "drill": drill,
            "event": drill.event,
            "sheet": drill_sheet(drill),
            "findings": drill.findings.for_list(),
            "moment_form": MomentForm(user=request.user, drill=drill) if changeable else None,
            "changeable": changeable,
            "may_change": may(request.user, EVENT_CHANGE, drill),
        },
    )


def drill_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Describe the drill of an event, or change the description."""
    event = event_in_sight(request, pk)
    require(request.user, EVENT_CHANGE, event)
    refuse_closed(event)
    drill = getattr(event, "drill", None)
    before = audit.snapshot(drill) if drill else None
    form = DrillForm(request.POST or None, instance=drill or Drill(event=event), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            drill = save_drill(actor=request.user, drill=form.instance, before=before)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(drill)
    context = {"form": form, "title": _("Describe the drill"), "intro": str(event), "back": event}
    return render(request, "includes/form_page.html", context)


def drill_scores(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Judge a drill, aspect by aspect."""
    drill = in_sight(request, pk)
    require(request.user, EVENT_CHANGE, drill)
    refuse_closed(drill.event)
    form = ScoresForm(request.POST or None, drill=drill)
    if request.method == "POST" and form.is_valid():
        score_drill(actor=request.user, drill=drill, judgements=form.judgements())
        messages.success(request, _("Saved."))
        return redirect(drill)
    context = {"form": form, "drill": drill, "title": _("Evaluate the drill")}
    return render(request, "training/drill_scores.html", context)


@require_POST
def moment_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add a moment to the timeline."""
    drill = in_sight(request, pk)
    require(request.user, EVENT_CHANGE, drill)
    form = MomentForm(
        request.POST, instance=DrillMoment(drill=drill), user=request.user, drill=drill
    )
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    elif already_sent(form, drill.moments.all()) is None:
        form.instance.pk, form.instance.at = form.key, form.cleaned_data["clock"]
        add_moment(actor=request.user, moment=form.instance)
        messages.success(request, _("Saved."))
    return redirect(drill)


@require_POST
def moment_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a moment from the timeline."""
    rows = DrillMoment.objects.visible_to(request.user).select_related("drill__event__area")
    moment = get_object_or_404(rows, pk=pk)
    require(request.user, EVENT_CHANGE, moment)
    remove_moment(actor=request.user, moment=moment)
    messages.success(request, _("Removed."))
    return redirect(moment.drill)


def in_sight(request: SignedInRequest, pk: UUID) -> Drill:
    """Return the drill with key `pk` in the user's sight, or answer 404."""
    rows = Drill.objects.visible_to(request.user).select_related("event__area", "event__host")
    return get_object_or_404(rows, pk=pk)
