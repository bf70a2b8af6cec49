"""Grids, premises and their open hazards as GeoJSON (RFC 7946, WGS-84) for the map."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Area, AreaKind
from communities.permissions import may
from grids.models import Hazard
from grids.permissions import HAZARD_VIEW, INSPECTION_ADD
from grids.workflow import OPEN, UNRECTIFIED
from premises.models import Premises
from premises.permissions import PREMISES_VIEW

#: More points than this make a phone's map slow; the page then shows areas only.
MOST_POINTS = 3000
LEVELS = (AreaKind.GRID, AreaKind.COMMUNITY)


def hazards_by_area(user: User, area: Area | None = None) -> dict[Any, tuple[int, int]]:
    """Return {area key: (open, overdue)} of the hazards that lie directly in each area."""
    late = Q(state__in=UNRECTIFIED, deadline__lt=timezone.localdate())
    rows = Hazard.objects.where_allowed(user, HAZARD_VIEW).open()
    rows = rows.in_area(area) if area else rows
    counted = (
        rows.order_by().values("area").annotate(open=Count("pk"), overdue=Count("pk", filter=late))
    )
    return {row["area"]: (row["open"], row["overdue"]) for row in counted}


def areas_with_counts(user: User, area: Area | None = None) -> list[dict[str, Any]]:
    """Return grids and communities in sight with their open and overdue hazards.

    A community counts what lies in its grids too, as the list behind its number does.
    """
    counts = hazards_by_area(user, area)
    rows = Area.objects.where_allowed(user, HAZARD_VIEW).valid_on()
    rows = rows.subtree(area) if area else rows
    areas = list(rows.order_by("path"))
    totals = _totals_by_path(areas, counts)
    return [_area_row(one, *totals[one.path]) for one in areas if one.kind in LEVELS]


def _totals_by_path(
    areas: list[Area], counts: dict[Any, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Add what lies directly in each area to the area itself and to all that contain it."""
    totals: dict[str, tuple[int, int]] = {one.path: (0, 0) for one in areas}
    for one in areas:
        waiting, late = counts.get(one.pk, (0, 0))
        for end in range(Area.steplen, len(one.path) + 1, Area.steplen):
            path = one.path[:end]
            before = totals.get(path, (0, 0))
            totals[path] = (before[0] + waiting, before[1] + late)
    return totals


def _area_row(area: Area, waiting: int, late: int) -> dict[str, Any]:
    rows = reverse("grids:hazards")
    return {
        "area": area,
        "open": waiting,
        "overdue": late,
        "url": f"{rows}?area={area.pk}&state=open",
        "overdue_url": f"{rows}?area={area.pk}&overdue=yes",
    }


def map_data(user: User, area: Area | None = None, *, open_only: bool = False) -> dict[str, Any]:
    """Return a FeatureCollection: areas with boundary or centre, and premises as points.

    With `open_only` the premises at which all is well are left out, as dashboards do.
    `points_left_out` is how many premises are not in it because there are too many.
    """
    features = [feature for row in areas_with_counts(user, area) if (feature := _area_feature(row))]
    points, left_out = _premises_features(user, area, open_only)
    return {
        "type": "FeatureCollection",
        "features": features + points,
        "points_left_out": left_out,
    }


def _area_feature(row: dict[str, Any]) -> dict[str, Any] | None:
    area = row["area"]
    if area.boundary:
        geometry = area.boundary
    elif area.latitude is not None:
        geometry = {"type": "Point", "coordinates": [area.longitude, area.latitude]}
    else:
        return None
    return {
        "type": "Feature",
        "id": str(area.pk),
        "geometry": geometry,
        "properties": {
            "kind": area.kind,
            "depth": area.depth,
            "name": str(area),
            "open": row["open"],
            "overdue": row["overdue"],
            "url": row["url"],
        },
    }


def _premises_features(
    user: User, area: Area | None, open_only: bool
) -> tuple[list[dict[str, Any]], int]:
    rows = Premises.objects.where_allowed(user, PREMISES_VIEW).active().exclude(latitude=None)
    rows = rows.in_area(area) if area else rows
    if open_only:
        rows = rows.filter(pk__in=Hazard.objects.open().exclude(premises=None).values("premises"))
    count = rows.order_by()[: MOST_POINTS + 1].count()
    if count > MOST_POINTS:
        return [], rows.count()
    waiting = Count("hazards", filter=Q(hazards__state__in=OPEN))
    values = (
        rows.annotate(waiting=waiting)
        .order_by("pk")
        .values_list("pk", "name", "latitude", "longitude", "waiting")
    )
    inspects = may(user, INSPECTION_ADD)
    return [_premises_feature(*row, inspects) for row in values], 0


def _premises_feature(
    pk: Any,
    name: str,
    latitude: float | None,
    longitude: float | None,
    waiting: int,
    inspects: bool,
) -> dict[str, Any]:
    begin = {"inspect": reverse("grids:inspection-new", args=[pk])} if inspects else {}
    return {
        "type": "Feature",
        "id": str(pk),
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "kind": "premises",
            "name": name,
            "open": waiting,
            "url": reverse("premises:detail", args=[pk]),
            **begin,
        },
    }
