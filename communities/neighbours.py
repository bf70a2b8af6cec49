"""What lies around an area on the map: the area above it and those beside it."""

from typing import Any

from communities.models import Area
from communities.sight import Viewer


def around(area: Area, user: Viewer) -> dict[str, Any]:
    """Return boundaries around `area` in sight of `user` as GeoJSON; `role` says which they are."""
    above = area.path[: -Area.steplen]
    rows = Area.objects.visible_to(user).valid_on().exclude(boundary=None).exclude(pk=area.pk)
    beside = rows.filter(path__startswith=above, depth=area.depth) if above else rows.none()
    found = [("beside", one) for one in beside]
    found += [("above", one) for one in rows.filter(path=above)]
    return {"type": "FeatureCollection", "features": [_feature(*one) for one in found]}


def _feature(role: str, area: Area) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": area.boundary,
        "properties": {"name": str(area), "role": role},
    }
