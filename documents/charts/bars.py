"""Charts of categories: bars alone, side by side, stacked, and by falling size (Pareto)."""

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
    plain,
)
from lib.bilingual import Text, Words, words_json

BAR_STEP = 26  # px a horizontal bar takes, its gap included
NUMBER_SPACE = 1.12  # the scale ends past the longest bar, where its number stands
FRAME_SPACE = 46  # px of a horizontal chart that are axis


def bar(categories: Sequence[Words], values: Values, *, measure: Axis) -> Spec | None:
    """Horizontal bars in the order given, each with its number; None when no value is known."""
    check_lengths(categories, values)
    check_distinct(categories)
    if not has_data(values):
        return None
    top = max(measure.drawn(value) or 0 for value in values) or 1
    rows = [
        {"category": words_json(label), "value": measure.drawn(value)}
        for label, value in zip(categories, values, strict=True)
    ]
    encoding = {
        "y": categories_axis(categories),
        "x": {
            "field": "value",
            "type": "quantitative",
            "axis": measure.axis(tickCount=5),
            "scale": {"domain": [0, top * NUMBER_SPACE]},
        },
        "tooltip": _tooltip(measure),
    }
    number = {"field": "value", "type": "quantitative", "format": measure.format}
    layers = [
        {"mark": {"type": "bar", "color": theme.BLUE, "height": {"band": 0.68}}},
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "clip": False},
            "encoding": {"text": number},
        },
    ]
    height = FRAME_SPACE + BAR_STEP * len(categories)
    return frame(height, {"data": {"values": rows}, "encoding": encoding, "layer": layers})


def grouped_bar(
    categories: Sequence[Words], series: Sequence[Series], *, measure: Axis, height: int = 240
) -> Spec | None:
    """Upright bars side by side within each category; None when no value is known."""
    spec = _upright(categories, series, measure, height)
    if spec is not None:
        order = [words_json(one.label) for one in series]
        spec["encoding"]["xOffset"] = {"field": "series", "sort": order}
        spec["encoding"]["y"]["stack"] = None
    return spec


def stacked_bar(
    categories: Sequence[Words],
    series: Sequence[Series],
    *,
    measure: Axis,
    share: bool = False,
    height: int = 240,
) -> Spec | None:
    """Upright stacked bars, to 100% each when ``share``; None when no value is known."""
    spec = _upright(categories, series, measure, height)
    if spec is None:
        return None
    spec["encoding"]["order"] = {"field": "rank", "type": "quantitative"}
    spec["encoding"]["y"]["stack"] = "normalize" if share else "zero"
    if share:
        spec["encoding"]["y"]["axis"] = Axis(kind="percent").upright_axis()
    return spec


def _upright(
    categories: Sequence[Words], series: Sequence[Series], measure: Axis, height: int
) -> Spec | None:
    check_distinct(categories)
    check_distinct([one.label for one in series])
    for one in series:
        check_lengths(categories, one.values)
    if not has_data(*(one.values for one in series)):
        return None
    rows = [
        {
            "category": words_json(label),
            "series": words_json(one.label),
            "rank": rank,
            "value": measure.drawn(value),
        }
        for rank, one in enumerate(series)
        for label, value in zip(categories, one.values, strict=True)
    ]
    encoding = {
        "x": categories_axis(categories, labelAngle=0, labelOverlap=True),
        "y": {"field": "value", "type": "quantitative", "axis": measure.upright_axis()},
        "color": colour([one.label for one in series]),
        "tooltip": [*_tooltip(measure), {"field": "series", "type": "nominal", "title": "  "}],
    }
    return frame(height, {"data": {"values": rows}, "mark": {"type": "bar"}, "encoding": encoding})


def pareto(
    categories: Sequence[Words],
    values: Values,
    *,
    measure: Axis,
    share_title: Words = Text("累计占比", "Cumulative share"),  # noqa: B008 (frozen)
    height: int = 240,
) -> Spec | None:
    """Bars by falling size with the line of their cumulative share; None when they sum to nothing.

    Equal values keep the order given; unknown values are left out.
    """
    check_lengths(categories, values)
    known = [(label, plain(v)) for label, v in zip(categories, values, strict=True) if v]
    known.sort(key=lambda pair: -pair[1])
    check_distinct([label for label, _value in known])
    total = sum(value for _label, value in known)
    if not total:
        return None
    rows: list[Spec] = []
    running: int | float = 0
    for label, value in known:
        running += value
        rows.append({"category": words_json(label), "value": value, "share": running / total})
    x = categories_axis([label for label, _value in known], labelAngle=0, labelOverlap=True)
    share = Axis(share_title, "percent").upright_axis(grid=False)
    share |= {"titleAlign": "right", "titleX": 24}
    counted = {"field": "value", "type": "quantitative", "axis": measure.upright_axis()}
    cumulated = {
        "field": "share",
        "type": "quantitative",
        "axis": share,
        "scale": {"domain": [0, 1]},
    }
    layers = [
        {"mark": {"type": "bar", "color": theme.BLUE}, "encoding": {"y": counted}},
        {
            "mark": {
                "type": "line",
                "color": theme.VERMILION,
                "point": {"size": 28, "color": theme.VERMILION},
            },
            "encoding": {"y": cumulated},
        },
    ]
    body = {
        "data": {"values": rows},
        "encoding": {"x": x, "tooltip": _tooltip(measure)},
        "layer": layers,
        "resolve": {"scale": {"y": "independent"}},
    }
    return frame(height, body)


def _tooltip(measure: Axis) -> list[Spec]:
    title = words_json(measure.title) or "   "
    return [
        {"field": "category", "type": "nominal", "title": " "},
        {"field": "value", "type": "quantitative", "format": measure.format, "title": title},
    ]
