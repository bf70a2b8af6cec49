"""The map of grids and hazards, and its data."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from communities.models import Area
from communities.permissions import require
from communities.registers import in_sight
from grids.map_data import areas_with_counts, map_data
from grids.permissions import HAZARD_VIEW
from lib.http import SignedInRequest


def grid_map(request: SignedInRequest) -> HttpResponse:
    """Show the map, and the same figures as a table for those who cannot use it."""
    require(request.user, HAZARD_VIEW)
    area = _area(request)
    rows = areas_with_counts(request.user, area)
    return render(request, "grids/map.html", {"rows": rows, "area": area})


def grid_map_data(request: SignedInRequest) -> JsonResponse:
    """Answer with GeoJSON of what is in sight, or of the subtree `?area=`."""
    require(request.user, HAZARD_VIEW)
    open_only = request.GET.get("places") == "open"
    data = map_data(request.user, _area(request), open_only=open_only)
    return JsonResponse(data, content_type="application/geo+json")


def _area(request: SignedInRequest) -> Area | None:
    key = request.GET.get("area")
    if not key:
        return None
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise Http404 from error
    return in_sight(request, Area.objects.all(), wanted)
