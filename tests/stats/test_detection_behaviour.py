"""What the detectors promise to those who read their verdicts."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings, strategies as st

from stats.detection import (
    choose_method,
    cusum,
    detect_latest,
    ears,
    farrington,
    farrington_flexible,
    scan_latest,
)
from stats.detection.loglinear import Stack, fit_quasi_poisson
from stats.errors import (
    AllZero,
    BadShape,
    EmptyInput,
    MissingValue,
    NegativeCount,
    NotFinite,
    OutOfRange,
    StrataMismatch,
    TooShort,
    UnknownChoice,
)

YEARS = 6
QUIET = np.random.default_rng(5).poisson(4, 52 * YEARS).tolist()


def detectors(counts):
    """Every detector's verdicts on the weeks 200 … 259 that ``counts`` holds."""
    positions = [p for p in range(200, 260) if p < len(counts)]
    found = [ears(counts, method=m, alpha=0.05, positions=positions) for m in ("C1", "C2", "C3")]
    options = {"positions": positions, "b": 3, "alpha": 0.05}
    found.append(farrington(counts, **options))
    found.append(farrington_flexible(counts, **options))
    found.append(farrington_flexible(counts, threshold_method="delta", start="2019-W02", **options))
    found.append(cusum(counts, first=200))
    return [[week for week in d.weeks if week.position in positions] for d in found]


@settings(max_examples=15, deadline=None)
@given(
    st.integers(min_value=200, max_value=250),
    st.lists(st.integers(min_value=0, max_value=500), min_size=60, max_size=60),
)
def test_no_detector_looks_into_the_future(now, later):
    before = detectors(QUIET[:260])
    changed = detectors(QUIET[: now + 1] + later[: 259 - now])
    for old, new in zip(before, changed, strict=True):
        assert old[: now - 199] == new[: now - 199]


@settings(max_examples=10, deadline=None)
@given(st.integers(min_value=200, max_value=259))
def test_a_week_is_judged_alike_with_and_without_the_weeks_after_it(now):
    for whole, cut in zip(detectors(QUIET[:260]), detectors(QUIET[: now + 1]), strict=True):
        last = cut[-1]
        same = whole[now - 200]
        assert (last.alarm, last.status) == (same.alarm, same.status)
        assert last.threshold == pytest.approx(same.threshold, rel=1e-9)


def test_an_outbreak_alarms_every_detector():
    counts = [*QUIET[:259], 40]
    assert all(weeks[-1].alarm for weeks in detectors(counts))


def test_a_past_outbreak_does_not_hide_a_new_one():
    counts = list(QUIET[:260])
    for week in range(100, 103):
        counts[week] = 40
    counts[-1] = 14
    options = {"positions": [259], "b": 4, "alpha": 0.01}
    plain = farrington_flexible(counts, reweight=False, **options).weeks[0]
    weighed = farrington_flexible(counts, **options).weeks[0]
    excluded = farrington_flexible(counts, exclude=range(100, 103), **options).weeks[0]
    clean = farrington_flexible([*QUIET[:259], 14], **options).weeks[0]
    assert weighed.threshold < plain.threshold
    assert not plain.alarm
    assert weighed.alarm and excluded.alarm
    assert excluded.threshold == pytest.approx(clean.threshold, abs=1)


def test_the_stacked_regression_equals_statsmodels():
    rng = np.random.default_rng(3)
    n, p, s = 90, 4, 12
    x = np.column_stack([np.ones(n), rng.normal(size=(n, p - 1)) * 0.3])
    y = rng.poisson(np.exp(x @ np.array([1.0, 0.5, -0.4, 0.2])), size=(s, n)).astype(float)
    weights = rng.uniform(0.2, 2, size=(s, n))
    offset = rng.normal(size=(s, n)) * 0.2
    fit = fit_quasi_poisson(Stack(y, x, weights, offset))
    own = fit_quasi_poisson(Stack(y, np.broadcast_to(x, (s, n, p)), weights, offset))
    assert fit.converged.all()
    for i in range(s):
        model = sm.GLM(
            y[i], x, family=sm.families.Poisson(), offset=offset[i], var_weights=weights[i]
        ).fit(scale="X2", tol=1e-12)
        assert fit.beta[i] == pytest.approx(model.params, rel=1e-8)
        assert own.beta[i] == pytest.approx(model.params, rel=1e-8)
        assert fit.dispersion[i] == pytest.approx(model.scale, rel=1e-8)
        errors = np.sqrt(np.diag(fit.covariance[i]) * fit.dispersion[i])
        assert errors == pytest.approx(model.bse, rel=1e-8)


def test_the_scan_judges_each_series_as_it_would_be_judged_alone():
    rng = np.random.default_rng(11)
    series = rng.poisson(rng.gamma(1.0, 3.0, size=(40, 1)), size=(40, 300)).astype(float)
    series[3, 250] = np.nan
    series[7] = 0
    found = scan_latest(series, start="2015-W01", alpha=0.05)
    assert found.method == "farrington_flexible"
    for row, verdict in zip(series, found.verdicts, strict=True):
        if not np.nansum(row):
            assert not verdict.alarm
            continue
        counts = [None if np.isnan(value) else value for value in row]
        alone = farrington_flexible(counts, start="2015-W01", positions=[299], alpha=0.05).weeks[0]
        assert verdict.upper_bound == alone.upper_bound
        assert (verdict.alarm, verdict.status) == (alone.alarm, alone.status)
        assert verdict.expected == pytest.approx(alone.expected, rel=1e-8)
        assert verdict.week == alone.week == "2020-W39"


@pytest.mark.parametrize("method", ["ears_c1", "ears_c2", "ears_c3"])
def test_the_scan_by_ears_equals_ears(method):
    series = [QUIET[i : i + 30] for i in range(20)]
    found = scan_latest(series, method=method, alpha=0.1)
    for counts, verdict in zip(series, found.verdicts, strict=True):
        alone = ears(counts, method=method[-2:].upper(), alpha=0.1).weeks[-1]
        assert verdict == alone


def test_an_all_zero_past_still_raises_an_alarm_for_a_cluster():
    counts = [0] * 299 + [6]
    week = farrington_flexible(counts).weeks[-1]
    assert week.alarm
    assert week.expected == pytest.approx(0, abs=1e-6)
    assert week.threshold == 0


def test_a_week_with_fewer_than_five_cases_in_four_weeks_is_silent():
    counts = [0] * 299 + [4]
    week = farrington_flexible(counts).weeks[-1]
    assert (week.alarm, week.status, week.upper_bound) == (False, "too_few_cases", None)
    assert week.threshold == 0


def test_a_missing_week_is_not_judged_and_not_taken_for_zero():
    counts = list(QUIET[:260])
    counts[259] = None
    assert farrington_flexible(counts, b=3).weeks[-1].status == "missing"
    assert cusum(counts, first=200).weeks[-1].status == "missing"
    counts[259], counts[255] = 5, None
    assert ears(counts, method="C1").weeks[-1].status == "no_model"
    gap = [None if i in (104, 155) else value for i, value in enumerate(QUIET[:260])]
    as_zero = [0 if value is None else value for value in gap]
    known = farrington_flexible(gap, b=3, positions=[259]).weeks[0]
    wrong = farrington_flexible(as_zero, b=3, positions=[259]).weeks[0]
    assert known.expected > wrong.expected


def test_cusum_starts_again_after_an_alarm_only_when_told():
    counts = [2] * 20 + [9, 2, 2, 2]
    kept = cusum(counts, first=20).weeks
    reset = cusum(counts, first=20, reset=True).weeks
    assert kept[0].alarm and reset[0].alarm
    assert kept[1].alarm
    assert not reset[1].alarm


@pytest.mark.parametrize("transform", ["standard", "rossi", "anscombe"])
@given(counts=st.lists(st.integers(0, 12), min_size=5, max_size=30))
@settings(max_examples=20, deadline=None)
def test_cusum_alarms_exactly_from_its_upper_bound_on(transform, counts):
    weeks = cusum([3, 4, 2, 3, 5, 2, 3, 4, *counts], first=8, transform=transform).weeks
    for week in weeks:
        if abs(week.observed - week.upper_bound) > 1e-9:
            assert week.alarm == (week.observed > week.upper_bound)


@pytest.mark.parametrize(
    "weeks, method, years",
    [
        (7, "none", None),
        (8, "ears_c1", None),
        (10, "ears_c2", None),
        (159, "ears_c2", None),
        (160, "farrington_flexible", 3),
        (264, "farrington_flexible", 5),
        (600, "farrington_flexible", 5),
    ],
)
def test_the_method_follows_from_the_length_of_history(weeks, method, years):
    choice = choose_method(weeks)
    assert (choice.method, choice.years) == (method, years)
    assert str(weeks) in choice.sentence("en") and str(weeks) in choice.sentence("zh-hans")


def test_the_latest_week_is_judged_by_the_method_that_its_history_carries():
    for length in (8, 10, 159, 160, 212, 264, 300):
        found = detect_latest(QUIET[:length])
        assert found.verdict.method == choose_method(length).method
        assert found.verdict.position == length - 1
        assert found.verdict.status == "judged"


@pytest.mark.parametrize("length", [160, 161, 211, 212, 264, 265, 312])
def test_every_start_of_the_calendar_carries_the_method_that_was_chosen(length):
    for start in ("2015-W01", "2015-W53", "2018-W10", "2020-W53"):
        assert detect_latest(QUIET[:length], start=start).verdict.status == "judged"


def test_huge_counts_are_judged_like_small_ones():
    counts = np.random.default_rng(8).poisson(3e9, 300).tolist()
    week = farrington_flexible(counts).weeks[-1]
    assert week.status == "judged"
    assert week.expected == pytest.approx(3e9, rel=1e-3)
    assert farrington([10**12] * 299 + [10**12]).weeks[-1].status == "judged"


def test_an_alarm_is_called_a_signal_in_both_languages():
    week = detect_latest([*QUIET[:299], 50], start="2020-W53").verdict
    assert week.alarm
    assert "signal" in week.sentence("en") and "2026-W39" in week.sentence("en")
    assert "信号" in week.sentence("zh-hans") and "暴发" in week.sentence("zh-hans")


def test_a_scan_says_how_many_alarms_chance_alone_would_give():
    series = np.random.default_rng(2).poisson(5, size=(200, 270))
    said = scan_latest(series, alpha=0.01)
    assert "of 200 series" in said.sentence("en")
    assert "up to about 2 would" in said.sentence("en")
    assert "200 个序列" in said.sentence("zh-hans")


@pytest.mark.parametrize(
    "error, call",
    [
        (EmptyInput, lambda: ears([])),
        (BadShape, lambda: ears("1,2,3")),
        (NegativeCount, lambda: ears([1] * 20 + [-1])),
        (NotFinite, lambda: farrington([1.0] * 300 + [float("nan")])),
        (AllZero, lambda: farrington_flexible([0] * 300)),
        (AllZero, lambda: ears([0] * 30)),
        (AllZero, lambda: cusum([0] * 30, first=20)),
        (TooShort, lambda: ears([1, 2, 3])),
        (TooShort, lambda: farrington(QUIET[:100])),
        (TooShort, lambda: farrington(QUIET, positions=[100], b=4)),
        (TooShort, lambda: cusum(QUIET, first=3)),
        (TooShort, lambda: cusum(QUIET, first=30, mean="seasonal")),
        (TooShort, lambda: detect_latest([1, 2, 3, 4])),
        (TooShort, lambda: scan_latest([[1, 2, 3]])),
        (StrataMismatch, lambda: scan_latest([[1] * 20, [1] * 19])),
        (StrataMismatch, lambda: farrington_flexible(QUIET, population=[100] * 5)),
        (OutOfRange, lambda: ears(QUIET, baseline=2)),
        (OutOfRange, lambda: farrington(QUIET, alpha=0)),
        (OutOfRange, lambda: farrington(QUIET, positions=[10_000])),
        (OutOfRange, lambda: farrington(QUIET, start="2020-01-01")),
        (OutOfRange, lambda: farrington(QUIET, start="2021-W53")),
        (OutOfRange, lambda: cusum([1e13] * 30, first=20)),
        (OutOfRange, lambda: cusum(QUIET, first=9999)),
        (UnknownChoice, lambda: ears(QUIET, method="C4")),
        (UnknownChoice, lambda: farrington(QUIET, power="3/4")),
        (UnknownChoice, lambda: farrington_flexible(QUIET, threshold_method="magic")),
        (UnknownChoice, lambda: cusum(QUIET, first=100, transform="log")),
        (UnknownChoice, lambda: scan_latest([QUIET], settings={"c": 5})),
        (UnknownChoice, lambda: scan_latest([QUIET[:50]], settings={"no_periods": 5})),
        (NegativeCount, lambda: scan_latest([[1] * 20, [1] * 19 + [-1]])),
        (NotFinite, lambda: scan_latest([[1] * 20, [1] * 19 + [float("inf")]])),
        (EmptyInput, lambda: farrington(QUIET, positions=[])),
        (BadShape, lambda: farrington(QUIET, limit54=5)),
        (MissingValue, lambda: cusum(QUIET, first=None)),
    ],
)
def test_bad_input_gets_a_named_error_that_says_what_to_do(error, call):
    with pytest.raises(error) as caught:
        call()
    assert caught.value.argument
    assert len(caught.value.sentence("en")) > 20
    assert caught.value.sentence("zh-hans") != caught.value.sentence("en")
