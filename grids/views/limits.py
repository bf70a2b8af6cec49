"""Time limits: list, page, form. Those of everywhere are set by who works for all streets."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from communities.permissions import SETTINGS_CHANGE, may, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.whole import may_for_all
from grids.filters import LimitFilter
from grids.forms.limits import LimitForm
from grids.models import TimeLimit
from grids.permissions import HAZARD_VIEW
from grids.services.limits import set_limit
from grids.tables import LIMIT_TABLE
from lib.http import SignedInRequest
from lib.listing import Listing, list_page

LIMITS = Register(
    code="grids.limit",
    form=LimitForm,
    permission=SETTINGS_CHANGE,
    new_title=gettext_lazy("New time limit"),
    save=set_limit,
)


def limit_list(request: SignedInRequest) -> HttpResponseBase:
    """List the time limits: by default those in force."""
    require(request.user, HAZARD_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Time limits"),
            queryset=TimeLimit.objects.visible_to(request.user).select_related("area", "category"),
            filterset=LimitFilter,
            table=LIMIT_TABLE,
            template="grids/limit_list.html",
            preset={"state": "held"},
            context={"may_add": may(request.user, SETTINGS_CHANGE)},
        ),
    )


def limit_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a limit with those of the same hazards before and behind it."""
    require(request.user, HAZARD_VIEW)
    limit = _limit(request, pk)
    key = {"grade": limit.grade, "category": limit.category_id, "area": limit.area_id}
    context = {
        "limit": limit,
        "alike": urlencode({name: value for name, value in key.items() if value}),
        "others": TimeLimit.objects.same_key(limit).order_by("-valid_from"),
        "may_change": limit.state != "past" and _may_set(request.user, limit),
        "may_add": may(request.user, SETTINGS_CHANGE),
    }
    return render(request, "grids/limit_detail.html", context)


def limit_new(request: SignedInRequest) -> HttpResponse:
    """Set a limit from a day on; the address may name what it begins with."""
    begun = {name: request.GET.get(name) for name in ("area", "category", "grade")}
    return add_record(request, LIMITS, initial=begun)


def limit_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a limit that is not in force yet, or say when one ends."""
    limit = _limit(request, pk)
    if limit.state == "past" or not _may_set(request.user, limit):
        raise PermissionDenied
    return change_record(request, LIMITS, limit)


def _limit(request: SignedInRequest, pk: UUID) -> TimeLimit:
    return in_sight(request, TimeLimit.objects.select_related("area", "category"), pk)


def _may_set(user: User, limit: TimeLimit) -> bool:
    """Tell whether `user` sets limits where this one holds."""
    if limit.area is None:
        return may_for_all(user, SETTINGS_CHANGE)
    return may(user, SETTINGS_CHANGE, limit)
