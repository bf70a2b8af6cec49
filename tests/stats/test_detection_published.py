"""The detectors give the values that were published or computed by independent programs."""

import math

import pytest
from published_tables import column, computed, rows

from stats.detection import cusum, ears, farrington, farrington_flexible

AGONA = column("salmonella_agona.csv", "observed")
NEWPORT = column("salmonella_newport.csv", "observed")
NEWPORT_START = "2004-01-05"


def judged(table, detector, counts, **settings):
    """The table's rows, each with the verdict on its week."""
    positions = [int(row["position"]) for row in table]
    verdicts = detector(counts, positions=positions, **settings).weeks
    assert len(verdicts) == len(table) > 0
    return zip(table, verdicts, strict=True)


def test_farrington_1996_gives_the_bounds_and_alarms_of_surveillance():
    table = rows("farrington_1996_agona.csv")
    assert len(table) == 43
    for row, week in judged(table, farrington, AGONA, b=4, w=3, alpha=0.01):
        assert (week.upper_bound or 0.0) == pytest.approx(row["upper_bound"], rel=5e-4)
        assert week.alarm == bool(row["alarm"])
        assert (week.trend is not None) == bool(row["trend"])
        assert (week.status == "too_few_cases") == (row["upper_bound"] == 0)


def test_farrington_flexible_gives_every_published_column():
    table = rows("farrington_flexible_agona.csv")
    assert len(table) == 31
    for row, week in judged(table, farrington_flexible, AGONA, b=4, w=3, alpha=0.1):
        assert week.upper_bound == row["upper_bound"]
        assert week.alarm == bool(row["alarm"])
        assert week.expected == pytest.approx(row["expected_converged"], rel=1e-9)
        assert week.expected == pytest.approx(row["expected"], rel=1e-6)
        assert week.dispersion == pytest.approx(row["dispersion"], rel=1e-5)
        assert week.trend == pytest.approx(row["trend"], abs=1e-8)
        assert week.p_value == pytest.approx(row["p_value"], abs=1e-6)
        log_mean = math.log(week.expected)
        score = (week.observed - log_mean) / (week.upper_bound - log_mean)
        assert score == pytest.approx(row["score"], rel=1e-5)


@pytest.mark.parametrize("method", ["C1", "C2", "C3"])
def test_ears_gives_the_published_thresholds_and_alarms(method):
    table = [row for row in rows("ears_newport.csv") if row["method"] == method]
    assert len(table) == 52
    for row, week in judged(table, ears, NEWPORT, method=method, alpha=0.05):
        assert week.alarm == bool(row["alarm"])
        if method == "C3":
            assert week.statistic == pytest.approx(row["statistic"], abs=1e-12)
        else:
            assert week.upper_bound == pytest.approx(row["upper_bound"], rel=1e-12)


def test_ears_c1_gives_the_four_bounds_printed_in_the_package_test():
    weeks = ears(NEWPORT, alpha=0.05, positions=[365, 366, 367, 368]).weeks
    bounds = [round(week.upper_bound, 6) for week in weeks]
    assert bounds == [3.278854, 3.278854, 3.436517, 3.855617]


def test_cusum_gives_the_published_sums_and_bounds():
    table = rows("cusum_agona.csv")
    assert len(table) == 104
    weeks = cusum(AGONA, first=208, k=1.04, h=2.26).weeks
    for row, week in zip(table, weeks, strict=True):
        assert week.position == row["position"]
        assert week.expected == pytest.approx(row["mean"], abs=1e-8)
        assert week.statistic == pytest.approx(row["cusum"], abs=1e-8)
        assert week.upper_bound == pytest.approx(row["upper_bound"], abs=1e-8)
        assert week.alarm == bool(row["alarm"])


def holds_to_r(case, detection, quantity, *, rel):
    """Every week of ``detection`` that R computed has R's value."""
    expected = computed(case, quantity)
    weeks = {week.position: week for week in detection.weeks}
    assert len(expected) >= 10
    for position, value in expected.items():
        found = getattr(weeks[position], quantity)
        if value is None:
            assert found is None
        else:
            assert float(found) == pytest.approx(value, rel=rel, abs=rel)


CLASSIC = {
    "classic_no_trend": {"b": 4, "w": 3, "alpha": 0.05, "trend": False},
    "classic_no_reweight": {"b": 4, "w": 3, "alpha": 0.05, "reweight": False},
    "classic_sqrt": {"b": 5, "w": 2, "alpha": 0.05, "power": "1/2"},
    "classic_none": {"b": 3, "w": 4, "alpha": 0.01, "power": "none"},
}


@pytest.mark.parametrize("case", CLASSIC)
def test_farrington_1996_with_other_settings_equals_r(case):
    positions = list(computed(case, "upper_bound"))
    found = farrington(AGONA, positions=positions, limit54=(0, 4), **CLASSIC[case])
    holds_to_r(case, found, "upper_bound", rel=5e-5)
    holds_to_r(case, found, "alarm", rel=0)


@pytest.mark.parametrize(
    "short, method", [("nb", "nbPlugin"), ("delta", "delta"), ("muan", "muan")]
)
def test_farrington_flexible_by_calendar_across_53_week_years_equals_r(short, method):
    case = f"flexible_{short}_dates"
    found = farrington_flexible(
        NEWPORT,
        start=NEWPORT_START,
        positions=list(computed(case, "upper_bound")),
        alpha=0.01,
        threshold_method=method,
        limit54=(0, 4),
    )
    assert found.weeks[0].week == "2011-W38"
    for quantity in ("upper_bound", "expected", "dispersion", "trend"):
        holds_to_r(case, found, quantity, rel=1e-4)
    holds_to_r(case, found, "alarm", rel=0)


def test_farrington_flexible_with_population_offset_equals_r():
    population = [1000 * (1 + i / 312) for i in range(1, 313)]
    found = farrington_flexible(
        AGONA,
        population=population,
        positions=list(computed("flexible_population", "upper_bound")),
        b=4,
        no_periods=5,
        p_threshold_trend=0.05,
        alpha=0.05,
        limit54=(0, 4),
    )
    for quantity in ("upper_bound", "expected", "trend"):
        holds_to_r("flexible_population", found, quantity, rel=1e-6)


def test_farrington_flexible_without_reweighting_equals_r():
    found = farrington_flexible(
        AGONA,
        positions=list(computed("flexible_no_reweight", "upper_bound")),
        b=4,
        past_weeks_not_included=10,
        reweight=False,
        threshold_method="muan",
        alpha=0.05,
        limit54=(0, 4),
    )
    for quantity in ("upper_bound", "expected", "trend"):
        holds_to_r("flexible_no_reweight", found, quantity, rel=1e-6)


@pytest.mark.parametrize("transform", ["rossi", "anscombe"])
def test_cusum_transforms_equal_r(transform):
    found = cusum(AGONA, first=208, transform=transform)
    for quantity in ("statistic", "upper_bound", "alarm"):
        holds_to_r(f"cusum_{transform}", found, quantity, rel=1e-9)


def test_cusum_with_seasonal_mean_equals_r():
    found = cusum(AGONA, first=208, mean="seasonal")
    for quantity in ("statistic", "expected", "upper_bound"):
        holds_to_r("cusum_seasonal", found, quantity, rel=1e-8)


@pytest.mark.parametrize("method", ["C1", "C2"])
def test_ears_with_least_sigma_and_longer_baseline_equals_r(method):
    found = ears(NEWPORT, method=method, baseline=9, min_sigma=1.5, alpha=0.01)
    for quantity in ("upper_bound", "alarm"):
        holds_to_r(f"ears_{method}_sigma", found, quantity, rel=1e-12)
