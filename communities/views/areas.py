"""Areas: the tree, one area with its people, adding and changing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import audit
from communities.denominators import residents
from communities.filters import AreaFilter
from communities.forms import AreaForm
from communities.models import Area, Membership, Organisation, Population
from communities.permissions import AREA_CHANGE, AREA_VIEW, POPULATION_IMPORT, may, require
from communities.population_table import population_table
from communities.services.areas import add_area, change_area
from communities.tables import AREA_TABLE
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page


def area_list(request: SignedInRequest) -> HttpResponse:
    """List the areas in sight, in the order of the tree."""
    require(request.user, AREA_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Areas"),
            queryset=Area.objects.visible_to(request.user).order_by("path"),
            filterset=AreaFilter,
            table=AREA_TABLE,
            template="communities/area_list.html",
            context={
                "may_add": may(request.user, AREA_CHANGE),
                "may_import": may(request.user, POPULATION_IMPORT),
            },
        ),
    )


def area_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an area: where it lies, who works there, who lives there."""
    area = get_object_or_404(Area.objects.visible_to(request.user), pk=pk)
    require(request.user, AREA_VIEW, area)
    years = (
        Population.objects.visible_to(request.user)
        .in_area(area)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )
    denominator = residents(area, years[0]) if years else None
    return render(
        request,
        "communities/area_detail.html",
        {
            "area": area,
            "ancestors": Area.objects.get_ancestors(area).visible_to(request.user),
            "children": Area.objects.get_children(area).visible_to(request.user),
            "population": population_table(denominator) if denominator else None,
            "members": Membership.objects.visible_to(request.user)
            .active_on()
            .filter(area=area)
            .select_related("user", "role"),
            "organisations": Organisation.objects.visible_to(request.user).filter(area=area)[:20],
            "may_change": may(request.user, AREA_CHANGE, area),
        },
    )


def area_new(request: SignedInRequest) -> HttpResponse:
    """Add an area below one that the user may change."""
    require(request.user, AREA_CHANGE)
    initial = {"parent": request.GET.get("parent")}
    form = AreaForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        if (area := already_sent(form, Area.objects.visible_to(request.user))) is None:
            parent = form.cleaned_data["parent"]
            area = add_area(actor=request.user, parent=parent, id=form.key, **form.domain_fields())
            messages.success(request, _("Area “%s” added.") % area)
        return redirect(area)
    return render(request, "includes/form_page.html", {"form": form, "title": _("New area")})


def area_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an area."""
    area = get_object_or_404(Area.objects.visible_to(request.user), pk=pk)
    require(request.user, AREA_CHANGE, area)
    before = audit.snapshot(area)
    form = AreaForm(request.POST or None, instance=area, user=request.user)
    if request.method == "POST" and form.is_valid():
        change_area(actor=request.user, area=form.instance, before=before)
        messages.success(request, _("Saved."))
        return redirect(area)
    return render(
        request, "includes/form_page.html", {"form": form, "title": str(area), "back": area}
    )
