"""Effects of interventions: equal to publications and to independent programs."""

import math

import pytest
from published_tables import column, computed, document, rows

from stats import rate_ratio
from stats.effects import (
    before_after,
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

EVENTS = column("sicily_smoking_ban.csv", "aces")
PEOPLE = column("sicily_smoking_ban.csv", "stdpop")
SICILY = document("sicily_models.json")["models"]
BAN = 36
MODELS = {
    "M1": {"model": "poisson", "slope": False, "harmonics": 0},
    "M2": {"model": "quasi-poisson", "slope": False, "harmonics": 0},
    "M3": {"model": "quasi-poisson", "slope": False},
    "M4": {"model": "quasi-poisson"},
}
INJURY = document("injury_claims.json")


def in_r(case, quantity):
    return computed(case, quantity)[0]


@pytest.mark.parametrize("name", MODELS)
def test_the_sicilian_smoking_ban_is_estimated_as_by_its_authors(name):
    found = interrupted_time_series(EVENTS, BAN, population=PEOPLE, **MODELS[name])
    expected = SICILY[name]
    terms = {term.name: term for term in found.terms}
    assert set(expected["terms"]) <= set(terms)
    for key, values in expected["terms"].items():
        term = terms[key]
        assert term.value == pytest.approx(values["coef"], abs=1e-9)
        assert term.se == pytest.approx(values["se"], abs=1e-9)
        assert term.ratio == pytest.approx(values["rr"], abs=1e-9)
        assert term.ratio_low == pytest.approx(values["lower95"], abs=1e-9)
        assert term.ratio_high == pytest.approx(values["upper95"], abs=1e-9)
    assert found.deviance == pytest.approx(expected["deviance"], rel=1e-9)
    assert found.df == expected["df_resid"]
    if MODELS[name]["model"] == "quasi-poisson":
        assert found.dispersion == pytest.approx(expected["dispersion"], rel=1e-9)


def test_the_published_fall_of_coronary_events_was_about_eleven_per_cent():
    found = interrupted_time_series(EVENTS, BAN, population=PEOPLE, **MODELS["M1"])
    assert found.step.ratio == pytest.approx(0.89, abs=0.01)
    assert (found.before, found.after, sum(found.observed)) == (36, 23, 48914)


def test_the_step_is_that_at_the_start_and_not_the_uncentred_one():
    found = interrupted_time_series(EVENTS, BAN, population=PEOPLE, model="poisson", harmonics=0)
    uncentred = SICILY["M5"]["terms"]
    assert found.slope.value == pytest.approx(uncentred["st"]["coef"], abs=1e-9)
    assert abs(found.step.value - uncentred["step"]["coef"]) > 0.01
    at_the_start = uncentred["step"]["coef"] + BAN * uncentred["st"]["coef"]
    assert found.step.value == pytest.approx(at_the_start, abs=1e-9)


def test_the_negative_binomial_equals_glm_nb():
    found = interrupted_time_series(
        EVENTS, BAN, population=PEOPLE, model="negative-binomial", slope=False
    )
    values = SICILY["M7"]["terms"]["step"]
    assert found.step.ratio == pytest.approx(values["rr"], abs=2e-6)
    assert found.step.se == pytest.approx(values["se"], abs=2e-6)
    assert found.step.ratio_low == pytest.approx(values["lower95"], abs=2e-5)
    assert found.step.ratio_high == pytest.approx(values["upper95"], abs=2e-5)
    assert 1 / found.alpha == pytest.approx(SICILY["M7"]["theta_R"], rel=1e-5)
    with_slope = interrupted_time_series(
        EVENTS, BAN, population=PEOPLE, model="negative-binomial", harmonics=0
    )
    assert with_slope.step.value == pytest.approx(in_r("its_nb", "step"), abs=1e-6)
    assert with_slope.step.se == pytest.approx(in_r("its_nb", "se_step"), abs=1e-6)
    assert 1 / with_slope.alpha == pytest.approx(in_r("its_nb", "theta"), rel=1e-4)


def test_residual_checks_and_newey_west_errors_equal_r():
    found = interrupted_time_series(EVENTS, BAN, population=PEOPLE, lags=3)
    assert found.step_newey_west.se == pytest.approx(in_r("its", "nw_se_step"), rel=1e-8)
    assert found.slope_newey_west.se == pytest.approx(in_r("its", "nw_se_slope"), rel=1e-8)
    assert found.durbin_watson == pytest.approx(in_r("its", "durbin_watson"), rel=1e-8)
    assert found.ljung_box_p == pytest.approx(in_r("its", "ljung_box_p"), rel=1e-6)
    for lag, value in computed("its", "acf").items():
        assert found.autocorrelation[lag - 1] == pytest.approx(value, abs=1e-8)
    for position, value in computed("its", "counterfactual").items():
        assert found.counterfactual[position] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("state", ["ky", "mi"])
def test_injury_claims_by_cells_give_the_published_difference_in_differences(state):
    found = difference_in_differences_cells(**INJURY["states"][state]["cells"])
    same_as_published(found, INJURY["states"][state]["expected"])


@pytest.mark.parametrize("state", ["ky", "mi"])
def test_injury_claims_by_regression_give_the_published_difference_in_differences(state):
    outcome, pilot, after = people_with_these_cells(INJURY["states"][state]["cells"])
    found = difference_in_differences(outcome, pilot, after)
    same_as_published(found, INJURY["states"][state]["expected"])


def people_with_these_cells(cells):
    """Rows that have the size, mean and spread of each cell: all that least squares sees."""
    outcome, pilot, after = [], [], []
    for name, cell in cells.items():
        n, pairs = cell["n"], cell["n"] // 2
        step = cell["sd"] * math.sqrt((n - 1) / (2 * pairs))
        values = [cell["mean"] + step] * pairs + [cell["mean"] - step] * pairs
        values += [cell["mean"]] * (n - 2 * pairs)
        outcome += values
        pilot += [int(name.startswith("pilot"))] * n
        after += [int(name.endswith("after"))] * n
    return outcome, pilot, after


def same_as_published(found, expected):
    assert found.n == expected["n"]
    assert found.effect.value == pytest.approx(expected["did"], rel=1e-8)
    assert found.effect.se == pytest.approx(expected["se"], rel=1e-8)
    assert found.effect.low == pytest.approx(expected["lower95_t"], rel=1e-8)
    assert found.effect.high == pytest.approx(expected["upper95_t"], rel=1e-8)
    assert found.effect.p_value == pytest.approx(expected["p"], rel=1e-8)
    assert found.r_squared == pytest.approx(expected["r2"], rel=1e-8)
    assert expected["did_from_means"] == pytest.approx(found.effect.value, rel=1e-8)
    named = {"const": "constant", "afchnge": "after", "highearn": "pilot", "afhigh": "effect"}
    for key, name in named.items():
        term = getattr(found, name)
        assert term.value == pytest.approx(expected["coefs"][key], rel=1e-8)
        assert term.se == pytest.approx(expected["coefs"][f"{key}_se"], rel=1e-8)


def test_the_textbook_prints_the_same_for_kentucky():
    found = difference_in_differences_cells(**INJURY["states"]["ky"]["cells"])
    published = INJURY["published_ky"]
    assert found.n == published["n"]
    assert round(found.effect.value, 3) == published["did"]
    assert round(found.effect.se, 3) == published["se"]
    assert round(found.r_squared, 3) == published["r2"]
    assert round(found.constant.value, 3) == published["const"]
    assert round(found.constant.se, 3) == published["const_se"]
    assert round(found.after.value, 4) == published["afchnge"]
    assert round(found.after.se, 4) == published["afchnge_se"]
    assert round(found.pilot.value, 3) == published["highearn"]
    assert round(found.pilot.se, 3) == published["highearn_se"]


def test_traffic_laws_over_two_years_give_the_published_panel():
    states = rows("traffic_laws.csv")
    long = [(row, year) for row in states for year in ("85", "90")]
    found = panel_difference_in_differences(
        [row[f"deaths{year}"] for row, year in long],
        [row["state"] for row, _ in long],
        [1900 + int(year) for _, year in long],
        {law: [row[f"{law}{year}"] for row, year in long] for law in ("open", "admn")},
        errors="classical",
    )
    opened, administrative = found.effects
    (year90,) = found.periods
    assert (found.units, year90.name) == (51, "period 1990")
    for source, tolerance in (("published_traffic", 6e-6), ("computed_traffic", 1e-6)):
        expected = INJURY[source]
        assert opened.value == pytest.approx(expected["copen"], abs=tolerance)
        assert opened.se == pytest.approx(expected["copen_se"], abs=tolerance)
        assert administrative.value == pytest.approx(expected["cadmn"], abs=tolerance)
        assert administrative.se == pytest.approx(expected["cadmn_se"], abs=tolerance)
        assert year90.value == pytest.approx(expected["const"], abs=tolerance)
        assert year90.se == pytest.approx(expected["const_se"], abs=tolerance)
        assert found.r_squared == pytest.approx(expected["r2"], abs=tolerance)
        assert found.adjusted_r_squared == pytest.approx(expected["adj_r2"], abs=tolerance)


OUTCOME = [
    4.1,
    5.3,
    3.8,
    4.4,
    6.0,
    5.1,
    4.9,
    5.5,
    3.9,
    4.2,
    6.6,
    7.1,
    5.0,
    4.8,
    5.9,
    6.3,
    7.9,
    8.2,
    6.1,
    9.4,
    7.7,
    5.8,
    8.8,
    6.9,
]
PILOT = [0] * 12 + [1] * 12
AFTER = [0, 0, 1, 1] * 6
AREA = [area for area in "abcdef" for _ in range(4)]


@pytest.mark.parametrize("errors", ["classical", "HC0", "HC1", "HC2", "HC3", "cluster"])
def test_standard_errors_of_the_difference_equal_r_sandwich(errors):
    found = difference_in_differences(OUTCOME, PILOT, AFTER, errors=errors, cluster=AREA)
    assert found.effect.value == pytest.approx(in_r("did", "effect"), abs=1e-9)
    assert found.effect.se == pytest.approx(in_r("did", errors), rel=1e-9)
    if errors == "cluster":
        assert (found.clusters, found.effect.df) == (6, 5)
        assert "6 clusters" in found.sentence("en")


def test_a_weighted_difference_in_differences_equals_r():
    found = difference_in_differences(OUTCOME, PILOT, AFTER, weights=[1, 2, 1.5] * 8)
    assert found.effect.value == pytest.approx(in_r("did_weighted", "effect"), rel=1e-9)
    assert found.effect.se == pytest.approx(in_r("did_weighted", "classical"), rel=1e-9)


@pytest.mark.parametrize("errors", ["classical", "cluster"])
def test_a_panel_of_four_periods_equals_r(errors):
    found = panel_difference_in_differences(
        [5, 6, 8, 9, 4, 6, 5, 7, 7, 7, 9, 8, 3, 4, 4, 6, 6, 5, 8, 9],
        [unit for unit in range(5) for _ in range(4)],
        [1, 2, 3, 4] * 5,
        {"measure": [0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1]},
        errors=errors,
    )
    assert found.effects[0].value == pytest.approx(in_r("panel", "effect"), rel=1e-9)
    assert found.effects[0].se == pytest.approx(in_r("panel", errors), rel=1e-9)


COUNTS = [12, 15, 11, 14, 9, 16, 13, 18, 22, 17, 21, 25]


def test_parallel_trends_equal_r():
    pilot, time = [0] * 6 + [1] * 6, [1, 2, 3, 4, 5, 6] * 2
    plain = parallel_trends(COUNTS, pilot, time).difference
    assert plain.value == pytest.approx(in_r("parallel", "difference"), rel=1e-9)
    assert plain.se == pytest.approx(in_r("parallel", "se"), rel=1e-9)
    assert plain.p_value == pytest.approx(in_r("parallel", "p_value"), rel=1e-9)
    people = [10_000] * 6 + [12_000] * 6
    rates = parallel_trends(COUNTS, pilot, time, population=people).difference
    assert rates.value == pytest.approx(in_r("parallel_rates", "difference"), rel=1e-8)
    assert rates.se == pytest.approx(in_r("parallel_rates", "se"), rel=1e-6)


def test_the_ratio_of_rate_ratios_equals_a_poisson_regression_in_r():
    found = difference_in_differences_rates(
        [100, 1e5], [95, 1.1e5], [120, 9e4], [80, 9.5e4], dispersion=1
    )
    assert found.effect.value == pytest.approx(in_r("did_rates", "effect"), rel=1e-9)
    assert found.effect.se == pytest.approx(in_r("did_rates", "se"), rel=1e-9)


def test_before_after_is_the_rate_ratio_of_after_to_before():
    found = before_after(120, 50_000, 80, 48_000, method="midp")
    same = rate_ratio(80, 48_000, 120, 50_000, method="midp", estimator="mle")
    assert found.ratio == same
    assert found.percent_change == pytest.approx(100 * (same.value - 1))
    assert found.before.value == pytest.approx(240)


def test_mcnemar_gives_the_p_values_that_fagerland_prints():
    table = {"yes_yes": 1, "yes_no": 1, "no_yes": 7, "no_no": 12}
    printed = {"chi-square": 0.034, "chi-square-corrected": 0.077, "exact": 0.070, "midp": 0.039}
    for method, p_value in printed.items():
        assert round(mcnemar(**table, method=method).p_value, 3) == p_value


@pytest.mark.parametrize("method", ["chi-square", "chi-square-corrected", "exact"])
def test_mcnemar_equals_r(method):
    found = mcnemar(59, 3, 23, 37, method=method)
    assert found.p_value == pytest.approx(in_r("mcnemar", method), rel=1e-9)


def test_paired_proportions_have_the_interval_printed_by_altman():
    # Altman et al., Statistics with Confidence, 2nd ed. 2000, table 6.2: 0.011 to 0.226.
    found = mcnemar(14, 5, 0, 22)
    assert (round(-found.high, 3), round(-found.low, 3)) == (0.011, 0.226)


def test_two_proportions_have_the_interval_that_newcombe_prints():
    found = two_proportions(48, 80, 56, 70)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


@pytest.mark.parametrize("method", ["chi-square", "chi-square-corrected", "fisher"])
def test_two_proportions_are_tested_as_in_r(method):
    found = two_proportions(48, 80, 56, 70, method=method)
    assert found.p_value == pytest.approx(in_r("proportions", method), rel=1e-6)


SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def test_welch_on_students_sleep_data_equals_r():
    found = two_scores(*SLEEP)
    for name in ("statistic", "df", "p_value", "low", "high"):
        assert getattr(found, name) == pytest.approx(in_r("welch", name), rel=1e-9)


def test_mann_whitney_equals_r_with_and_without_ties():
    ties = two_scores(*SLEEP, method="mann-whitney")
    assert ties.statistic == in_r("mann_whitney_ties", "statistic")
    assert ties.p_value == pytest.approx(in_r("mann_whitney_ties", "p_value"), rel=1e-9)
    exact = two_scores(
        [1.2, 2.4, 4.1, 3.3, 2.9, 5.0], [3.1, 4.7, 5.2, 6.8, 7.3], method="mann-whitney"
    )
    assert exact.statistic == in_r("mann_whitney_exact", "statistic")
    assert exact.p_value == pytest.approx(in_r("mann_whitney_exact", "p_value"), rel=1e-9)


def test_the_same_sleepers_compared_with_themselves_equal_r():
    found = paired_scores(*SLEEP)
    for name in ("statistic", "df", "p_value", "low", "high"):
        assert getattr(found, name) == pytest.approx(in_r("paired_t", name), rel=1e-9)
    ranks = paired_scores(*SLEEP, method="wilcoxon")
    assert ranks.statistic == in_r("wilcoxon_ties", "statistic")
    assert ranks.p_value == pytest.approx(in_r("wilcoxon_ties", "p_value"), rel=1e-9)
    exact = paired_scores(
        [1.2, 2.4, 4.1, 7.3, 2.9, 5.0, 4.0], [3.1, 4.7, 5.2, 6.8, 7.3, 2.2, 9.1], method="wilcoxon"
    )
    assert exact.statistic == in_r("wilcoxon_exact", "statistic")
    assert exact.p_value == pytest.approx(in_r("wilcoxon_exact", "p_value"), rel=1e-9)


ANSWERS = [1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0]
WEIGHTS = [1, 2, 1, 3, 2, 1, 2, 1, 1.5, 2, 1, 1, 2, 3, 1]


def test_a_weighted_cluster_survey_equals_r():
    clusters = [c for c in "abcde" for _ in range(3)]
    found = survey_proportion(ANSWERS, weights=WEIGHTS, cluster=clusters)
    assert found.value == pytest.approx(in_r("survey", "value"), rel=1e-12)
    assert found.se == pytest.approx(in_r("survey", "se"), rel=1e-9)
    assert (found.clusters, found.df) == (5, 4)


def test_totals_per_cluster_give_what_the_single_answers_give():
    clusters = [c for c in "abcde" for _ in range(3)]
    cases = [sum(ANSWERS[i : i + 3]) for i in range(0, 15, 3)]
    single = survey_proportion(ANSWERS, cluster=clusters)
    totals = cluster_proportion(cases, [3] * 5)
    assert totals.value == pytest.approx(single.value)
    assert totals.se == pytest.approx(single.se)
    assert totals.design_effect == pytest.approx(single.design_effect)


def test_the_design_effect_equals_r_survey():
    """R survey 4.1-1: svymean(~y, svydesign(~cl, weights = ~w), deff = "replace")."""
    clusters = [c for c in "abcde" for _ in range(3)]
    found = survey_proportion(ANSWERS, weights=WEIGHTS, cluster=clusters)
    assert found.design_effect == pytest.approx(0.303733533547, rel=1e-9)
    alone = survey_proportion(ANSWERS, weights=WEIGHTS)
    assert alone.design_effect == pytest.approx(1.18119679788, rel=1e-9)


def test_kish_by_hand():
    found = kish_design_effect([1, 1, 2])
    assert found.design_effect == pytest.approx(3 * 6 / 16)
    assert found.effective_n == pytest.approx(16 / 6)


@pytest.mark.parametrize("p1, p2, power", [(0.5, 0.75, 0.9), (0.3, 0.2, 0.8)])
def test_sample_size_of_two_proportions_equals_r(p1, p2, power):
    found = sample_size_two_proportions(p1, p2, power=power)
    in_r_found = in_r("power", f"{p1}_{p2}_{power}")
    assert found.exact == pytest.approx(in_r_found, rel=1e-6)
    assert found.first == found.second == math.ceil(in_r_found)


def test_sample_sizes_of_a_proportion_by_cochrans_formula():
    assert sample_size_proportion(0.5, 0.05).n == 385
    assert sample_size_proportion(0.5, 0.05, population=1000).n == 278
    assert sample_size_proportion(0.5, 0.05, design_effect=2).n == 769
    assert sample_size_proportion(0.5, 0.05, response=0.8).n == 481


def test_sample_size_of_a_rate_ratio_by_hand():
    # Hayes and Bennett: (1.960 + 0.842)^2 (0.005 + 0.004) / (0.001)^2 person-years
    found = sample_size_rate_ratio(500, 0.8, method="difference")
    by_hand = (1.9599639845400545 + 0.8416212335729143) ** 2 * 0.009 / 0.001**2
    assert found.exact == pytest.approx(by_hand, rel=1e-9)
    by_log = (1.9599639845400545 + 0.8416212335729143) ** 2 * 450 / math.log(0.8) ** 2
    assert sample_size_rate_ratio(500, 0.8).exact == pytest.approx(by_log, rel=1e-9)
