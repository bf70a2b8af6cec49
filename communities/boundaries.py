"""Boundaries as people paste or upload them: GeoJSON (RFC 7946) that every map can draw."""

import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from communities.boundary_words import sentence
from lib import children, polygon_reader
from lib.errors import BadUpload
from lib.geojson import LONGEST_TEXT

#: A file that takes longer is no file of boundaries: the largest sound one takes some seconds.
MOST_SECONDS = 30
#: A sound file takes a second: whoever comes at the same moment waits for it.
PATIENCE = 5

Told = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Drawn:
    """One area of a file: texts beside it, its geometry as it would be kept, surface in km².

    `fault` says why there is no geometry, `notes` what was put right.
    """

    number: int
    properties: dict[str, str]
    geometry: dict[str, Any] | None
    surface: float = 0.0
    fault: Told | None = None
    notes: list[Told] = field(default_factory=list)


def read_boundaries(data: bytes) -> list[Drawn]:
    """Return the areas of a GeoJSON file. Raises BadUpload when it is none as a whole."""
    try:
        answer = ask_polygon_reader("read", data)
    except children.Busy as error:
        raise BadUpload(
            _("Other boundaries are being read at this moment. Please send it again.")
        ) from error
    except children.TooLarge as error:
        raise BadUpload(
            _("The boundaries take too much memory or time. Split the file, or simplify them.")
        ) from error
    except children.ReaderError as error:
        raise BadUpload(_("The boundaries cannot be read.")) from error
    if "fault" in answer:
        raise BadUpload(sentence(*answer["fault"]))
    found = [Drawn(**one) for one in answer["features"]]
    if found[0].fault and len({one.fault and one.fault[0] for one in found}) == 1:
        raise BadUpload(sentence(*found[0].fault))  # the same is wrong with every area
    return found


def ask_polygon_reader(work: str, data: bytes) -> dict[str, Any]:
    """Return what the process that may die answers; one at a time. Raises ReaderError."""
    with children.one_at_a_time(polygon_reader, PATIENCE):
        return children.ask(polygon_reader, work, data=data, seconds=MOST_SECONDS)


class BoundaryField(forms.JSONField):
    """A Polygon or MultiPolygon, or a Feature that holds one; the value is the geometry.

    What had to be put right is not taken at once: `proposal` is then the text to look at.
    `stored` is what the area has already, which nobody asks about again.
    """

    stored: dict[str, Any] | None = None
    proposal = ""
    _seen: tuple[str, dict[str, Any] | ValidationError] | None = None

    def to_python(  # type: ignore[override]  # the stub has JSON read as text
        self, value: Any
    ) -> dict[str, Any] | None:
        """Read the text once, however often the form asks."""
        if value in self.empty_values:
            return None
        text = value if isinstance(value, str) else json.dumps(value)
        if self._seen is None or self._seen[0] != text:
            try:
                self._seen = (text, self._read(text))
            except ValidationError as error:
                self._seen = (text, error)
        found = self._seen[1]
        if isinstance(found, ValidationError):
            raise found
        return found

    def _read(self, text: str) -> dict[str, Any]:
        if self.stored is not None and text.strip() == json.dumps(self.stored):
            return self.stored
        try:
            found = read_boundaries(text.encode())
        except BadUpload as error:
            raise ValidationError(str(error), code=error.code) from error
        if len(found) != 1:
            raise ValidationError(_("The text has several areas: use “Import boundaries”."))
        drawn = found[0]
        if drawn.fault or drawn.geometry is None:
            raise ValidationError(sentence(*(drawn.fault or ("empty", {}))))
        if drawn.notes:
            self.proposal = json.dumps(drawn.geometry)
            said = [sentence(*note) for note in drawn.notes]
            raise ValidationError([*said, _("Look at it and save again.")], code="put-right")
        return drawn.geometry

    def prepare_value(self, value: Any) -> Any:
        """Show no boundary as an empty field, not as JSON's word for nothing."""
        return "" if value is None else super().prepare_value(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return the text as it was typed: reading it is `to_python`'s business."""
        return initial if self.disabled or data is None else InvalidJSONInput(data)


def text_in(drawn: Drawn, keys: tuple[str, ...]) -> str:
    """Return the first text that stands beside an area under one of these keys."""
    known = {key.casefold().strip(): value for key, value in drawn.properties.items()}
    return next((known[key] for key in keys if known.get(key)), "")[:LONGEST_TEXT]
