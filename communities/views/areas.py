"""Areas: the tree, one area with its people, adding and changing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from communities.denominators import residents
from communities.filters import AreaFilter
from communities.forms import AreaForm
from communities.models import Area, Membership, Organisation, Population
from communities.permissions import AREA_CHANGE, AREA_VIEW, POPULATION_IMPORT, may, require
from communities.population_table import population_table
from communities.registers import Register, change_record, in_sight, led_on, repeated
from communities.services.area_life import CLOSABLE
from communities.services.areas import TREE, add_area, change_area
from communities.tables import AREA_TABLE
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from lib.sending import send_once

AREAS = Register(
    code="communities.area",
    form=AreaForm,
    permission=AREA_CHANGE,
    new_title=_lazy("New area"),
    unchecked=TREE,
    save=change_area,
)


def area_list(request: SignedInRequest) -> HttpResponseBase:
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
    area = in_sight(request, Area.objects.all(), pk, AREA_VIEW)
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
            "closable": area.kind in CLOSABLE,
            "is_closed": area.valid_to is not None and area.valid_to <= timezone.localdate(),
        },
    )


def area_new(request: SignedInRequest) -> HttpResponse:
    """Add an area below one that the user may change."""
    require(request.user, AREA_CHANGE)
    initial = {"parent": request.GET.get("parent"), **repeated(request, AreaForm)}
    form = AreaForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST":
        area = send_once(form, Area.objects.visible_to(request.user), lambda: _add(request, form))
        if area is not None:
            messages.success(request, _("Area “%s” added.") % area)
            return led_on(request, form, area)
    return render(request, "includes/form_page.html", {"form": form, "title": _("New area")})


def _add(request: SignedInRequest, form: AreaForm) -> Area:
    parent = form.cleaned_data.get("parent")  # the very first area has none
    return add_area(actor=request.user, parent=parent, id=form.key, **form.domain_fields())


def area_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an area."""
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    return change_record(request, AREAS, area)
