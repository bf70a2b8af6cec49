"""A result says itself in one plain sentence and claims no more than the data carry."""

import json
import re

import pytest

import stats
from stats import (
    annual_percent_change,
    compare_with_target,
    crude_rate,
    directly_standardised_rate,
    proportion,
    rate_ratio,
    suppress_table,
)
from stats.words import level_text, number_text, p_text, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.123"),
        (12.0, "12"),
        (1234.56, "1,235"),
        (99.96, "100.0"),
        (0, "0"),
        (2e-15, "0"),
        (0.00000123, "1.23e-06"),
        (-6.7, "-6.70"),
        (None, "not available"),
        (float("inf"), "unbounded"),
    ],
)
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


def refusals():
    """Errors whose sentence names a part, a model or what is allowed."""
    years = list(range(2010, 2020))
    yield lambda: stats.interrupted_time_series([5] * 30, 10)
    yield lambda: stats.interrupted_time_series([5] * 30, 28)
    yield lambda: stats.interrupted_time_series([0] * 30 + [4] * 10, 30)
    yield lambda: stats.interrupted_time_series([5] * 60, 36)
    yield lambda: stats.annual_percent_change([2020, 2021, 2022], [0, 0, 5])
    yield lambda: stats.cusum([0] * 20, first=10)
    yield lambda: stats.cusum([3] * 20, first=5)
    yield lambda: stats.farrington([3] * 400, positions=[20])
    yield lambda: stats.ears([3] * 40, positions=[2])
    yield lambda: stats.parallel_trends(
        [0, 0, 0, 3, 4, 5], [0, 0, 0, 1, 1, 1], [1, 2, 3] * 2, population=[9] * 6
    )
    yield lambda: stats.suppress_cells({"a": 1}, [{"total": "a", "parts": ["b"]}])
    yield lambda: stats.funnel_limits(0.5, [10], kind="proportion", per=100)
    yield lambda: stats.years_of_life_lost([1], ages=["70-79"])
    yield lambda: stats.join_point(years, [0] * 10)
    yield lambda: stats.directly_standardised_rate([1, 2], [3], [1, 1])


@pytest.mark.parametrize("refuse", list(refusals()))
def test_a_chinese_refusal_has_english_only_in_quotes_and_names_the_argument(refuse):
    with pytest.raises(stats.StatsError) as caught:
        refuse()
    chinese = caught.value.sentence("zh-hans")
    assert f"“{caught.value.where}”" in chinese
    bare = re.sub(r"“[^”]*”|'[^']*'|\(limit\)", "", chinese)
    assert not re.findall(r"[A-Za-z]{2,}", bare), chinese
    assert re.fullmatch(r"\w+(\[\d+\])*", caught.value.where)


def test_the_details_of_an_error_are_valid_json():
    with pytest.raises(stats.StatsError) as caught:
        stats.crude_rate(float("nan"), 5)
    assert json.dumps(caught.value.as_dict(), allow_nan=False)


def test_an_interval_that_does_not_exist_is_said_once():
    found = stats.rate_ratio(0, 100, 7, 100, method="wald")
    assert "no 95% CI" in found.sentence("en")
    assert "无 95% 置信区间" in found.sentence("zh-hans")


def test_a_change_of_a_proportion_is_in_percentage_points():
    found = stats.mcnemar(59, 3, 23, 37)
    assert "16.4 percentage points (95% CI 8.47 to 23.9" in found.sentence("en")
    assert "相差 16.4 个百分点（95% 置信区间 8.47~23.9" in found.sentence("zh-hans")


def test_few_clusters_do_not_make_a_survey_better_than_a_random_sample():
    found = stats.cluster_proportion([12, 18, 9, 15], [25, 30, 20, 25])
    assert found.design_effect < 1
    assert "count like" not in found.sentence("en")
    assert "偶然" in found.sentence("zh-hans")


def test_a_scan_without_alarm_points_to_no_signal():
    quiet = stats.scan_latest([[3, 5, 2, 4, 6, 3, 4, 5, 2, 3, 4, 3]] * 2)
    assert "less than 1" in quiet.sentence("en") and "signals" not in quiet.sentence("en")
    assert "不到 1 个" in quiet.sentence("zh-hans")


def test_events_averted_are_said_with_their_interval():
    counts = [60, 64, 58, 61, 63, 59] * 5 + [40, 44, 42, 39, 43, 41]
    found = stats.interrupted_time_series(counts, 30, slope=False, harmonics=0)
    low, high = found.averted.low, found.averted.high
    assert low > 0
    assert f"(95% CI {low:.0f}" in found.sentence("en") or f"{low:.1f}" in found.sentence("en")
    assert f"{high:.0f}" in found.sentence("zh-hans")
