"""Hazards: list, page, a new one, the deeds, the advice slip."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities.models import Attachment
from communities.permissions import may, require
from communities.responsible import responsible_for
from grids.filters import HazardFilter
from grids.forms.hazards import DeedForm, HazardForm
from grids.models import Deed, Hazard, HazardState, HazardStep
from grids.permissions import HAZARD_REPORT, HAZARD_VIEW, INSPECTION_VIEW
from grids.services import hazards as deeds
from grids.services.hazards import possible_deeds, report_hazard
from grids.tables import HAZARD_TABLE
from grids.workflow import MOVES
from lib.errors import BadUpload, DomainError, NotAllowed, WrongState
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from premises.models import Premises
from premises.permissions import PREMISES_VIEW

SERVICES = {
    Deed.ADVISE: deeds.advise,
    Deed.RECTIFY: deeds.rectify,
    Deed.VERIFY: deeds.verify,
    Deed.SEND_BACK: deeds.send_back,
    Deed.EXTEND: deeds.extend,
    Deed.WITHDRAW: deeds.withdraw,
}


def deed_words(deed: Deed) -> str:
    """Return the words of the button for a deed."""
    return {
        Deed.ADVISE: _("Advise with a deadline"),
        Deed.RECTIFY: _("Report as rectified"),
        Deed.VERIFY: _("Verify and close"),
        Deed.SEND_BACK: _("Send back"),
        Deed.EXTEND: _("Extend the deadline"),
        Deed.WITHDRAW: _("Withdraw"),
    }[deed]


def hazard_list(request: SignedInRequest) -> HttpResponse:
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
        ),
    )


def hazard_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a hazard: what is wrong, its history with photos, what this user may do now."""
    hazard = _in_sight(request, pk)
    require(request.user, HAZARD_VIEW, hazard)
    own_work = hazard.state == HazardState.RECTIFIED and hazard.fixed_by_id == request.user.pk
    return render(
        request,
        "grids/hazard_detail.html",
        {
            "hazard": hazard,
            "steps": _steps_with_photos(hazard),
            "deeds": [(deed, deed_words(deed)) for deed in possible_deeds(request.user, hazard)],
            "own_work": own_work,
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
    form = HazardForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    if premises is not None:
        form.fields.pop("area")
        form.instance.area = premises.area
    if request.method == "POST" and form.is_valid():
        hazard = already_sent(form, Hazard.objects.visible_to(request.user))
        if hazard is None:
            hazard = _report(request, form)
        if hazard is not None:
            return redirect(hazard)
    context = {
        "form": form,
        "title": _("Report a hazard"),
        "intro": str(premises) if premises else "",
        "back": premises,
    }
    return render(request, "grids/photo_form.html", context)


def hazard_deed(request: SignedInRequest, pk: UUID, deed: Deed) -> HttpResponse:
    """Do a deed to a hazard: the form asks for what it needs."""
    hazard = _in_sight(request, pk)
    require(request.user, MOVES[deed].permission, hazard)
    if request.method != "POST":
        _check_possible(request, hazard, deed)
    form = DeedForm(request.POST or None, request.FILES or None, deed=deed, hazard=hazard)
    if request.method == "POST" and form.is_valid() and _done(request, hazard, deed, form):
        messages.success(request, str(deed.label))
        return redirect(hazard)
    context = {
        "form": form,
        "hazard": hazard,
        "title": deed_words(deed),
        "submit": deed_words(deed),
        "back": hazard,
    }
    return render(request, "grids/hazard_deed.html", context)


def hazard_advice(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the advice slip to print: advice of a grid worker, not an order of an authority."""
    hazard = _in_sight(request, pk)
    require(request.user, HAZARD_VIEW, hazard)
    return render(request, "grids/hazard_advice.html", {"hazard": hazard})


def _in_sight(request: SignedInRequest, pk: UUID) -> Hazard:
    rows = Hazard.objects.visible_to(request.user)
    rows = rows.select_related(
        "premises", "area", "category", "item", "inspection", "found_by", "fixed_by", "verified_by"
    )
    return get_object_or_404(rows, pk=pk)


def _premises_of(request: SignedInRequest) -> Premises | None:
    key = request.POST.get("premises") or request.GET.get("premises")
    if not key:
        return None
    rows = Premises.objects.where_allowed(request.user, HAZARD_REPORT).select_related("area")
    try:
        return rows.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _report(request: SignedInRequest, form: HazardForm) -> Hazard | None:
    form.instance.pk = form.key
    try:
        hazard = report_hazard(
            actor=request.user, hazard=form.instance, photos=form.cleaned_data["photos"]
        )
    except BadUpload as error:
        form.instance._state.adding = True
        form.add_error("photos", str(error))
        return None
    messages.success(request, _("The hazard is reported."))
    return hazard


def _check_possible(request: SignedInRequest, hazard: Hazard, deed: Deed) -> None:
    """Say before anything is typed that the deed cannot be done."""
    if hazard.state not in MOVES[deed].sources:
        raise WrongState(_("This cannot be done: the hazard is “%s”.") % hazard.get_state_display())
    if deed not in possible_deeds(request.user, hazard):
        raise NotAllowed(_("You reported it as rectified: somebody else must verify it."))


def _done(request: SignedInRequest, hazard: Hazard, deed: Deed, form: DeedForm) -> bool:
    """Do it; a broken rule is shown on the form, which keeps what was typed."""
    try:
        SERVICES[deed](actor=request.user, hazard=hazard, **form.deed_fields())
    except NotAllowed:
        raise
    except DomainError as error:
        hazard.refresh_from_db()
        form.data = form.data.copy()
        form.data["revision"] = str(hazard.revision)
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


def _tabs(request: SignedInRequest) -> list[tuple[str, str, bool]]:
    """Return (words, address, whether it is the present one) of the tabs above the list."""
    given = {key: value for key, value in request.GET.items() if value and key != "page"}
    tabs = [
        (_("Open"), {"state": "open"}),
        (_("Overdue"), {"overdue": "yes"}),
        (_("To verify"), {"state": HazardState.RECTIFIED.value}),
        (_("Closed"), {"state": HazardState.CLOSED.value}),
        (_("All"), {}),
    ]
    return [
        (words, "?" + "&".join(f"{k}={v}" for k, v in query.items()), given == query)
        for words, query in tabs
    ]
