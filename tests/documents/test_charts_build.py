"""Charts as data: one spec in two languages, honest about what is not known."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from decimal import Decimal

import pytest

from documents import charts
from documents.charts import theme
from lib.bilingual import Text, localise

CASES = charts.Axis(Text("例", "cases"))
AREAS = [Text("东街", "Dongjie"), Text("西街", "Xijie")]
MONTHS = [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
BOTH = [charts.Series(Text("男", "Male"), [1, 2]), charts.Series(Text("女", "Female"), [3, None])]
NONE_KNOWN = [charts.Series("a", [None, None])]

BUILDERS = {
    "line": lambda s: charts.line(MONTHS, s, measure=CASES),
    "bar": lambda s: charts.bar(AREAS, s[0].values, measure=CASES),
    "grouped_bar": lambda s: charts.grouped_bar(AREAS, s, measure=CASES),
    "stacked_bar": lambda s: charts.stacked_bar(AREAS, s, measure=CASES),
    "pareto": lambda s: charts.pareto(AREAS, s[0].values, measure=CASES),
    "age_pyramid": lambda s: charts.age_pyramid(["0–4", "5–9"], s[0], s[-1], measure=CASES),
    "heat": lambda s: charts.heat(AREAS, ["1", "2"], [s[0].values, s[-1].values], measure=CASES),
}


@pytest.fixture(params=BUILDERS.values(), ids=BUILDERS.keys())
def builder(request: pytest.FixtureRequest):
    return request.param


def test_the_same_data_gives_the_same_spec(builder) -> None:
    assert json.dumps(builder(BOTH)) == json.dumps(builder(BOTH))


def test_a_spec_is_plain_json_in_each_language(builder) -> None:
    spec = builder(BOTH)
    chinese, english = (
        json.dumps(localise(spec, language), ensure_ascii=False) for language in ("zh-hans", "en")
    )
    assert '"zh-hans"' not in chinese + english
    assert "例" in chinese and "cases" not in chinese
    assert "cases" in english and "例" not in english


def test_nothing_known_is_no_chart(builder) -> None:
    assert builder(NONE_KNOWN) is None


def test_a_column_of_the_wrong_length_is_refused(builder) -> None:
    with pytest.raises(ValueError, match="3 values for 2 labels"):
        builder([charts.Series("a", [1, 2, 3])])


def test_no_period_at_all_is_no_chart() -> None:
    assert charts.line([], [], measure=CASES) is None
    assert charts.bar([], [], measure=CASES) is None
    assert charts.heat([], [], [], measure=CASES) is None


def test_labels_that_read_the_same_would_merge_and_are_refused() -> None:
    twins = [Text("甲", "same"), Text("乙", "same")]
    with pytest.raises(ValueError, match="labels repeat"):
        charts.bar(twins, [1, 2], measure=CASES)


def test_more_series_than_colours_are_refused() -> None:
    many = [charts.Series(str(n), [1, 2]) for n in range(len(theme.SERIES) + 1)]
    with pytest.raises(ValueError, match="can be told apart"):
        charts.grouped_bar(AREAS, many, measure=CASES)


def test_a_gap_stays_a_gap() -> None:
    spec = charts.line(MONTHS, BOTH, measure=CASES)
    assert [row["value"] for row in spec["data"]["values"]] == [1, 2, 3, None]


def test_decimals_are_drawn_as_numbers() -> None:
    spec = charts.bar(AREAS, [Decimal("1.50"), 2], measure=CASES)
    assert [row["value"] for row in spec["data"]["values"]] == [1.5, 2]


def test_pareto_sorts_by_size_and_its_shares_end_at_the_whole() -> None:
    spec = charts.pareto(["a", "b", "c", "d"], [10, 60, None, 30], measure=CASES)
    rows = [(row["category"], row["value"], row["share"]) for row in spec["data"]["values"]]
    assert rows == [("b", 60, 0.6), ("d", 30, 0.9), ("a", 10, 1.0)]


def test_the_pyramid_draws_one_side_to_the_left_and_prints_it_unsigned() -> None:
    spec = charts.age_pyramid(["0–4", "5–9"], BOTH[0], BOTH[1], measure=CASES)
    drawn = [(row["value"], row["drawn"]) for row in spec["data"]["values"]]
    assert drawn == [(1, -1), (2, -2), (3, 3), (None, None)]
    assert spec["encoding"]["y"]["sort"] == ["5–9", "0–4"]
    assert spec["encoding"]["x"]["scale"]["domain"] == [-3, 3]


# Machado, Oliveira and Fernandes (2009), A Physiologically-based Model for Simulation of Color
# Vision Deficiency: matrices of complete deficiency, on linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(colour: str) -> list[float]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def lab(rgb: list[float]) -> list[float]:
    to_xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    xyz = [sum(m * c for m, c in zip(row, rgb, strict=True)) for row in to_xyz]
    scaled = (max(x, 0) / w for x, w in zip(xyz, white, strict=True))
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in scaled)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_any_two_series_are_told_apart_by_a_colour_blind_reader(deficiency: str) -> None:
    matrix = DEFICIENCIES[deficiency]

    def seen(colour: str) -> list[float]:
        rgb = linear(colour)
        return lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in matrix])

    for one, other in itertools.combinations(theme.SERIES, 2):
        gap = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert gap > 10, (one, other, gap)
