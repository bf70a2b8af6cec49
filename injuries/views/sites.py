"""Reporting sites: list, page, form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import audit
from communities.permissions import may, require
from injuries.filters import SiteFilter
from injuries.forms import SiteForm
from injuries.imports.columns import BY_KEY
from injuries.models import ReportingSite
from injuries.permissions import RECORD_VIEW, SITE_CHANGE
from injuries.services.sites import save_site
from injuries.tables import SITE_TABLE
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page


def site_list(request: SignedInRequest) -> HttpResponse:
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
    site = _in_sight(request, pk)
    require(request.user, RECORD_VIEW, site)
    columns = [
        (heading, BY_KEY[key].label)
        for heading, key in site.column_mapping.items()
        if key in BY_KEY
    ]
    context = {
        "site": site,
        "columns": columns,
        "records": site.records.live().visible_to(request.user).count(),
        "may_change": may(request.user, SITE_CHANGE, site),
    }
    return render(request, "injuries/site_detail.html", context)


def site_new(request: SignedInRequest) -> HttpResponse:
    """Add a site."""
    require(request.user, SITE_CHANGE)
    form = SiteForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        site = already_sent(form, ReportingSite.objects.visible_to(request.user))
        if site is None:
            form.instance.pk = form.key
            site = save_site(actor=request.user, site=form.instance)
            messages.success(request, _("Saved."))
        return redirect(site)
    context = {"form": form, "title": _("New reporting site")}
    return render(request, "includes/form_page.html", context)


def site_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a site."""
    site = _in_sight(request, pk)
    require(request.user, SITE_CHANGE, site)
    before = audit.snapshot(site)
    form = SiteForm(request.POST or None, instance=site, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_site(actor=request.user, site=form.instance, before=before)
        messages.success(request, _("Saved."))
        return redirect(site)
    context = {"form": form, "title": str(site), "back": site}
    return render(request, "includes/form_page.html", context)


def _in_sight(request: SignedInRequest, pk: UUID) -> ReportingSite:
    rows = ReportingSite.objects.visible_to(request.user).select_related("area", "organisation")
    return get_object_or_404(rows, pk=pk)
