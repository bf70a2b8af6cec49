"""What is said of a boundary that cannot be taken as it is, or was put right (`lib.geojson`)."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

DEGREES = _("Export it anew in degrees: WGS 84 (EPSG:4326) or CGCS2000 (EPSG:4490).")

SENTENCES: dict[str, str | Promise] = {
    "not-json": _("The text is no JSON: it breaks off in line %(line)s, column %(column)s."),
    "not-geojson": _("This is no GeoJSON: give a FeatureCollection, a Feature or a Polygon."),
    "not-text": _("This is no GeoJSON: the file is no text."),
    "empty-file": _("The file is empty."),
    "too-deep": _("The brackets of the file are nested too deeply."),
    "shapefile": _("This is a shapefile or an archive: export it as GeoJSON."),
    "kml": _("This is KML or another XML: export it as GeoJSON."),
    "topojson": _("This is TopoJSON: export it as GeoJSON."),
    "esri-json": _("This is the JSON of ArcGIS: export it as GeoJSON."),
    "no-features": _("The file has no areas."),
    "too-many-features": _(
        "The file has %(count)s areas; at most %(limit)s are taken at once. Split it."
    ),
    "too-many-positions-in-file": _(
        "The file has more than %(limit)s positions. Split it, or simplify the boundaries."
    ),
    "foreign-system": _("The coordinates are those of %(name)s."),
    "metres": _("The coordinates (%(x)s, %(y)s) are metres of a projection, probably %(name)s."),
    "not-on-earth": _("%(lon)s, %(lat)s is no longitude and latitude."),
    "not-feature": _("This is no Feature."),
    "no-geometry": _("It has no geometry."),
    "wrong-type": _("Its coordinates are no lists of numbers as GeoJSON wants them."),
    "not-area": _("It is a %(kind)s: give a GeoJSON Polygon or MultiPolygon."),
    "empty": _("Its geometry is empty."),
    "no-number": _("One of its coordinates is no number (NaN, infinite)."),
    "too-many-positions": _(
        "It has %(count)s positions; at most %(limit)s are taken. Simplify the boundary."
    ),
    "too-short": _("A ring has fewer than three different positions, at %(lon)s, %(lat)s."),
    "no-surface": _("It has no surface: all positions lie on a line, at %(lon)s, %(lat)s."),
    "tangled": _(
        "It crosses itself again and again, first at %(lon)s, %(lat)s: draw the boundary anew."
    ),
    "swapped": _("Latitude and longitude are swapped: they are put right here."),
    "closed": _("A ring was not closed: it is closed here at %(lon)s, %(lat)s."),
    "mended": _(
        "The boundary %(fault)s at %(lon)s, %(lat)s: it is mended here, the surface changes "
        "by %(percent)s %%."
    ),
    "name-differs": _("The file calls it “%(name)s”."),
    "outside-parent": _("%(percent)s %% of it lie outside of “%(parent)s”."),
    "on-sibling": _("It overlaps “%(sibling)s”: %(percent)s %% of the smaller one."),
    "gap": _("%(percent)s %% of “%(parent)s” still lie in no area."),
    "not-compared": _("The boundaries could not be compared with their neighbours."),
}
#: What GEOS calls the faults of a polygon.
FAULTS = {
    "Self-intersection": _("crosses itself"),
    "Ring Self-intersection": _("touches itself"),
    "Hole lies outside shell": _("has a hole outside of itself"),
    "Nested holes": _("has a hole inside a hole"),
    "Nested shells": _("has a part inside another part"),
    "Holes are nested": _("has a hole inside a hole"),
    "Interior is disconnected": _("is cut in two by its holes"),
    "Duplicate Rings": _("has a ring twice"),
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Return what is said of a fault or a note, with what to do where there is something."""
    values = {name: _plain(value) for name, value in params.items()}
    if code == "mended":
        values["fault"] = str(FAULTS.get(str(params.get("why")), gettext("is not sound")))
    text = str(SENTENCES[code]) % values
    return f"{text} {DEGREES}" if code in {"foreign-system", "metres"} else text


def _plain(value: Any) -> str:
    """Return a coordinate to a tenth of a metre, anything else as it is."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
