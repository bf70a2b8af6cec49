"""Trends equal those that R finds on the same series; no trend is claimed that is not there."""

import numpy as np
import pytest

from stats import annual_percent_change, join_point, seasonality
from stats.errors import AllZero, NotConverged, OutOfRange, TooShort

YEARS = list(range(2010, 2020))
PEOPLE = [50_000 + 500 * i for i in range(10)]
STEADY = [120, 118, 130, 101, 97, 99, 88, 80, 85, 70]
WILD = [120, 60, 190, 80, 140, 40, 160, 30, 99, 70]


def test_poisson_trend_equals_glm_of_r():
    """R 4.2.2: glm(cases ~ year + offset(log(people)), poisson), qnorm limits."""
    found = annual_percent_change(YEARS, STEADY, PEOPLE)
    assert found.model == "poisson"
    wanted = -6.6977737468, -8.7195960941, -4.6311688895
    assert (found.value, found.low, found.high) == pytest.approx(wanted, abs=1e-8)
    assert found.dispersion == pytest.approx(0.5635514815, abs=1e-9)
    assert found.direction == "falling"


def test_overdispersed_counts_get_the_negative_binomial_of_glm_nb():
    """R 4.2.2: MASS::glm.nb; with Poisson errors the wild series would pass for a sure fall."""
    found = annual_percent_change(YEARS, WILD, PEOPLE)
    assert found.model == "negative-binomial"
    wanted = -6.2009887430, -15.9715443829, 4.7056553422
    assert (found.value, found.low, found.high) == pytest.approx(wanted, rel=1e-6)
    assert found.alpha == pytest.approx(0.24940939, rel=1e-5)
    assert found.direction == "no_clear_trend"
    assert annual_percent_change(YEARS, WILD, PEOPLE, model="poisson").direction == "falling"


def test_quasi_poisson_trend_equals_glm_of_r_with_t_limits():
    found = annual_percent_change(YEARS, WILD, PEOPLE, model="quasi-poisson")
    wanted = -5.9279333570, -18.0820663503, 8.0295037754
    assert (found.value, found.low, found.high) == pytest.approx(wanted, abs=1e-8)
    assert found.p_value == pytest.approx(0.3382010133, abs=1e-9)


def test_a_growth_of_ten_per_cent_is_found_as_ten_per_cent():
    cases = [100_000 * 1.1**k for k in range(6)]
    found = annual_percent_change(range(2015, 2021), cases)
    assert found.value == pytest.approx(10, abs=1e-9)
    assert found.measure == "count"
    assert found.fitted == pytest.approx(cases)


def test_years_may_have_gaps():
    cases = [100_000 * 1.1**k for k in (0, 1, 4, 7)]
    assert annual_percent_change([2010, 2011, 2014, 2017], cases).value == pytest.approx(10)


def test_two_years_are_no_trend():
    with pytest.raises(TooShort, match="at least 3"):
        annual_percent_change([2019, 2020], [30, 20])


@pytest.mark.parametrize("years", [[2010, 2012, 2011], [2010, 2010, 2011]])
def test_years_out_of_order_are_refused(years):
    with pytest.raises(OutOfRange, match="years"):
        annual_percent_change(years, [1, 2, 3])


def test_years_without_any_case_are_no_trend():
    with pytest.raises(AllZero):
        annual_percent_change(YEARS, [0] * 10, PEOPLE)


@pytest.mark.parametrize("cases", [[0, 0, 0, 9], [9, 0, 0, 0]])
def test_all_cases_in_the_last_year_have_no_finite_trend(cases):
    with pytest.raises(NotConverged):
        annual_percent_change([2010, 2011, 2012, 2013], cases)


RISE_AND_FALL = [100, 112, 118, 135, 144, 139, 121, 112, 99, 90, 84, 70]


def test_the_join_is_where_weighted_least_squares_of_r_is_least():
    """R 4.2.2: lm(log(cases) ~ x + pmax(x - join, 0), weights = cases) for every join; the residual
    squares are 34.2720475851 without a join and least, 0.7492794485, at the fifth year.
    """
    found = join_point(range(2010, 2022), RISE_AND_FALL)
    assert found.year == 2014
    f = ((34.2720475851 - 0.7492794485) / 2) / (0.7492794485 / (12 - 4))
    assert found.f_statistic == pytest.approx(f, rel=1e-8)
    assert found.changed
    assert found.p_value < 0.001
    before, after = found.segments
    assert (before.first, before.last, after.first, after.last) == (2010, 2014, 2014, 2021)
    slopes = before.value, after.value
    assert slopes == pytest.approx((10.4446672573, -9.5288994717), abs=1e-8)
    assert before.low > 0 and after.high < 0


def test_a_straight_trend_is_one_segment():
    found = join_point(YEARS, STEADY, PEOPLE)
    assert not found.changed
    (only,) = found.segments
    assert only.low < annual_percent_change(YEARS, STEADY, PEOPLE).value < only.high


def test_a_join_is_found_by_chance_about_as_often_as_alpha_says():
    generator = np.random.default_rng(20)
    series = generator.poisson(200 * 0.97 ** np.arange(14), (300, 14))
    years = range(2008, 2022)
    wrong = [join_point(years, row.tolist(), permutations=499).changed for row in series]
    assert 0.015 < np.mean(wrong) < 0.10


def test_the_same_series_always_gives_the_same_p_value():
    assert join_point(YEARS, WILD, PEOPLE) == join_point(YEARS, WILD, PEOPLE)


def test_six_years_are_too_few_for_a_join():
    with pytest.raises(TooShort, match="at least 7"):
        join_point(range(6), [9, 8, 7, 6, 5, 4])


MONTHS = [
    20,
    22,
    25,
    31,
    38,
    44,
    47,
    43,
    36,
    29,
    24,
    21,
    19,
    20,
    27,
    30,
    36,
    46,
    45,
    41,
    37,
    28,
    23,
    18,
    25,
    19,
    30,
    33,
    41,
    39,
    52,
    44,
    35,
    31,
    20,
    24,
]


def test_the_season_equals_the_harmonic_regression_of_r():
    """R 4.2.2: anova(glm without, glm with sine and cosine, test = "F"), quasipoisson."""
    found = seasonality(MONTHS)
    assert found.f_statistic == pytest.approx(246.4994586, rel=1e-8)
    assert found.p_value == pytest.approx(3.629653178e-20, rel=1e-6)
    assert found.ratio == pytest.approx(2.3016539907, rel=1e-5)
    assert found.peak == pytest.approx(6.7801223463, abs=0.012)  # looked up on a grid of 0.012
    assert found.dispersion == pytest.approx(0.1947447718, abs=1e-8)
    assert found.seasonal
    assert np.argmax(found.index) == 6  # July
    assert np.mean(found.index) == pytest.approx(1)


def test_the_peak_follows_the_position_of_the_first_value():
    from_april = seasonality(MONTHS, first=4)
    assert from_april.peak == pytest.approx(seasonality(MONTHS).peak + 3, abs=0.02)


def test_chance_is_not_called_a_season():
    generator = np.random.default_rng(5)
    found = [seasonality(generator.poisson(30, 48).tolist()).seasonal for _ in range(200)]
    assert 0.01 < np.mean(found) < 0.10


def test_short_months_are_no_season_when_days_are_known():
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 3
    found = seasonality([100 * d for d in days], exposure=days)
    assert found.ratio == pytest.approx(1, abs=1e-9)


def test_less_than_two_years_of_months_are_no_season():
    with pytest.raises(TooShort, match="at least 24"):
        seasonality(MONTHS[:23])


@pytest.mark.parametrize("count", [1, 5, 30, 1000])
def test_counts_that_never_vary_have_no_season(count):
    found = seasonality([count] * 36)
    assert not found.seasonal and found.p_value == 1
    assert found.low < 1 < found.high


def test_a_season_is_not_told_more_exactly_than_poisson_counts_allow():
    """R 4.2.2: glm(..., poisson) without widening; the counts vary less than Poisson (0.19)."""
    found = seasonality(MONTHS)
    events = sum(MONTHS)
    least = 2 * 2.039513446 * (2 / events) ** 0.5  # t of 32 degrees; variance 2 / events per wave
    assert np.log(found.high / found.low) / 2 == pytest.approx(least, rel=0.05)


def test_a_smooth_course_does_not_narrow_the_limits_of_a_join_below_poisson():
    years = range(2010, 2022)
    smooth = join_point(years, [100] * 12).segments[0]
    poisson = annual_percent_change(list(years), [100] * 12, model="poisson")
    assert smooth.low < poisson.low < 0 < poisson.high < smooth.high
