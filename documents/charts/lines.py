"""Charts over time: lines with intervals and a reference line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from documents.charts import theme
from documents.charts.parts import (
    Axis,
    Series,
    Spec,
    check_distinct,
    check_lengths,
    colour,
    frame,
    has_data,
)
from lib.bilingual import Words, words_json
from lib.numerals import Number

#: So many points have each a tick of its own.
MOST_TICKS = 60
#: The dashes have no legend, the colours of the same series have: Vega would join the two.
ALONE = {"legend": {"strokeDash": "independent"}}


@dataclass(frozen=True, slots=True)
class Reference:
    """A level drawn across the chart: a target, a baseline, an alarm threshold."""

    value: Number
    label: Words


def line(
    x: Sequence[dt.date] | Sequence[Words],
    series: Sequence[Series],
    *,
    measure: Axis,
    step: str = "month",
    reference: Reference | None = None,
    height: int = 220,
) -> Spec | None:
    """Lines over periods, or None when no value is known.

    ``x`` is the first day of each period (written by ``step``: day, month, year) or its name.
    A gap in the values is a gap in the line. ``low`` and ``high`` of a series are drawn as a band.
    """
    for one in series:
        check_lengths(x, one.values, one.low, one.high)
    if not has_data(*(one.values for one in series)):
        return None
    check_distinct([one.label for one in series])
    across = _across(x, step)
    layers = [_band(across, series)] if any(one.low is not None for one in series) else []
    layers.append(_lines(across, series, measure))
    layers += _reference_layers(reference, measure) if reference else []
    body = {"data": {"values": _rows(x, series, measure)}, "layer": layers, "resolve": ALONE}
    return frame(height, body)


def _across(x: Sequence[dt.date] | Sequence[Words], step: str) -> Spec:
    names = [name for name in x if not isinstance(name, dt.date)]
    if not names:
        formats = theme.DATE_FORMATS[step]
        return {
            "field": "x",
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": {
                "title": None,
                "format": formats,
                "grid": False,
                # Greedy with room between: two names never meet.
                "labelOverlap": "greedy",
                "labelSeparation": 12,
                **_ticks([day for day in x if isinstance(day, dt.date)]),
            },
        }
    check_distinct(names)
    order = [words_json(name) for name in names]
    axis = {"title": None, "labelAngle": 0, "labelOverlap": True, "grid": False}
    return {"field": "x", "type": "ordinal", "sort": order, "axis": axis}


def _ticks(x: Sequence[dt.date]) -> Spec:
    """Place a tick under each point: left to itself Vega parts months, and names one twice.

    Where points are many, its own ticks lie wider apart than they do.
    """
    days = [day.isoformat() for day in x]
    return {"values": days} if len(days) <= MOST_TICKS else {}


def _rows(
    x: Sequence[dt.date] | Sequence[Words], series: Sequence[Series], measure: Axis
) -> list[Spec]:
    rows = []
    for one in series:
        for place, at in enumerate(x):
            row = {
                "x": at.isoformat() if isinstance(at, dt.date) else words_json(at),
                "series": words_json(one.label),
                "value": measure.drawn(one.values[place]),
            }
            if one.low is not None and one.high is not None:
                row |= {
                    "low": measure.drawn(one.low[place]),
                    "high": measure.drawn(one.high[place]),
                }
            rows.append(row)
    return rows


def _band(across: Spec, series: Sequence[Series]) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
        "mark": {"type": "area", "opacity": 0.15, "line": False},
        "encoding": {
            "x": across,
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "high"},
            "color": _solid(colour([one.label for one in series], "circle")),
        },
    }


def _solid(encoding: Spec) -> Spec:
    """The legend in full colour, although the band that shares it is faint."""
    if encoding["legend"] is not None:
        encoding["legend"] |= {"symbolOpacity": 1, "symbolStrokeWidth": 0, "symbolDash": [1, 0]}
    return encoding


def _lines(across: Spec, series: Sequence[Series], measure: Axis) -> Spec:
    labels = [one.label for one in series]
    domain = [words_json(label) for label in labels]
    count = len(labels)
    x_format = across["axis"].get("format")
    return {
        "mark": {"type": "line", "point": {"size": 28, "filled": True}},
        "encoding": {
            "x": across,
            "y": {"field": "value", "type": "quantitative", "axis": measure.upright_axis()},
            "color": _solid(colour(labels, "circle")),
            "strokeDash": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": domain, "range": [list(d) for d in theme.DASHES[:count]]},
                "legend": None,
            },
            "tooltip": [
                {"field": "x", "type": across["type"], "title": " "}
                | ({"format": x_format} if x_format else {}),
                {"field": "series", "type": "nominal", "title": "  "},
                {
                    "field": "value",
                    "type": "quantitative",
                    "format": measure.format,
                    "title": words_json(measure.title) or "   ",
                },
            ],
        },
    }


def _reference_layers(reference: Reference, measure: Axis) -> list[Spec]:
    at = {"datum": measure.drawn(reference.value), "type": "quantitative"}
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.MUTED},
            "encoding": {"y": at},
        },
        *(_reference_label(reference, at, paint) for paint in (HALO, {"color": theme.INK})),
    ]


HALO = {"color": "#ffffff", "stroke": "#ffffff", "strokeWidth": 4}  # keeps a label off the lines


def _reference_label(reference: Reference, at: Spec, paint: Spec) -> Spec:
    mark = {"type": "text", "align": "right", "baseline": "bottom", "dy": -4, "x": "width"}
    return {
        "data": {"values": [{}]},
        "mark": mark | {"text": words_json(reference.label)} | paint,
        "encoding": {"y": at},
    }
