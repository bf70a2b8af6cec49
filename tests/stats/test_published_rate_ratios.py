"""Rate ratios and differences equal those of the manuals of epiR and epitools."""

import math

import pytest

from stats import mantel_haenszel, rate_difference, rate_ratio

BREAST_CANCER = 41, 28010, 15, 19017  # Rothman: exposed and not exposed to fluoroscopy
BLIND = 136, 22050, 1709, 127650  # Feychting 1998: cancer in blind and in sighted people


def limits(found):
    return found.value, found.low, found.high


def test_median_unbiased_ratio_with_midp_limits():
    """epitools 0.5-10.1; its root search stops at the fourth digit (1.842977, 1.041036, 3.449052),
    so the digits it shares with the exact roots are asked for.
    """
    found = rate_ratio(*BREAST_CANCER, method="midp")
    assert limits(found) == pytest.approx((1.84297656, 1.04103623, 3.44905155), rel=1.2e-4)


def test_wald_ratio_with_the_p_value_of_the_score_test():
    found = rate_ratio(*BREAST_CANCER, method="wald")
    wanted = 1.85575865762228, 1.02722599764764, 3.35256331442787
    assert limits(found) == pytest.approx(wanted, rel=1e-12)
    assert found.p_value == pytest.approx(0.037362890745781, rel=1e-12)


def test_exact_ratio_of_blind_and_sighted():
    found = rate_ratio(*BLIND, method="exact")
    wanted = 0.46069030303754, 0.383989979700352, 0.548855353459907
    assert limits(found) == pytest.approx(wanted, rel=1e-12)
    # as printed in the article and the manual; 0.384 stands there as 0.38
    assert [round(x, 2) for x in limits(found)] == [0.46, 0.38, 0.55]


def test_exact_ratio_equals_poisson_test_of_r():
    found = rate_ratio(*BREAST_CANCER, method="exact")
    assert (found.low, found.high) == pytest.approx((1.0056840627, 3.6093003111), abs=5e-11)


def test_rate_difference_of_blind_and_sighted():
    found = rate_difference(*BLIND, per=1000, method="wald")
    wanted = -7.22037032596039, -8.43586520360952, -6.00487544831126
    assert limits(found) == pytest.approx(wanted, rel=1e-12)


def test_mantel_haenszel_over_two_strata():
    found = mantel_haenszel([1308, 200], [4325264, 1530342], [884, 190], [13142619, 5586741])
    wanted = 4.39324448071616, 4.06198880597727, 4.75151409549479
    assert limits(found) == pytest.approx(wanted, rel=1e-12)


def test_one_stratum_gives_the_plain_ratio():
    found = mantel_haenszel(*([x] for x in BREAST_CANCER))
    assert found.value == pytest.approx(rate_ratio(*BREAST_CANCER).value)
    assert found.crude == pytest.approx(found.value)
    assert found.homogeneity_p is None


def test_a_mixed_up_age_structure_is_taken_out():
    """Both strata have ratio 2, but the group is mostly old: pooled, the ratio looks far larger."""
    found = mantel_haenszel([20, 720], [1000, 9000], [90, 40], [9000, 1000])
    assert found.value == pytest.approx(2)
    assert found.crude > 5
    assert found.homogeneity_p == pytest.approx(1)


@pytest.mark.parametrize("method", ["exact", "midp"])
def test_no_case_after_the_measure_still_gives_an_upper_limit(method):
    found = rate_ratio(0, 1000, 5, 1000, method=method)
    assert found.value == 0
    assert found.low == 0
    assert 0.5 < found.high < 2


@pytest.mark.parametrize("method", ["exact", "midp"])
def test_no_case_in_the_reference_leaves_the_ratio_open_above(method):
    found = rate_ratio(5, 1000, 0, 1000, method=method)
    assert math.isinf(found.value) and math.isinf(found.high)
    assert 0.5 < found.low < 2
    assert found.as_dict()["high"] is None
    assert "high_unbounded" in found.flags


def test_wald_admits_that_it_knows_no_interval_for_a_zero():
    for found in (
        rate_ratio(0, 1000, 5, 1000, method="wald"),
        rate_difference(0, 1000, 5, 1000, method="wald"),
        mantel_haenszel([0, 0], [100, 100], [2, 3], [100, 100]),
    ):
        assert (found.low, found.high) == (None, None)
        assert "interval_undefined" in found.flags


def test_the_difference_of_two_zero_rates_is_not_claimed_to_be_certain():
    found = rate_difference(0, 1000, 0, 1000, per=1000)
    assert found.value == 0
    assert found.low < -3 and found.high > 3


def test_exact_p_value_by_adding_up_the_binomial_by_hand():
    n, share = 7, 1 / 3
    chance = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    found = rate_ratio(5, 100, 2, 200, method="exact")
    assert found.p_value == pytest.approx(2 * sum(chance[5:]))
    midp = rate_ratio(5, 100, 2, 200, method="midp")
    assert midp.p_value == pytest.approx(2 * (sum(chance[6:]) + chance[5] / 2))
