"""Drills: list, page with timeline, scores and findings, forms."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.models import CorrectiveAction
from communities.permissions import may, require
from communities.registers import in_sight, saved
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from lib.sending import send_once
from training.drillsheet import drill_sheet
from training.filters import OPEN, DrillFilter
from training.forms import DrillForm, MomentForm, ScoresForm
from training.models import Drill, DrillMoment, Event
from training.permissions import EVENT_CHANGE, EVENT_VIEW
from training.services.drills import add_moment, remove_moment, save_drill, score_drill
from training.services.events import refuse_closed
from training.tables import DRILL_TABLE
from training.views.events import event_in_sight


def drill_list(request: SignedInRequest) -> HttpResponseBase:
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
            preset={"state": OPEN},
            context={"may_add": may(request.user, EVENT_CHANGE)},
        ),
    )


def drill_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a drill: scenario, what happened when, how it was judged, what was found."""
    drill = drill_in_sight(request, pk, EVENT_VIEW)
    changeable = drill.event.is_editable and may(request.user, EVENT_CHANGE, drill)
    return render(
        request,
        "training/drill_detail.html",
        {
            "drill": drill,
            "event": drill.event,
            "sheet": drill_sheet(drill),
            "findings": CorrectiveAction.objects.of_record(drill).standing().count(),
            "moment_form": MomentForm(user=request.user, drill=drill) if changeable else None,
            "changeable": changeable,
        },
    )


def drill_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Describe the drill of an event, or change the description."""
    event = event_in_sight(request, pk, EVENT_CHANGE)
    refuse_closed(event)
    # The form of a first description stays one, though somebody else has described it meanwhile.
    first = "record_key" in request.POST or not hasattr(event, "drill")
    drill = Drill(event=event) if first else event.drill
    form = DrillForm(request.POST or None, instance=drill, user=request.user)
    if (described := _described(request, form)) is not None:
        return redirect(described)
    context = {"form": form, "title": _("Describe the drill"), "intro": str(event), "back": event}
    return render(request, "includes/form_page.html", context)


def _described(request: SignedInRequest, form: DrillForm) -> Drill | None:
    """Return the drill when its description is saved, None when the form must be drawn."""
    drill = form.instance

    def save() -> Drill:
        return save_drill(actor=request.user, drill=drill)

    if not drill._state.adding:
        return drill if saved(request, form, save) else None
    if request.method != "POST":
        return None
    described = send_once(form, Drill.objects.filter(event=drill.event), save)
    if described is not None:
        messages.success(request, _("Saved."))
    return described


def drill_scores(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Judge a drill, aspect by aspect."""
    drill = drill_in_sight(request, pk, EVENT_CHANGE)
    refuse_closed(drill.event)
    form = ScoresForm(request.POST or None, drill=drill)
    if saved(request, form, lambda: _score(request, drill, form)):
        return redirect(drill)
    context = {"form": form, "drill": drill, "title": _("Evaluate the drill")}
    return render(request, "training/drill_scores.html", context)


def _score(request: SignedInRequest, drill: Drill, form: ScoresForm) -> Drill:
    return score_drill(actor=request.user, drill=drill, judgements=form.judgements())


@require_POST
def moment_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add a moment to the timeline."""
    drill = drill_in_sight(request, pk, EVENT_CHANGE)
    refuse_closed(drill.event)
    form = MomentForm(
        request.POST, instance=DrillMoment(drill=drill), user=request.user, drill=drill
    )
    if send_once(form, drill.moments.all(), lambda: _add_moment(request, form)) is None:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    else:
        messages.success(request, _("Saved."))
    return redirect(drill)


def _add_moment(request: SignedInRequest, form: MomentForm) -> DrillMoment:
    form.instance.at = form.cleaned_data["clock"]
    return add_moment(actor=request.user, moment=form.instance)


@require_POST
def moment_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a moment from the timeline."""
    rows = DrillMoment.objects.select_related("drill__event__area")
    moment = in_sight(request, rows, pk, EVENT_CHANGE)
    remove_moment(actor=request.user, moment=moment)
    messages.success(request, _("Removed."))
    return redirect(moment.drill)


def drill_in_sight(request: SignedInRequest, pk: UUID, permission: str) -> Drill:
    """Return the drill; 404 and 403 as `in_sight`."""
    rows = Drill.objects.select_related("event__area", "event__host")
    return in_sight(request, rows, pk, permission)
