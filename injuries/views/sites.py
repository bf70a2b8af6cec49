"""Reporting sites: list, page, form."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from communities.permissions import may, require
from communities.registers import Register, add_record, change_record, in_sight
from injuries.filters import SiteFilter
from injuries.forms import SiteForm
from injuries.imports.columns import BY_KEY
from injuries.models import ReportingSite
from injuries.permissions import RECORD_VIEW, SITE_CHANGE
from injuries.services.sites import save_site
from injuries.tables import SITE_TABLE
from lib.http import SignedInRequest
from lib.listing import Listing, list_page

SITES = Register(
    code="injuries.site",
    form=SiteForm,
    permission=SITE_CHANGE,
    new_title=_lazy("New reporting site"),
    save=save_site,
)


def site_list(request: SignedInRequest) -> HttpResponseBase:
    """List the reporting sites in sight."""
    require(request.user, RECORD_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Reporting sites"),
            queryset=ReportingSite.objects.visible_to(request.user).select_related("area"),
            filterset=SiteFilter,
            table=SITE_TABLE,
            template="injuries/site_list.html",
            context={"may_add": may(request.user, SITE_CHANGE)},
        ),
    )


def site_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a site: what it reports on, how its workbooks are read."""
    site = _in_sight(request, pk, RECORD_VIEW)
    columns = [
        (heading, BY_KEY[key].label)
        for heading, key in site.column_mapping.items()
        if key in BY_KEY
    ]
    context = {
        "site": site,
        "columns": columns,
        "reporters": site.reporters.all(),
        "records": site.records.live().visible_to(request.user).count(),
        "may_change": may(request.user, SITE_CHANGE, site),
    }
    return render(request, "injuries/site_detail.html", context)


def site_new(request: SignedInRequest) -> HttpResponse:
    """Add a site."""
    return add_record(request, SITES)


def site_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a site."""
    return change_record(request, SITES, _in_sight(request, pk, SITE_CHANGE))


def _in_sight(request: SignedInRequest, pk: UUID, permission: str) -> ReportingSite:
    rows = ReportingSite.objects.select_related("area", "organisation")
    return in_sight(request, rows, pk, permission)
