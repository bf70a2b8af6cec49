"""Polygons on the ground, by GEOS: whether one is whole, mending it, how two lie to each other.

Only for processes that may die (`lib.polygon_reader`): a hostile outline takes GEOS minutes.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from lib.geojson import Fault, Feature, Note, Rings

KM_PER_DEGREE = 111.195
#: A square metre (km²): less is a line whose numbers were rounded.
LEAST_SURFACE = 1e-6
Area: TypeAlias = Polygon | MultiPolygon
#: An outline so much longer than its extent crosses itself thousands of times: nobody drew it, and
#: GEOS would take gigabytes (length² by the surface of its box; a jagged coast has some hundreds).
MOST_TANGLED = 100_000


def settle(feature: Feature) -> dict[str, Any]:
    """Return the geometry of `feature`, mended where it crosses itself, and note what was done.

    Raises Fault when nothing is left that has a surface.
    """
    lon, lat = feature.polygons[0][0][0]
    drawn = _area(feature.polygons)
    if not drawn.is_valid:
        drawn = _mended(feature, drawn)
    if surface(drawn) < LEAST_SURFACE:
        raise Fault("no-surface", lon=lon, lat=lat)
    return _as_geojson(drawn)


def _area(polygons: list[Rings]) -> Area:
    parts = [Polygon(rings[0], rings[1:]) for rings in polygons]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _mended(feature: Feature, drawn: Area) -> Area:
    """Return `drawn` without its crossings; what it loses or wins in surface is noted."""
    why, lon, lat = _reason(shapely.is_valid_reason(drawn))
    kept = _without_crossings(drawn, lon, lat)
    # With its sign: of a loop that runs backwards nobody can say whether it was meant.
    before = sum(
        abs(_signed(rings[0])) - sum(abs(_signed(hole)) for hole in rings[1:])
        for rings in feature.polygons
    )
    change = abs(kept.area - before) / kept.area * 100 if kept.area else 100.0
    params = {"why": why, "lon": lon, "lat": lat, "percent": round(change, 2)}
    feature.notes.append(Note("mended", params))
    return kept


def _without_crossings(drawn: Area, lon: float, lat: float) -> Area:
    west, south, east, north = drawn.bounds
    if drawn.length**2 > MOST_TANGLED * (east - west) * (north - south):
        raise Fault("tangled", lon=lon, lat=lat)
    try:
        return _only_areas(shapely.make_valid(drawn, method="structure", keep_collapsed=False))
    except shapely.GEOSException as error:  # no memory left, or numbers too near to each other
        raise Fault("tangled", lon=lon, lat=lat) from error


def _reason(text: str) -> tuple[str, float, float]:
    """Split GEOS's words “Self-intersection[114.2 30.6]”."""
    found = re.fullmatch(r"(.*?)\[(\S+) (\S+)\]", text)
    return (found[1], float(found[2]), float(found[3])) if found else (text, 0.0, 0.0)


def _only_areas(whole: Any) -> Area:
    parts = [one for one in shapely.get_parts(whole) if isinstance(one, Polygon) and one.area]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _signed(ring: list[tuple[float, float]]) -> float:
    """Return the surface inside a ring by the shoelace, negative when it runs clockwise."""
    pairs = zip(ring, ring[1:], strict=False)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _as_geojson(drawn: Area) -> dict[str, Any]:
    found = mapping(drawn)
    return {"type": found["type"], "coordinates": _lists(found["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple | list) else value


def surface(drawn: Area) -> float:
    """Return the surface in km², on a plane that touches the area's middle."""
    if drawn.is_empty:
        return 0.0
    _west, south, _east, north = drawn.bounds
    return drawn.area * KM_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))


def whole(geometry: dict[str, Any]) -> Area:
    """Return a kept boundary; one that was kept before anybody looked may need mending."""
    drawn = shape(geometry)
    if drawn.is_valid:
        return drawn
    return _only_areas(shapely.make_valid(drawn, method="structure", keep_collapsed=False))


def share_outside(inner: Area, outer: Area) -> float:
    """Return how many percent of `inner` lie outside of `outer`."""
    return inner.difference(outer).area / inner.area * 100 if inner.area else 0.0


def share_uncovered(outer: Area, parts: list[Area]) -> float:
    """Return how many percent of `outer` lie in none of `parts`."""
    return share_outside(outer, shapely.union_all(parts))


def overlaps(areas: dict[str, Area]) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs that lie on each other, with the percentage of the smaller one."""
    keys, drawn = list(areas), list(areas.values())
    left, right = shapely.STRtree(drawn).query(drawn, predicate="intersects")
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        smaller = min(drawn[one].area, drawn[other].area)
        if one < other and smaller:
            share = drawn[one].intersection(drawn[other]).area / smaller * 100
            yield keys[one], keys[other], share
