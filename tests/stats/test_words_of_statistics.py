"""A result says itself in one plain sentence and claims no more than the data carry."""

import pytest

from safecommunity.lib.stats import (
    annual_percent_change,
    compare_with_target,
    crude_rate,
    directly_standardised_rate,
    proportion,
    rate_ratio,
    suppress_table,
)
from safecommunity.lib.stats.words import level_text, number_text, p_text, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.123456, "0.123"), (12.0, "12"), (1234.56, "1,235"), (99.96, "100.0"), (0, "0"),
     (2e-15, "0"), (0.00000123, "1.23e-06"), (-6.7, "-6.70"), (None, "not available"),
     (float("inf"), "unbounded")],
)  # fmt: skip
def test_numbers_read_with_three_digits(value, text):
    assert number_text(value) == text


def test_levels_and_p_values_read_as_people_write_them():
    assert (level_text(0.95), level_text(0.998)) == ("95%", "99.8%")
    assert (p_text(0.0371), p_text(0.0000001)) == ("p = 0.037", "p < 0.001")


def test_a_rate_in_both_languages():
    found = crude_rate(41, 28010)
    assert found.sentence() == "Rate per 100,000 146 (95% CI 105 to 199)."
    assert found.sentence("zh-hans") == "率（每 100,000）：146（95% 置信区间 105~199）。"
    assert found.sentence("zh_CN") == found.sentence("zh-hans")


def test_a_proportion_reads_in_per_cent():
    assert proportion(65, 100).sentence() == "Proportion 65.0% (95% CI 55.3% to 73.6%)."


def test_few_events_come_with_a_warning():
    assert "Few events" in crude_rate(3, 28010).sentence()
    assert "事件数少" in crude_rate(3, 28010).sentence("zh-hans")


def test_too_few_events_for_a_value_are_said_not_hidden():
    said = directly_standardised_rate([1, 2], [900, 800], [1, 1]).sentence()
    assert "not available" in said
    assert "Too few events" in said


def test_a_missing_interval_is_said():
    said = rate_ratio(0, 100, 3, 100, method="wald").sentence()
    assert "no interval" in said


def test_an_unclear_trend_is_not_called_a_fall():
    found = annual_percent_change([2018, 2019, 2020, 2021], [31, 24, 29, 25], [9000] * 4)
    assert found.value < 0
    assert "No clear trend" in found.sentence()
    assert "fell" not in found.sentence()
    assert "趋势不明确" in found.sentence("zh-hans")


def test_a_target_inside_the_interval_is_neither_reached_nor_missed():
    assert "cannot tell" in compare_with_target(90, 110, 100).sentence()


def test_the_sentence_of_a_suppressed_table_gives_no_count_away():
    said = suppress_table([[12, 3, 40], [8, 9, 15], [20, 11, 6]]).sentence()
    assert said == "4 of 16 cells and totals are suppressed."


def test_results_turn_into_plain_json():
    found = rate_ratio(5, 1000, 0, 1000).as_dict()
    assert found["high"] is None
    assert found["flags"] == ["small_numbers", "high_unbounded"]
    assert plain({"a": (1, float("nan"))}) == {"a": [1, None]}
