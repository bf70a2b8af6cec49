"""GeoJSON (RFC 7946) as people export it: the areas of a file, or in place what is wrong with it.

Nothing here draws or mends: a geometry is taken apart into rings of (longitude, latitude). What is
no WGS 84 is named for what it is, because nobody can guess from “invalid” that a file has metres.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: (longitude, latitude) in degrees.
Position = tuple[float, float]
#: The outer ring of a polygon, then its holes.
Rings = list[list[Position]]

#: A form has at most 1,000 fields (Django); a street has some hundred grids.
MOST_FEATURES = 900
#: A street's boundary has some hundred positions; more than this would slow every map down.
MOST_POSITIONS = 20_000
MOST_POSITIONS_IN_FILE = 1_000_000
#: Texts of a feature's properties by which an area is looked for.
LONGEST_TEXT, MOST_PROPERTIES = 100, 60
#: Longitudes and latitudes of China: the two ranges do not meet, so swapped ones are recognised.
CHINA = ((73.0, 136.0), (3.0, 54.0))
#: Geographic systems that differ from WGS 84 by less than a map shows, by EPSG number.
GEOGRAPHIC = {4326, 4979, 4490, 4480, 4258}
GEOGRAPHIC_NAME = re.compile(
    r"(GCS_)?(WGS[ _-]?(19)?84|CGCS[ _-]?2000|China_Geodetic_Coordinate_System_2000)", re.IGNORECASE
)
#: Web Mercator reaches so far from its middle (metres).
MERCATOR_EDGE = 20_037_509


class Fault(Exception):
    """What is wrong, as a code with its values; the sentences stand where they are shown."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Note:
    """Something to be told of an area: a code with its values."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Feature:
    """One area of a file: its place there from 1, its texts, its polygons, what was put right."""

    number: int
    properties: dict[str, str] = field(default_factory=dict)
    polygons: list[Rings] = field(default_factory=list)
    fault: Note | None = None
    notes: list[Note] = field(default_factory=list)


def features_of(data: bytes) -> list[Feature]:
    """Return the areas of a GeoJSON file. Raises Fault when it is none, or not in degrees."""
    found = _document(data)
    members = found["features"] if found["type"] == "FeatureCollection" else [found]
    if not isinstance(members, list) or not members:
        raise Fault("no-features")
    if len(members) > MOST_FEATURES:
        raise Fault("too-many-features", count=len(members), limit=MOST_FEATURES)
    if name := foreign_system(found):
        raise Fault("foreign-system", name=name)
    features = [_feature(number, one) for number, one in enumerate(members, start=1)]
    if sum(map(_positions_in, features)) > MOST_POSITIONS_IN_FILE:
        raise Fault("too-many-positions-in-file", limit=MOST_POSITIONS_IN_FILE)
    return features


def _positions_in(feature: Feature) -> int:
    return sum(len(ring) for rings in feature.polygons for ring in rings)


def _document(data: bytes) -> dict[str, Any]:
    text = _text(data)
    try:
        found = json.loads(text)
    except RecursionError:
        raise Fault("too-deep") from None
    except json.JSONDecodeError as error:
        raise Fault("not-json", line=error.lineno, column=error.colno) from None
    except ValueError:  # a number of thousands of digits
        raise Fault("not-json", line=1, column=1) from None
    kind = _kind(found)
    if kind == "Topology":
        raise Fault("topojson")
    if isinstance(found, dict) and ("geometryType" in found or "rings" in found):
        raise Fault("esri-json")
    if kind == "FeatureCollection" and "features" in found or kind in GEOMETRIES | {"Feature"}:
        return found
    raise Fault("not-geojson")


def _kind(found: Any) -> str:
    kind = found.get("type") if isinstance(found, dict) else None
    return kind if isinstance(kind, str) else ""


def _text(data: bytes) -> str:
    start = data.lstrip()[:1]
    if not start:
        raise Fault("empty-file")
    if data.startswith((b"PK", b"\x00\x00\x27\x0a", b"Rar!", b"7z")):
        raise Fault("shapefile")
    if start == b"<" or data.startswith(b"\xef\xbb\xbf<"):
        raise Fault("kml")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Fault("not-text")


AREAS = {"Polygon", "MultiPolygon"}
GEOMETRIES = AREAS | {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "GeometryCollection",
}


def foreign_system(found: dict[str, Any]) -> str:
    """Return the name of a coordinate system that a `crs` member names, "" for degrees of WGS 84.

    RFC 7946 knows no other than WGS 84; programs still write the member of GeoJSON 2008.
    """
    crs = found.get("crs")
    if crs is None:
        return ""
    name = _system_name(crs)
    if GEOGRAPHIC_NAME.fullmatch(name) or re.search(r"CRS:?84\b", name, re.IGNORECASE):
        return ""
    code = re.search(r"EPSG[:/]+(?:[\d.]*[:/]+)?(\d{1,6})\b", name, re.IGNORECASE)
    if code is None:
        return name or "crs"
    number = int(code[1])
    return "" if number in GEOGRAPHIC else system_named(number)


def _system_name(crs: Any) -> str:
    """Return the name in a `crs` member, “EPSG:4326” for the number that old programs write."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(properties, dict):
        return ""
    name, code = properties.get("name"), properties.get("code")
    if isinstance(code, int | str):
        return f"EPSG:{code}"[:LONGEST_TEXT]
    return name.strip()[:LONGEST_TEXT] if isinstance(name, str) else ""


def system_named(number: int) -> str:
    """Return what people call a coordinate system, with its EPSG number."""
    families = (
        (range(3857, 3858), "Web Mercator"),
        (range(900913, 900914), "Web Mercator"),
        (range(4491, 4502), "CGCS2000 6° Gauss-Krüger"),
        (range(4502, 4513), "CGCS2000 6° Gauss-Krüger"),
        (range(4513, 4555), "CGCS2000 3° Gauss-Krüger"),
        (range(2327, 2391), "Xi'an 1980 Gauss-Krüger"),
        (range(2401, 2443), "Beijing 1954 Gauss-Krüger"),
        (range(4610, 4611), "Xi'an 1980"),
        (range(4214, 4215), "Beijing 1954"),
        (range(32601, 32661), "UTM"),
        (range(32701, 32761), "UTM"),
    )
    name = next((name for numbers, name in families if number in numbers), "")
    return f"{name} (EPSG:{number})".strip() if name else f"EPSG:{number}"


def _feature(number: int, member: Any) -> Feature:
    feature = Feature(number)
    try:
        if not isinstance(member, dict):
            raise Fault("not-feature")
        is_feature = _kind(member) == "Feature"
        feature.properties = _texts(member) if is_feature else {}
        feature.polygons = polygons_of(member.get("geometry") if is_feature else member)
        _put_right(feature)
    except Fault as fault:
        feature.polygons = []
        feature.fault = Note(fault.code, fault.params)
    return feature


def _texts(member: dict[str, Any]) -> dict[str, str]:
    """Return the feature's properties that are text or numbers, its `id` among them."""
    given = member.get("properties")
    pairs = list(given.items())[:MOST_PROPERTIES] if isinstance(given, dict) else []
    pairs.append(("id", member.get("id")))
    return {str(key)[:LONGEST_TEXT]: _plain(value) for key, value in pairs if _plain(value)}


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()[:LONGEST_TEXT]
    return ""


def polygons_of(geometry: Any) -> list[Rings]:
    """Return the rings of a Polygon or MultiPolygon. Raises Fault for anything else."""
    if geometry is None:
        raise Fault("no-geometry")
    if not isinstance(geometry, dict):
        raise Fault("wrong-type")
    kind = _kind(geometry)
    if kind not in AREAS:
        raise Fault("not-area", kind=kind if kind in GEOMETRIES else "?")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list):
        raise Fault("wrong-type")
    if not polygons or not all(polygons):
        raise Fault("empty")
    rings = [ring for polygon in polygons for ring in _list(polygon)]
    if not all(isinstance(ring, list) for ring in rings):
        raise Fault("wrong-type")
    if not all(rings):
        raise Fault("empty")
    count = sum(map(len, rings))
    if count > MOST_POSITIONS:
        raise Fault("too-many-positions", count=count, limit=MOST_POSITIONS)
    return [[[_position(one) for one in ring] for ring in polygon] for polygon in polygons]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Fault("wrong-type")
    return value


def _position(value: Any) -> Position:
    """Return the first two numbers of a position: heights are not kept."""
    if not isinstance(value, list) or not 2 <= len(value) <= 4:
        raise Fault("wrong-type")
    if not all(type(one) in {int, float} for one in value):
        raise Fault("wrong-type")
    try:
        x, y = float(value[0]), float(value[1])
    except OverflowError:
        raise Fault("no-number") from None
    if not (math.isfinite(x) and math.isfinite(y)):
        raise Fault("no-number")
    return x, y


def _put_right(feature: Feature) -> None:
    """Swap what is swapped, close what is open; refuse what is not in degrees. Raises Fault."""
    corners = list(_positions(feature))
    if name := metres_named(corners):
        x, y = corners[0]
        raise Fault("metres", name=name, x=round(x), y=round(y))
    if are_swapped(corners):
        feature.polygons = [
            [[(x, y) for y, x in ring] for ring in rings] for rings in feature.polygons
        ]
        feature.notes.append(Note("swapped"))
        corners = [(x, y) for y, x in corners]
    for x, y in corners:
        if abs(x) > 180 or abs(y) > 90:
            raise Fault("not-on-earth", lon=x, lat=y)
    for rings in feature.polygons:
        for ring in rings:
            _close(feature, ring)


def _close(feature: Feature, ring: list[Position]) -> None:
    lon, lat = ring[0]
    if len(set(ring)) < 3:
        raise Fault("too-short", lon=lon, lat=lat)
    if ring[0] != ring[-1]:
        ring.append(ring[0])
        feature.notes.append(Note("closed", {"lon": lon, "lat": lat}))


def _positions(feature: Feature) -> Iterator[Position]:
    return (one for rings in feature.polygons for ring in rings for one in ring)


def are_swapped(positions: list[Position]) -> bool:
    """Tell whether latitudes stand where longitudes belong.

    They do when the second number is beyond every latitude, or when all lie in China only so.
    """
    if any(abs(x) > 90 for x, _y in positions):
        return False
    if any(abs(y) > 90 for _x, y in positions):
        return True
    (west, east), (south, north) = CHINA
    return all(south <= x <= north and west <= y <= east for x, y in positions)


def metres_named(positions: list[Position]) -> str:
    """Return the projection that coordinates in metres are probably of, "" for degrees.

    Told by size: Gauss-Krüger eastings have the zone in front or lie around 500 km.
    """
    largest = max((abs(one) for position in positions for one in position), default=0)
    if largest <= 1000:  # degrees, or nonsense that is told as such
        return ""
    x, y = positions[0]
    for easting in (x, y):
        zone = int(easting // 1_000_000)
        if 25 <= zone <= 45:
            return f"CGCS2000 3° Gauss-Krüger, {zone}"
        if 16 <= zone <= 23:
            return f"CGCS2000 6° Gauss-Krüger, {zone}"
    small, large = sorted((abs(x), abs(y)))
    if 1e5 < small < 1e6 and 3e5 < large < 6.2e6:
        return "Gauss-Krüger / UTM"
    return "Web Mercator (EPSG:3857)" if largest <= MERCATOR_EDGE else "?"
