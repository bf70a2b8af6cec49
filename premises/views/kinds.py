"""Kinds of premises and what counts as small: list, page, forms. They hold for the whole portal."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _

from communities.permissions import SETTINGS_CHANGE, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.whole import may_for_all, require_for_all
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from premises.filters import KindFilter
from premises.forms.kinds import KindForm, ThresholdForm
from premises.models import CategoryThreshold, Premises, PremisesCategory
from premises.permissions import PREMISES_VIEW
from premises.tables import KIND_TABLE

KINDS = Register(
    code="premises.kind",
    form=KindForm,
    permission=SETTINGS_CHANGE,
    new_title=_("New kind of premises"),
)
THRESHOLDS = Register(
    code="premises.threshold",
    form=ThresholdForm,
    permission=SETTINGS_CHANGE,
    new_title=_("New threshold"),
)


def kind_list(request: SignedInRequest) -> HttpResponseBase:
    """List the kinds of premises, those that are no longer in use too."""
    require(request.user, PREMISES_VIEW)
    rows = PremisesCategory.objects.visible_to(request.user).select_related("checklist")
    return list_page(
        request,
        Listing(
            name=gettext("Kinds of premises"),
            queryset=rows.prefetch_related("thresholds"),
            filterset=KindFilter,
            table=KIND_TABLE,
            template="premises/kind_list.html",
            context={"may_change": may_for_all(request.user, SETTINGS_CHANGE)},
        ),
    )


def kind_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a kind with its thresholds and how many premises are of it."""
    require(request.user, PREMISES_VIEW)
    kind = _kind(request, code)
    premises = Premises.objects.where_allowed(request.user, PREMISES_VIEW).filter(category=kind)
    context = {
        "kind": kind,
        "thresholds": kind.thresholds.order_by("-active", "quantity", "at_most"),
        "premises": premises.active().count(),
        "may_change": may_for_all(request.user, SETTINGS_CHANGE),
    }
    return render(request, "premises/kind_detail.html", context)


def kind_new(request: SignedInRequest) -> HttpResponse:
    """Add a kind."""
    require_for_all(request.user, SETTINGS_CHANGE)
    return add_record(request, KINDS)


def kind_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change a kind, or retire it."""
    require_for_all(request.user, SETTINGS_CHANGE)
    return change_record(request, KINDS, _kind(request, code))


def threshold_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a threshold to a kind."""
    require_for_all(request.user, SETTINGS_CHANGE)
    return add_record(request, THRESHOLDS, initial={"category": _kind(request, code)})


def threshold_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a threshold, or retire it."""
    require_for_all(request.user, SETTINGS_CHANGE)
    rows = CategoryThreshold.objects.select_related("category")
    return change_record(request, THRESHOLDS, in_sight(request, rows, pk))


def _kind(request: SignedInRequest, code: str) -> PremisesCategory:
    return in_sight(request, PremisesCategory.objects.select_related("checklist"), code)
