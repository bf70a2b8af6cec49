"""Hazards: list, page, a new one, the actions, the advice slip."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from communities.models import Attachment
from communities.permissions import may, require
from communities.registers import in_sight, led_on, repeated
from communities.responsible import responsible_for
from grids.filters import HazardFilter
from grids.forms.hazards import HazardActionForm, HazardForm
from grids.models import Action, Hazard, HazardState, HazardStep
from grids.permissions import HAZARD_REPORT, HAZARD_VIEW, INSPECTION_VIEW
from grids.services import hazards as actions
from grids.services.hazards import possible_actions, report_hazard
from grids.tables import HAZARD_TABLE
from grids.workflow import MOVES
from lib.errors import BadUpload, DomainError, NotAllowed
from lib.http import SignedInRequest
from lib.list_actions import ListAction
from lib.list_filters import VIEWING
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.review import Review
from lib.sending import send_once
from lib.workflow import had_a_hand, require_open
from premises.models import Premises
from premises.permissions import PREMISES_VIEW

SERVICES: dict[Action, Callable[..., object]] = {
    Action.ADVISE: actions.advise,
    Action.RECTIFY: actions.rectify,
    Action.VERIFY: actions.verify,
    Action.SEND_BACK: actions.send_back,
    Action.EXTEND: actions.extend,
    Action.WITHDRAW: actions.withdraw,
}


def _slips(request: SignedInRequest, _listing: Listing, rows: QuerySet[Hazard]) -> HttpResponse:
    """Show the advice slips of ticked hazards, each on a sheet of its own."""
    hazards = rows.select_related("item", "found_by", "verified_by").order_by(
        "premises", "found_at"
    )
    return render(request, "grids/hazard_slips.html", {"hazards": hazards})


#: Photographs of these steps show the place as it was left, of all others as it was found.
SET_RIGHT = {Action.FIX_ON_SPOT, Action.RECTIFY, Action.VERIFY}

REVIEW = Review(
    waiting=lambda user: Hazard.objects.verifiable_by(user).order_by("deadline", "found_at", "id"),
    url_name="grids:hazard",
    home=lambda: f"{reverse('grids:hazards')}?verifiable=yes",
)
#: What is done with ticked hazards.
ACTIONS = (
    ListAction(
        key="slips",
        label=gettext_lazy("Print advice slips"),
        icon="printer",
        offered=lambda user: may(user, HAZARD_VIEW),
        respond=_slips,
    ),
    EXPORT_TICKED,
)


def hazard_list(request: SignedInRequest) -> HttpResponseBase:
    """List the hazards in sight."""
    require(request.user, HAZARD_VIEW)
    rows = Hazard.objects.where_allowed(request.user, HAZARD_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Hazards"),
            queryset=rows.select_related("premises", "area", "category"),
            filterset=HazardFilter,
            table=HAZARD_TABLE,
            template="grids/hazard_list.html",
            empty_template="grids/hazard_empty.html",
            context={"may_add": may(request.user, HAZARD_REPORT), "tabs": _tabs(request)},
            prepare=lambda found: found.select_related("found_by", "verified_by"),
            actions=ACTIONS,
            preset={"state": "open"},
        ),
    )


def hazard_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a hazard: what is wrong, its history with photos, what this user may do now."""
    hazard = _in_sight(request, pk, HAZARD_VIEW)
    steps = _steps_with_photos(hazard)
    return render(
        request,
        "grids/hazard_detail.html",
        {
            "hazard": hazard,
            "steps": steps,
            "before": _photos(step for step in steps if step.action not in SET_RIGHT),
            "after": _photos(step for step in steps if step.action in SET_RIGHT),
            "actions": [
                (action, MOVES[action].label) for action in possible_actions(request.user, hazard)
            ],
            "own_work": hazard.state == HazardState.RECTIFIED
            and had_a_hand(request.user, hazard, MOVES[Action.VERIFY]),
            "responsible": responsible_for(hazard.area),
            "repeats": hazard.earlier_alike().select_related("category")[:5],
            "may_see_premises": may(request.user, PREMISES_VIEW, hazard),
            "may_see_inspection": may(request.user, INSPECTION_VIEW, hazard),
        },
    )


def hazard_new(request: SignedInRequest) -> HttpResponse:
    """Report a hazard outside an inspection."""
    require(request.user, HAZARD_REPORT)
    premises = _premises_of(request)
    initial = {"premises": premises, "area": premises.area_id if premises else None}
    initial |= repeated(request, HazardForm)
    form = HazardForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    if premises is not None:
        form.fields.pop("area")
        form.fields["premises"].widget = HiddenInput()
        form.instance.area = premises.area
    if request.method == "POST":
        rows = Hazard.objects.visible_to(request.user)
        hazard = send_once(form, rows, lambda: _report(request, form))
        if hazard is not None:
            messages.success(request, _("The hazard is reported."))
            return led_on(request, form, hazard)
    context = {
        "form": form,
        "title": _("Report a hazard"),
        "intro": str(premises) if premises else "",
        "back": premises,
    }
    return render(request, "grids/photo_form.html", context)


def hazard_action(request: SignedInRequest, pk: UUID, action: Action) -> HttpResponse:
    """Take an action on a hazard: the form asks for what it needs."""
    hazard = _in_sight(request, pk, MOVES[action].permission)
    if request.method != "POST":
        require_open(hazard, MOVES[action], request.user)
    form = HazardActionForm(
        request.POST or None, request.FILES or None, action=action, record=hazard
    )
    judges = action in (Action.VERIFY, Action.SEND_BACK)
    place = REVIEW.place(request.user, hazard) if judges else None
    if request.method == "POST" and form.is_valid() and _done(request, hazard, action, form):
        messages.success(request, str(action.label))
        return REVIEW.go_on(request, place, hazard)
    context = {
        "form": form,
        "place": place,
        "hazard": hazard,
        "title": MOVES[action].label,
        "submit": MOVES[action].label,
        "back": hazard,
    }
    return render(request, "grids/hazard_action.html", context)


def hazard_advice(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the advice slip to print: advice of a grid worker, not an order of an authority."""
    hazard = _in_sight(request, pk, HAZARD_VIEW)
    return render(request, "grids/hazard_advice.html", {"hazard": hazard})


def _in_sight(request: SignedInRequest, pk: UUID, permission: str) -> Hazard:
    rows = Hazard.objects.select_related(
        "premises", "area", "category", "item", "inspection", "found_by", "fixed_by", "verified_by"
    )
    return in_sight(request, rows, pk, permission)


def _premises_of(request: SignedInRequest) -> Premises | None:
    """Return the premises from whose page one comes."""
    key = request.GET.get("premises")
    if not key:
        return None
    rows = Premises.objects.where_allowed(request.user, HAZARD_REPORT).select_related("area")
    try:
        return rows.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _report(request: SignedInRequest, form: HazardForm) -> Hazard:
    photos = form.cleaned_data["photos"]
    return report_hazard(actor=request.user, hazard=form.instance, photos=photos)


def _done(request: SignedInRequest, hazard: Hazard, action: Action, form: HazardActionForm) -> bool:
    """Do it; a broken rule is shown on the form, which keeps what was typed."""
    try:
        SERVICES[action](actor=request.user, hazard=hazard, **form.cleaned_data)
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error("photos" if isinstance(error, BadUpload) else None, str(error))
        return False
    return True


def _steps_with_photos(hazard: Hazard) -> list[HazardStep]:
    steps = list(hazard.steps.select_related("actor"))
    photos: dict[Any, list[Attachment]] = {}
    for photo in Attachment.objects.filter(target_id__in=[step.pk for step in steps]):
        photos.setdefault(photo.target_id, []).append(photo)
    for step in steps:
        step.photos = photos.get(step.pk, [])
    return steps


def _photos(steps: Iterable[HazardStep]) -> list[tuple[Attachment, str]]:
    return [(photo, step.get_action_display()) for step in steps for photo in step.photos]


def _tabs(request: SignedInRequest) -> list[tuple[str, str, bool]]:
    """Return (words, address, whether it is the present one) of the tabs above the list."""
    preset = {"state": "open"}
    said = any(key not in VIEWING for key in request.GET)
    given = {key: value for key, value in request.GET.items() if value and key not in VIEWING}
    tabs = [
        (_("Open"), preset),
        (_("Overdue"), {"overdue": "yes"}),
        (_("To verify"), {"state": HazardState.RECTIFIED.value}),
        (_("Closed"), {"state": HazardState.CLOSED.value}),
        (_("All"), {}),
    ]
    return [
        (words, f"?{urlencode(query or {'state': ''})}", (given if said else preset) == query)
        for words, query in tabs
    ]
