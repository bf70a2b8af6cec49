"""Premises: list, page, form."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from communities.permissions import may, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.responsible import responsible_for
from lib.http import SignedInRequest
from lib.listing import EXPORT_TICKED, Listing, list_page
from premises.filters import PremisesFilter
from premises.forms.premises import PremisesForm
from premises.models import Premises
from premises.permissions import PREMISES_CALL, PREMISES_CHANGE, PREMISES_VIEW
from premises.tables import PREMISES_TABLE

PREMISES = Register(
    code="premises.premises",
    form=PremisesForm,
    permission=PREMISES_CHANGE,
    new_title=_lazy("New premises"),
)


def premises_list(request: SignedInRequest) -> HttpResponseBase:
    """List the premises in sight."""
    require(request.user, PREMISES_VIEW)
    rows = Premises.objects.where_allowed(request.user, PREMISES_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Premises"),
            queryset=rows.select_related("area", "category"),
            filterset=PremisesFilter,
            table=PREMISES_TABLE,
            template="premises/premises_list.html",
            empty_template="premises/premises_empty.html",
            actions=(EXPORT_TICKED,),
            context={"may_add": may(request.user, PREMISES_CHANGE)},
        ),
    )


def premises_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show premises: who is responsible, open hazards, the last inspections."""
    premises = premises_in_sight(request, pk, PREMISES_VIEW)
    return render(
        request,
        "premises/premises_detail.html",
        {
            "premises": premises,
            "thresholds": premises.category.thresholds_in_use,
            "exceeded": premises.exceeded_thresholds(),
            "responsible": responsible_for(premises.area),
            "may_change": may(request.user, PREMISES_CHANGE, premises),
            "may_call": may(request.user, PREMISES_CALL, premises),
        },
    )


def premises_new(request: SignedInRequest) -> HttpResponse:
    """Add premises."""
    return add_record(request, PREMISES, initial={"area": request.GET.get("area")})


def premises_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change premises."""
    return change_record(request, PREMISES, premises_in_sight(request, pk, PREMISES_CHANGE))


def premises_in_sight(request: SignedInRequest, pk: UUID, permission: str) -> Premises:
    """Return the premises with their kind and its thresholds; 404 and 403 as `in_sight`."""
    rows = Premises.objects.select_related("area", "category__checklist")
    return in_sight(request, rows.prefetch_related("category__thresholds"), pk, permission)
