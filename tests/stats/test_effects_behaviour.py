"""What the effect functions promise: no claim beyond the data, named errors, sane limits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from stats.effects import (
    before_after,
    cluster_design_effect,
    cluster_proportion,
    difference_in_differences,
    difference_in_differences_cells,
    difference_in_differences_rates,
    interrupted_time_series,
    kish_design_effect,
    mcnemar,
    paired_scores,
    panel_difference_in_differences,
    parallel_trends,
    sample_size_proportion,
    sample_size_rate_ratio,
    sample_size_two_proportions,
    survey_proportion,
    two_proportions,
    two_scores,
)
from stats.errors import (
    AllZero,
    BadShape,
    EmptyInput,
    MissingValue,
    NegativeCount,
    NotConverged,
    NotFinite,
    NotWhole,
    OutOfRange,
    StrataMismatch,
    TooShort,
    UnknownChoice,
    ZeroPopulation,
)

MONTHS = np.random.default_rng(9).poisson(100, 48).tolist()
CELL = {"n": 10, "mean": 1.0, "sd": 2.0}
FOUR = {"pilot": [0, 0, 1, 1], "after": [0, 1, 0, 1]}


def test_an_injected_fall_is_found_and_the_counterfactual_is_the_old_level():
    rng = np.random.default_rng(1)
    counts = rng.poisson([200] * 36 + [140] * 24)
    found = interrupted_time_series(counts, 36, harmonics=1)
    assert found.step.ratio_high < 0.85
    assert found.step.ratio_low < 0.7 < found.step.ratio_high
    assert "fell by" in found.sentence("en") and "下降" in found.sentence("zh-hans")
    assert found.counterfactual[:36] == found.fitted[:36]
    low, high = found.counterfactual_low[40], found.counterfactual_high[40]
    assert low < 200 < high
    assert found.averted.low < 24 * 60 < found.averted.high


def test_nothing_is_claimed_where_nothing_changed():
    found = interrupted_time_series(MONTHS, 30)
    assert found.step.ratio_low < 1 < found.step.ratio_high
    assert "No clear change" in found.sentence("en")
    assert "无明确变化" in found.sentence("zh-hans")


def test_fewer_than_24_months_before_give_no_judgement():
    with pytest.raises(TooShort) as caught:
        interrupted_time_series(MONTHS, 23)
    assert "no judgement" in caught.value.sentence("en")
    assert "不作判断" in caught.value.sentence("zh-hans")
    assert (caught.value.details["found"], caught.value.details["needed"]) == (23, 24)
    with pytest.raises(TooShort):
        interrupted_time_series(MONTHS, 44)


def test_autocorrelation_is_told():
    noise = np.repeat(np.random.default_rng(4).normal(0, 0.3, 12), 5)
    counts = np.round(200 * np.exp(noise))
    found = interrupted_time_series(counts, 30, harmonics=0, slope=False)
    assert found.durbin_watson < 1.2 and found.ljung_box_p < 0.05
    assert "autocorrelated" in found.sentence("en") and "自相关" in found.sentence("zh-hans")
    robust = interrupted_time_series(
        counts, 30, harmonics=0, slope=False, errors="newey-west", lags=5
    )
    assert robust.step == found_with(counts, 5).step_newey_west
    assert robust.step.se > found.step.se


def found_with(counts, lags):
    return interrupted_time_series(counts, 30, harmonics=0, slope=False, lags=lags)


def test_quarters_and_weeks_have_their_own_season():
    quarters = interrupted_time_series(MONTHS, 30, period=4, harmonics=2)
    assert {term.name for term in quarters.terms} >= {"sin1", "cos1", "cos2"}
    assert "sin2" not in {term.name for term in quarters.terms}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_paired_differences_lie_in_their_interval_and_mirror(a, b, c, d):
    if a + b + c + d == 0:
        return
    found = mcnemar(a, b, c, d)
    assert found.low - 1e-12 <= found.difference <= found.high + 1e-12
    assert found.low >= -1 - 1e-9 and found.high <= 1 + 1e-9
    mirrored = mcnemar(a, c, b, d)
    assert mirrored.difference == pytest.approx(-found.difference)
    assert mirrored.low == pytest.approx(-found.high, abs=1e-12)
    assert mirrored.p_value == pytest.approx(found.p_value)
    assert mcnemar(a, b, c, d, method="midp").p_value <= found.p_value + 1e-12


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50))
def test_two_proportions_lie_in_their_interval(x, y):
    found = two_proportions(x, 50, y, 50)
    assert found.low - 1e-9 <= found.difference <= found.high + 1e-9
    assert 0 <= found.p_value <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=6, max_size=60), st.floats(0.1, 10))
def test_a_survey_does_not_depend_on_the_unit_of_its_weights(answers, scale):
    weights = [1 + i % 3 for i in range(len(answers))]
    one = survey_proportion(answers, weights=weights)
    other = survey_proportion(answers, weights=[w * scale for w in weights])
    assert other.value == pytest.approx(one.value)
    assert (other.low, other.high) == pytest.approx((one.low, one.high))
    assert 0 <= one.low <= one.value <= one.high <= 1


@settings(max_examples=30, deadline=None)
@given(st.floats(0.02, 0.98), st.floats(0.01, 0.2))
def test_the_sample_size_gives_the_margin_that_was_asked_for(p, margin):
    n = sample_size_proportion(p, margin).n
    assert 1.959963984540054 * math.sqrt(p * (1 - p) / n) <= margin * (1 + 1e-9)
    assert 1.959963984540054 * math.sqrt(p * (1 - p) / max(n - 1, 1)) >= margin * (1 - 1e-6)


def test_strata_with_own_levels_narrow_the_interval():
    answers = [1, 1, 1, 0] * 5 + [0, 0, 1, 0] * 5
    clusters = [i // 4 for i in range(40)]
    strata = [0] * 20 + [1] * 20
    plain = survey_proportion(answers, cluster=clusters)
    stratified = survey_proportion(answers, cluster=clusters, stratum=strata)
    assert stratified.se < plain.se
    assert (stratified.strata, stratified.df) == (2, 8)


def test_certainty_in_a_survey_still_has_an_interval():
    found = survey_proportion([0] * 20)
    assert (found.value, found.low) == (0, 0) and 0.1 < found.high < 0.2
    clusters = cluster_proportion([5, 5], [5, 5])
    assert clusters.value == 1 and 0.6 < clusters.low < 0.8


def test_zero_counts_have_a_defined_answer():
    none_after = before_after(20, 1000, 0, 1000)
    assert none_after.ratio.value == 0 and none_after.percent_change == -100
    none_before = before_after(0, 1000, 20, 1000)
    assert none_before.percent_change is None
    assert none_before.as_dict()["ratio"]["value"] is None
    assert mcnemar(5, 0, 0, 5).p_value == 1
    assert two_proportions(0, 10, 0, 12).p_value == 1
    assert two_scores([3, 3, 3], [3, 3]).p_value == 1
    assert paired_scores([3, 4], [3, 4], method="wilcoxon").p_value == 1
    assert paired_scores([3, 4], [3, 4]).p_value == 1


def test_diverging_trends_forbid_the_comparison():
    time = [1, 2, 3, 4, 5] * 2
    pilot = [0] * 5 + [1] * 5
    apart = parallel_trends([5, 5.1, 4.9, 5, 5.1, 5, 7, 9, 11, 13], pilot, time)
    assert "moving apart" in apart.sentence("en") and "不能解释" in apart.sentence("zh-hans")
    alike = parallel_trends([5, 6, 5, 6, 5, 8, 9, 8, 9, 8], pilot, time)
    assert "does not prove" in alike.sentence("en")


@pytest.mark.parametrize(
    "result",
    [
        before_after(120, 50_000, 80, 50_000),
        difference_in_differences_cells(CELL, CELL, CELL, {"n": 10, "mean": 9.0, "sd": 2.0}),
        difference_in_differences_rates([10, 100], [12, 100], [30, 100], [5, 100]),
        interrupted_time_series(MONTHS, 30),
        kish_design_effect([1, 2, 3]),
        cluster_design_effect(20, 0.05),
        mcnemar(10, 2, 15, 3),
        two_scores([1, 2, 3], [4, 5, 7]),
        survey_proportion([1, 0, 1, 1]),
        sample_size_two_proportions(0.4, 0.6),
        sample_size_rate_ratio(100, 0.7),
        panel_difference_in_differences(
            [1, 2, 3, 5, 2, 2.5], list("aabbcc"), [1, 2] * 3, {"measure": [0, 1, 0, 1, 0, 0]}
        ),
    ],
    ids=lambda result: type(result).__name__,
)
def test_each_result_says_itself_in_both_languages(result):
    english, chinese = result.sentence("en"), result.sentence("zh-hans")
    assert english.endswith(".") and chinese.endswith("。")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert "{" not in english + chinese


def did(**changes):
    return difference_in_differences(**{"outcome": [1, 2, 3, 5], **FOUR, **changes})


@pytest.mark.parametrize(
    "error, call",
    [
        (AllZero, lambda: before_after(0, 10, 0, 10)),
        (ZeroPopulation, lambda: before_after(1, 0, 1, 10)),
        (NegativeCount, lambda: interrupted_time_series([-1] + MONTHS, 30)),
        (NotFinite, lambda: interrupted_time_series([math.nan] + MONTHS, 30)),
        (MissingValue, lambda: interrupted_time_series([None] + MONTHS, 30)),
        (AllZero, lambda: interrupted_time_series([5] * 30 + [0] * 12, 30)),
        (AllZero, lambda: interrupted_time_series([0] * 30 + [5] * 12, 30)),
        (OutOfRange, lambda: interrupted_time_series(MONTHS, 99)),
        (StrataMismatch, lambda: interrupted_time_series(MONTHS, 30, population=[1000])),
        (ZeroPopulation, lambda: interrupted_time_series(MONTHS, 30, population=[0] * 48)),
        (NotConverged, lambda: interrupted_time_series([5] * 48, 30)),
        (
            NotConverged,
            lambda: parallel_trends(
                [5] * 6, [0, 0, 0, 1, 1, 1], [1, 2, 3] * 2, population=[10] * 6
            ),
        ),
        (UnknownChoice, lambda: interrupted_time_series(MONTHS, 30, model="gaussian")),
        (UnknownChoice, lambda: did(errors="HC9")),
        (BadShape, lambda: did(errors="cluster")),
        (TooShort, lambda: did(errors="cluster", cluster=["a"] * 4)),
        (TooShort, lambda: did()),
        (BadShape, lambda: did(after=[0, 0, 0, 1])),
        (OutOfRange, lambda: did(pilot=[0, 0, 2, 1])),
        (StrataMismatch, lambda: did(pilot=[0, 1])),
        (MissingValue, lambda: difference_in_differences_cells({"n": 5}, CELL, CELL, CELL)),
        (TooShort, lambda: difference_in_differences_cells({**CELL, "n": 1}, CELL, CELL, CELL)),
        (BadShape, lambda: difference_in_differences_cells([1], CELL, CELL, CELL)),
        (AllZero, lambda: difference_in_differences_rates([0, 9], [1, 9], [1, 9], [1, 9])),
        (BadShape, lambda: difference_in_differences_rates([1], [1, 9], [1, 9], [1, 9])),
        (
            TooShort,
            lambda: panel_difference_in_differences([1, 2], ["a", "b"], [1, 1], {"m": [0, 1]}),
        ),
        (
            BadShape,
            lambda: panel_difference_in_differences(
                [1, 2, 3, 4], list("aabb"), [1, 1, 1, 2], {"m": [0, 1, 0, 0]}
            ),
        ),
        (
            EmptyInput,
            lambda: panel_difference_in_differences([1, 2, 3, 4], list("aabb"), [1, 2, 1, 2], {}),
        ),
        (
            BadShape,
            lambda: panel_difference_in_differences(
                [1, 2, 3, 4, 5, 7], list("aabbcc"), [1, 2, 1, 2, 1, 2], {"m": [0] * 6}
            ),
        ),
        (TooShort, lambda: parallel_trends([1, 2, 3, 4], [0, 0, 1, 1], [1, 2, 1, 2])),
        (BadShape, lambda: parallel_trends([1, 2, 3, 4, 5], [1] * 5, [1, 2, 3, 4, 5])),
        (NotWhole, lambda: mcnemar(1.5, 2, 3, 4)),
        (EmptyInput, lambda: mcnemar(0, 0, 0, 0)),
        (UnknownChoice, lambda: mcnemar(1, 2, 3, 4, method="exactly")),
        (OutOfRange, lambda: two_proportions(5, 4, 1, 2)),
        (ZeroPopulation, lambda: two_proportions(0, 0, 1, 2)),
        (TooShort, lambda: two_scores([1], [1, 2])),
        (NotFinite, lambda: two_scores([1, math.inf], [1, 2])),
        (StrataMismatch, lambda: paired_scores([1, 2], [1, 2, 3])),
        (UnknownChoice, lambda: paired_scores([1, 2], [1, 3], method="welch")),
        (ZeroPopulation, lambda: kish_design_effect([1, 0])),
        (OutOfRange, lambda: cluster_design_effect(11, -0.2)),
        (OutOfRange, lambda: survey_proportion([1, 2])),
        (TooShort, lambda: survey_proportion([1, 0], cluster=["a", "a"])),
        (TooShort, lambda: cluster_proportion([1], [4])),
        (OutOfRange, lambda: cluster_proportion([5, 1], [4, 4])),
        (OutOfRange, lambda: sample_size_proportion(0, 0.05)),
        (OutOfRange, lambda: sample_size_proportion(0.5, 0.05, response=0)),
        (OutOfRange, lambda: sample_size_two_proportions(0.5, 0.5)),
        (OutOfRange, lambda: sample_size_rate_ratio(100, 1)),
    ],
)
def test_bad_input_gets_a_named_error_that_says_what_to_do(error, call):
    with pytest.raises(error) as caught:
        call()
    assert caught.value.argument
    assert caught.value.sentence("zh-hans") != caught.value.sentence("en")
