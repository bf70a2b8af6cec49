"""What the chart builders share: a series of numbers, checks, axes, colours, the outer frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, overload

from documents.charts import theme
from lib.bilingual import LANGUAGES, Words, say, words_json
from lib.numerals import DEFAULT_DIGITS, Number

Spec = dict[str, Any]
Values = Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers under one name; ``low`` and ``high`` bound each when there is an interval."""

    label: Words
    values: Values
    low: Values | None = None
    high: Values | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """How a chart's numbers are named and printed; ``kind`` and ``digits`` as in a table column."""

    title: Words = ""
    kind: str = "integer"
    digits: int | None = None

    @property
    def format(self) -> str:
        """The d3-format pattern; for a percentage it takes what ``drawn`` gives."""
        digits = DEFAULT_DIGITS.get(self.kind, 0) if self.digits is None else self.digits
        return f",.{digits}{'%' if self.kind == 'percent' else 'f'}"

    def drawn(self, value: Number | None) -> int | float | None:
        """The number as Vega takes it: percentages (0 to 100) as proportions."""
        number = plain(value)
        return number / 100 if self.kind == "percent" and number is not None else number

    def axis(self, **more: Any) -> Spec:
        """A level value axis; a count's ticks stay whole."""
        axis: Spec = {"title": words_json(self.title) or None, "format": self.tick_format, **more}
        if self.kind == "integer":
            axis["tickMinStep"] = 1
        return axis

    def upright_axis(self, **more: Any) -> Spec:
        """A standing value axis; its title lies above it, because Chinese does not turn well."""
        lying = {
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleX": -24,
            "titleY": -10,
            "titleBaseline": "bottom",
        }
        return self.axis(tickCount=5, **lying, **more)

    @property
    def tick_format(self) -> str:
        return {"percent": "~%", "integer": ",.0f"}.get(self.kind, ",~f")


@overload
def plain(value: None) -> None: ...
@overload
def plain(value: Number) -> int | float: ...
def plain(value: Number | None) -> int | float | None:
    """A number that JSON has."""
    return float(value) if isinstance(value, Decimal) else value


def has_data(*columns: Values) -> bool:
    """Whether any value is known; a chart of nothing but gaps is no chart."""
    return any(value is not None for column in columns for value in column)


def check_lengths(labels: Sequence[object], *columns: Sequence[object] | None) -> None:
    """``ValueError`` when a column is not as long as the labels."""
    for column in columns:
        if column is not None and len(column) != len(labels):
            raise ValueError(f"{len(column)} values for {len(labels)} labels")


def check_distinct(labels: Sequence[Words]) -> None:
    """``ValueError`` when two labels read the same in a language: their marks would merge."""
    for language in LANGUAGES:
        spoken = [say(label, language) for label in labels]
        if len(set(spoken)) != len(spoken):
            raise ValueError(f"labels repeat: {spoken}")


def colour(labels: Sequence[Words], symbol: str = "square") -> Spec:
    """Colour by series, in the order given; more series than colours is a ``ValueError``."""
    palette = theme.SERIES
    if len(labels) > len(palette):
        raise ValueError(f"{len(labels)} series; {len(palette)} can be told apart")
    scale = {"domain": [words_json(x) for x in labels], "range": list(palette[: len(labels)])}
    legend = {"symbolType": symbol} if len(labels) > 1 else None
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend}


def categories_axis(labels: Sequence[Words], **more: Any) -> Spec:
    """A category axis in the order given."""
    return {
        "field": "category",
        "type": "nominal",
        "sort": [words_json(label) for label in labels],
        "axis": {"title": None, "labelLimit": 180, **more},
    }


def frame(height: int, body: Spec) -> Spec:
    """The spec: schema, theme and size around the marks; the page or the printer sets the width."""
    return {
        "$schema": theme.SCHEMA_URL,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": theme.CONFIG,
        **body,
    }
