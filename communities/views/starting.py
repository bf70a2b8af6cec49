"""The first three steps of an installation: its street, its areas, its first accounts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from communities.models import Area, AreaKind
from communities.permissions import ACCOUNT_IMPORT, AREA_CHANGE, require
from communities.services.starting import add_communities, begin_street, invite_people
from communities.start_forms import (
    ACCOUNT_SHEET,
    COMMUNITY_SHEET,
    AccountSheet,
    CommunitySheet,
    StreetForm,
    keys_sent,
)
from lib.http import SignedInRequest
from lib.sending import carry_out
from lib.sheets import MORE, Sheet, with_more_rows


def start_street(request: SignedInRequest) -> HttpResponse:
    """Name the street and its district."""
    require(request.user, AREA_CHANGE)
    if Area.objects.of_kind(AreaKind.STREET).exists():
        return redirect("start")
    form = StreetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        street = carry_out(form, lambda: begin_street(actor=request.user, **form.cleaned_data))
        if street is not None:
            messages.success(request, _("Area “%s” added.") % street)
            return redirect("start")
    context = {
        "form": form,
        "title": _("The street"),
        "intro": _("Everything else lies in it: communities, grids, people, registers."),
    }
    return render(request, "includes/form_page.html", context)


def start_areas(request: SignedInRequest) -> HttpResponse:
    """Type the communities of a street with their grids."""
    require(request.user, AREA_CHANGE)
    streets = Area.objects.where_allowed(request.user, AREA_CHANGE).valid_on()
    streets = streets.of_kind(AreaKind.STREET).order_by("path")
    street = streets.first()
    if street is None:
        return redirect("communities:start-street")
    sheet = _sheet(request, COMMUNITY_SHEET, street)
    if _is_sent(request):
        if _sent_before(sheet, Area):
            return redirect("start")
        added = _done(sheet, lambda: _add_communities(request, street, sheet))
        if added is not None:
            text = ngettext("%d area added.", "%d areas added.", added)
            messages.success(request, text % added)
            return redirect("start")
    there = Area.objects.get_children(Area.objects.get(pk=street.pk)).valid_on()
    return _show(request, sheet, _("Communities and grids"), street=street, there=there)


def start_accounts(request: SignedInRequest) -> HttpResponse:
    """Type the first accounts; their people choose their passwords by links."""
    require(request.user, ACCOUNT_IMPORT)
    sheet = _sheet(request, ACCOUNT_SHEET, request.user)
    if _is_sent(request):
        if _sent_before(sheet, User):
            return redirect("communities:first-links")
        opened = _done(sheet, lambda: _invite(request, sheet))
        if opened is not None:
            text = ngettext("%d account opened.", "%d accounts opened.", opened)
            messages.success(request, text % opened)
            return redirect("communities:first-links")
    return _show(request, sheet, _("First accounts"))


def _add_communities(request: SignedInRequest, street: Area, sheet: CommunitySheet) -> int:
    return add_communities(actor=request.user, street=street, rows=sheet.communities())


def _invite(request: SignedInRequest, sheet: AccountSheet) -> int:
    return invite_people(actor=request.user, rows=sheet.people())


def _sheet(request: SignedInRequest, kind: Any, parent: Model) -> Any:
    data: QueryDict | None = request.POST or None
    if MORE in request.POST:
        data = with_more_rows(request.POST)
    sheet = kind(data, parent=parent, user=request.user, rows=kind.model.objects.none())
    if MORE in request.POST:
        sheet.unjudged()
    return sheet


def _is_sent(request: SignedInRequest) -> bool:
    """Tell whether the sheet is to be saved: it is also sent to get more rows."""
    return request.method == "POST" and MORE not in request.POST


def _sent_before(sheet: Sheet, model: type[Model]) -> bool:
    """Tell whether all that was typed is there already, from an earlier sending of the sheet."""
    keys = keys_sent(sheet)
    return bool(keys) and model._base_manager.filter(pk__in=keys).count() == len(keys)


def _done(sheet: Sheet, action: Callable[[], int]) -> int | None:
    """Do `action` when the sheet is valid; what a rule refuses stands at its first row."""
    return carry_out(sheet.rows[0], action) if sheet.is_valid() else None


def _show(request: SignedInRequest, sheet: Sheet, title: str, **more: Any) -> HttpResponse:
    context = {"sheet": sheet, "title": title, **more}
    return render(request, "communities/start_sheet.html", context)
