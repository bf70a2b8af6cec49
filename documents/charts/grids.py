"""Charts on two categories: the age pyramid and the heat map."""

from __future__ import annotations

from collections.abc import Sequence

from documents.charts import theme
from documents.charts.parts import (
    Axis,
    Series,
    Spec,
    Values,
    categories_axis,
    check_distinct,
    check_lengths,
    colour,
    frame,
    has_data,
)
from lib.bilingual import Words, words_json

PYRAMID_STEP = 16
HEAT_STEP = 26
FRAME_SPACE = 60


def age_pyramid(
    bands: Sequence[Words], left: Series, right: Series, *, measure: Axis
) -> Spec | None:
    """Two sexes back to back, the youngest band at the foot; None when no value is known.

    ``bands`` go from the youngest. Values are non-negative; the left ones are drawn to the left
    and printed without a sign.
    """
    check_lengths(bands, left.values, right.values)
    check_distinct(bands)
    if not has_data(left.values, right.values):
        return None
    rows = [
        {
            "category": words_json(band),
            "series": words_json(side.label),
            "value": measure.drawn(value),
            "drawn": None if value is None else sign * (measure.drawn(value) or 0),
        }
        for side, sign in ((left, -1), (right, 1))
        for band, value in zip(bands, side.values, strict=True)
    ]
    pattern = measure.tick_format
    top = max(abs(row["drawn"]) for row in rows if row["drawn"] is not None) or 1
    axis = measure.axis(labelExpr=f"format(abs(datum.value), '{pattern}')", tickCount=7)
    encoding = {
        "y": categories_axis(list(reversed(bands))),
        "x": {
            "field": "drawn",
            "type": "quantitative",
            "axis": axis,
            "stack": None,
            "scale": {"domain": [-top, top], "nice": True},
        },
        "color": colour([left.label, right.label]),
        "tooltip": [
            {"field": "category", "type": "nominal", "title": " "},
            {"field": "series", "type": "nominal", "title": "  "},
            {
                "field": "value",
                "type": "quantitative",
                "format": measure.format,
                "title": words_json(measure.title) or "   ",
            },
        ],
    }
    height = FRAME_SPACE + PYRAMID_STEP * len(bands)
    return frame(height, {"data": {"values": rows}, "mark": {"type": "bar"}, "encoding": encoding})


def heat(
    rows: Sequence[Words],
    columns: Sequence[Words],
    values: Sequence[Values],
    *,
    measure: Axis,
) -> Spec | None:
    """A grid of shaded cells with their numbers; None when no value is known.

    ``values[row][column]``. The shade runs from 0 to the largest; a missing value is left white.
    """
    check_lengths(rows, values)
    for line in values:
        check_lengths(columns, line)
    check_distinct(rows)
    check_distinct(columns)
    if not has_data(*values):
        return None
    top = max(measure.drawn(value) or 0 for line in values for value in line)
    cells = [
        {"category": words_json(row), "column": words_json(column), "value": measure.drawn(value)}
        for row, line in zip(rows, values, strict=True)
        for column, value in zip(columns, line, strict=True)
        if value is not None
    ]
    body = {
        "data": {"values": cells},
        "encoding": {
            "x": {
                "field": "column",
                "type": "nominal",
                "sort": [words_json(column) for column in columns],
                "axis": {
                    "title": None,
                    "labelAngle": 0,
                    "orient": "top",
                    "labelOverlap": True,
                    "domain": False,
                },
            },
            "y": categories_axis(rows, domain=False),
        },
        "layer": _heat_layers(top, measure),
    }
    return frame(FRAME_SPACE + HEAT_STEP * len(rows), body)


def _heat_layers(top: int | float, measure: Axis) -> list[Spec]:
    number = {"field": "value", "type": "quantitative"}
    shade = {"domain": [0, top or 1], "range": list(theme.RAMP), "interpolate": "rgb"}
    ink = {"condition": {"test": f"datum.value > {(top or 1) * 0.55}", "value": "#ffffff"}}
    tip = number | {"format": measure.format, "title": words_json(measure.title) or " "}
    return [
        {
            "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 1, "tooltip": True},
            "encoding": {
                "color": number | {"scale": shade, "legend": None},
                "tooltip": [tip],
            },
        },
        {
            "mark": {"type": "text", "fontSize": 10},
            "encoding": {
                "text": number | {"format": measure.format},
                "color": ink | {"value": theme.INK},
            },
        },
    ]
