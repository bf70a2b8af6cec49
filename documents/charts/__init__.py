"""Charts as data: each builder returns one Vega-Lite spec for page, PDF and Word.

The spec's texts are in both languages; ``lib.bilingual.localise`` makes it plain
Vega-Lite in one of them. A builder returns None when there is nothing to draw. ``render`` makes
pictures and is imported by name, so that who only builds specs does not load the renderer.
"""

from documents.charts.bars import bar, grouped_bar, pareto, stacked_bar
from documents.charts.grids import age_pyramid, heat
from documents.charts.lines import Reference, line
from documents.charts.parts import Axis, Series, Spec
from documents.charts.years import year_and_before

__all__ = [
    "Axis",
    "Reference",
    "Series",
    "Spec",
    "age_pyramid",
    "bar",
    "grouped_bar",
    "heat",
    "line",
    "pareto",
    "stacked_bar",
    "year_and_before",
]
