"""Organisations: list, page, form."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from communities.filters import OrganisationFilter
from communities.forms import OrganisationForm
from communities.models import Organisation
from communities.permissions import AREA_VIEW, ORGANISATION_CHANGE, may, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.tables import ORGANISATION_TABLE
from lib.http import SignedInRequest
from lib.listing import Listing, list_page

ORGANISATIONS = Register(
    code="communities.organisation",
    form=OrganisationForm,
    permission=ORGANISATION_CHANGE,
    new_title=_lazy("New organisation"),
)


def organisation_list(request: SignedInRequest) -> HttpResponseBase:
    """List organisations in sight."""
    require(request.user, AREA_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Organisations"),
            queryset=Organisation.objects.visible_to(request.user).select_related("area"),
            filterset=OrganisationFilter,
            table=ORGANISATION_TABLE,
            template="communities/organisation_list.html",
            context={"may_add": may(request.user, ORGANISATION_CHANGE)},
        ),
    )


def organisation_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an organisation."""
    rows = Organisation.objects.select_related("area")
    organisation = in_sight(request, rows, pk, anywhere=AREA_VIEW)
    return render(
        request,
        "communities/organisation_detail.html",
        {
            "organisation": organisation,
            "may_change": may(request.user, ORGANISATION_CHANGE, organisation),
        },
    )


def organisation_new(request: SignedInRequest) -> HttpResponse:
    """Add an organisation."""
    return add_record(request, ORGANISATIONS)


def organisation_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an organisation."""
    rows = Organisation.objects.select_related("area")
    return change_record(request, ORGANISATIONS, in_sight(request, rows, pk, ORGANISATION_CHANGE))
