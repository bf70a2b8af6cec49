"""Organisations: list, page, form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import audit
from communities.filters import OrganisationFilter
from communities.forms import OrganisationForm
from communities.models import Organisation
from communities.permissions import AREA_VIEW, ORGANISATION_CHANGE, may, require
from communities.services.organisations import save_organisation
from communities.tables import ORGANISATION_TABLE
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page


def organisation_list(request: SignedInRequest) -> HttpResponse:
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
    organisation = _in_sight(request, pk)
    require(request.user, AREA_VIEW, organisation)
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
    require(request.user, ORGANISATION_CHANGE)
    form = OrganisationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        organisation = already_sent(form, Organisation.objects.visible_to(request.user))
        if organisation is None:
            form.instance.pk = form.key
            organisation = save_organisation(actor=request.user, organisation=form.instance)
            messages.success(request, _("Saved."))
        return redirect(organisation)
    return render(
        request, "includes/form_page.html", {"form": form, "title": _("New organisation")}
    )


def organisation_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an organisation."""
    organisation = _in_sight(request, pk)
    require(request.user, ORGANISATION_CHANGE, organisation)
    before = audit.snapshot(organisation)
    form = OrganisationForm(request.POST or None, instance=organisation, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_organisation(actor=request.user, organisation=form.instance, before=before)
        messages.success(request, _("Saved."))
        return redirect(organisation)
    context = {"form": form, "title": str(organisation), "back": organisation}
    return render(request, "includes/form_page.html", context)


def _in_sight(request: SignedInRequest, pk: UUID) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).select_related("area")
    return get_object_or_404(rows, pk=pk)
