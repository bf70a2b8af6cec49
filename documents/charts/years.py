"""Twelve months against the twelve before: this year's line, last year's, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from documents.charts import theme
from documents.charts.parts import (
    Axis,
    Spec,
    Values,
    check_distinct,
    check_lengths,
    frame,
    has_data,
)
from lib.bilingual import Text, Words, words_json

THIS_YEAR, YEAR_BEFORE = Text("本年", "this year"), Text("上年同期", "a year before")
COLOURS = (theme.BLUE, theme.MUTED)
#: Steps of room at both ends, where the numbers of the line stand.
ROOM = 0.9
#: The scale ends above the highest point, where a number stands.
HEADROOM = 1.15


def year_and_before(
    months: Sequence[Words],
    now: Values,
    before: Values,
    *,
    measure: Axis,
    notes: Mapping[int, str] | None = None,
    height: int = 200,
) -> Spec | None:
    """Two lines over the same months, the last month marked; None when no value is known.

    The numbers stand at the ends of the lines, above the higher and below the lower, so that they
    never meet. `notes` are short marks (①) by the place of their month.
    """
    check_lengths(months, now, before)
    check_distinct(months)
    if not has_data(now, before):
        return None
    series = ((THIS_YEAR, now), (YEAR_BEFORE, before))
    rows = [
        {"x": words_json(month), "series": words_json(label), "value": measure.drawn(value)}
        for label, values in series
        for month, value in zip(months, values, strict=True)
    ]
    across = _across(months)
    top = max(row["value"] or 0 for row in rows) or 1
    layers = [
        _lines(across, measure, top),
        _last_month(across, months, now, measure),
        *_ends(across, months, series, measure),
        *_marks(across, months, notes or {}),
    ]
    return frame(height, {"data": {"values": rows}, "layer": layers})


def _across(months: Sequence[Words]) -> Spec:
    return {
        "field": "x",
        "type": "ordinal",
        "sort": [words_json(month) for month in months],
        "scale": {"type": "point", "padding": ROOM},
        "axis": {"title": None, "labelAngle": 0, "labelOverlap": "greedy", "grid": False},
    }


def _lines(across: Spec, measure: Axis, top: float) -> Spec:
    domain = [words_json(THIS_YEAR), words_json(YEAR_BEFORE)]
    named = {"field": "series", "type": "nominal"}
    return {
        "mark": {"type": "line", "point": {"size": 24, "filled": True}},
        "encoding": {
            "x": across,
            "y": {
                "field": "value",
                "type": "quantitative",
                "axis": measure.upright_axis(),
                "scale": {"zero": True, "domainMax": top * HEADROOM},
            },
            "color": named
            | {
                "scale": {"domain": domain, "range": list(COLOURS)},
                "legend": {"symbolType": "stroke", "symbolStrokeWidth": 3, "offset": 28},
            },
            "strokeDash": named | {"scale": {"domain": domain, "range": [[1, 0], [4, 3]]}},
            "tooltip": [
                {"field": "x", "type": "ordinal", "title": " "},
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


def _at(across: Spec, value: object, month: Words) -> Spec:
    """Data and place of a single mark."""
    return {
        "data": {"values": [{"x": words_json(month), "value": value}]},
        "encoding": {
            "x": {key: one for key, one in across.items() if key != "axis"},
            "y": {"field": "value", "type": "quantitative"},
        },
    }


def _last_month(across: Spec, months: Sequence[Words], now: Values, measure: Axis) -> Spec:
    """A ring around this period's point."""
    ring = {"type": "point", "size": 130, "strokeWidth": 2, "color": theme.BLUE, "filled": False}
    return {"mark": ring, **_at(across, measure.drawn(now[-1]), months[-1])}


def _ends(
    across: Spec,
    months: Sequence[Words],
    series: Sequence[tuple[Words, Values]],
    measure: Axis,
) -> list[Spec]:
    """The numbers at both ends of both lines."""
    layers = []
    # The first stand over and under their points, clear of the axis; the last beside theirs.
    for place, dx, dy in ((0, -4, 8), (len(months) - 1, 7, 0)):
        now, before = (measure.drawn(values[place]) for _label, values in series)
        above = now is None or before is None or now >= before
        ends = [(now, above, COLOURS[0])]
        if before != now:  # else one number says both
            ends.append((before, not above or now is None, COLOURS[1]))
        for value, over, colour in ends:
            mark: Spec = {"align": "left", "dx": dx, "dy": -dy if over else dy}
            mark |= {"baseline": "bottom" if over else "top"}
            layer = {"mark": mark | {"type": "text", "color": colour, "fontWeight": "bold"}}
            layer |= _at(across, value, months[place])
            number = {"field": "value", "type": "quantitative", "format": measure.format}
            layer["encoding"]["text"] = number
            if value is not None:
                layers.append(layer)
    return layers


def _marks(across: Spec, months: Sequence[Words], notes: Mapping[int, str]) -> list[Spec]:
    """A thin rule at each month in which something happened, its sign on top."""
    if not notes:
        return []
    rows = [{"x": words_json(months[place]), "note": sign} for place, sign in notes.items()]
    x = {key: one for key, one in across.items() if key != "axis"}
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "strokeDash": [2, 3], "color": theme.VERMILION},
            "encoding": {"x": x},
        },
        {
            "data": {"values": rows},
            "mark": {
                "type": "text",
                "baseline": "bottom",
                "y": 0,
                "dy": -2,
                "color": theme.VERMILION,
                "fontSize": theme.LABEL_SIZE + 2,
            },
            "encoding": {"x": x, "text": {"field": "note", "type": "nominal"}},
        },
    ]
