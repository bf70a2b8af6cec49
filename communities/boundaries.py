"""Boundaries as people paste them: GeoJSON (RFC 7946) that every map can draw."""

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

#: A street's boundary has some hundred positions; more than this would slow every map down.
MOST_POSITIONS = 20_000


class BoundaryField(forms.JSONField):
    """A Polygon or MultiPolygon, or a Feature that holds one; the value is the geometry."""

    def to_python(  # type: ignore[override]  # the stub has JSON read as text
        self, value: Any
    ) -> dict[str, Any] | None:
        """Read the text. Brackets too deep for the reader are no JSON either."""
        try:
            found = super().to_python(value)
        except RecursionError as error:
            text = self.error_messages["invalid"]
            raise ValidationError(text, code="invalid", params={"value": "[[[…"}) from error
        if not found:
            return None
        geometry = found.get("geometry", found) if isinstance(found, dict) else None
        if not is_area(geometry):
            raise ValidationError(_("Give a GeoJSON Polygon or MultiPolygon."))
        return geometry

    def prepare_value(self, value: Any) -> Any:
        """Show no boundary as an empty field, not as JSON's word for nothing."""
        return "" if value is None else super().prepare_value(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return the text as it was typed: reading it is `to_python`'s business."""
        return initial if self.disabled or data is None else InvalidJSONInput(data)


def is_area(geometry: Any) -> bool:
    """Tell whether `geometry` is a Polygon or MultiPolygon with closed rings on Earth."""
    if not isinstance(geometry, dict):
        return False
    coordinates = geometry.get("coordinates")
    polygons: Any = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    if geometry.get("type") not in {"Polygon", "MultiPolygon"} or not _filled(polygons):
        return False
    if not all(_filled(rings) for rings in polygons):
        return False
    rings = [ring for rings in polygons for ring in rings]
    if not all(_filled(ring) for ring in rings) or sum(map(len, rings)) > MOST_POSITIONS:
        return False
    return all(_is_ring(ring) for ring in rings)


def _filled(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _is_ring(ring: list[Any]) -> bool:
    return len(ring) >= 4 and all(map(_is_position, ring)) and ring[0] == ring[-1]


def _is_position(value: Any) -> bool:
    if not isinstance(value, list) or len(value) not in {2, 3}:
        return False
    if not all(type(one) in {int, float} and math.isfinite(one) for one in value):
        return False
    return abs(value[0]) <= 180 and abs(value[1]) <= 90
