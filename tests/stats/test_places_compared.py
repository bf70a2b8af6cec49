"""Places are told apart only where the data tell them apart."""

import math

import pytest

from stats import (
    compare_with_target,
    crude_rate,
    funnel,
    funnel_limits,
    proportion,
    rank_areas,
    years_of_life_lost,
)
from stats.errors import MissingValue, OutOfRange


def test_funnel_limits_by_events_as_the_health_security_agency_tabulates_them():
    """Published test values of the agency's Python package: 200 events fit an expected number from
    173.24086 on (95 %), 500 events one up to 573.02748 (99.8 %).
    """
    found = funnel_limits(1, [200, 500], kind="ratio", by="events")
    assert 200 / found.high[0][0] == pytest.approx(173.24086241121654, rel=1e-6)
    assert 500 / found.low[1][1] == pytest.approx(573.0274767209943, rel=1e-6)


@pytest.mark.parametrize("size", [2_000, 50_000, 900_000])
def test_an_area_on_a_limit_has_an_interval_that_just_touches_the_target(size):
    found = funnel_limits(420, [size], levels=[0.95, 0.998])
    for j, level in enumerate(found.levels):
        high = crude_rate(found.high[0][j] * size / 100_000, size, level=level)
        assert high.low == pytest.approx(420)
        if found.low[0][j] > 0:
            low = crude_rate(found.low[0][j] * size / 100_000, size, level=level)
            assert low.high == pytest.approx(420)


def test_a_proportion_on_a_limit_has_a_wilson_interval_that_just_touches_the_target():
    found = funnel_limits(0.3, [400], kind="proportion")
    assert proportion(found.high[0][0] * 400, 400).low == pytest.approx(0.3)
    assert proportion(found.low[0][0] * 400, 400).high == pytest.approx(0.3)


def test_limits_close_in_as_areas_grow():
    found = funnel_limits(420, [1_000, 10_000, 100_000, 1_000_000])
    highs, lows = [row[0] for row in found.high], [row[0] for row in found.low]
    assert highs == sorted(highs, reverse=True)
    assert lows == sorted(lows)
    assert all(outer[1] > outer[0] for outer in found.high)


def test_areas_fall_into_five_positions():
    """All around 100 in 100,000; the extremes are far outside, the small area is not."""
    found = funnel(
        ["far below", "below", "usual", "above", "far above", "small"],
        [50, 80, 101, 124, 170, 2],
        [100_000] * 5 + [1_000],
        target=100,
    )
    assert [point.position for point in found.points] == [
        "very_low",
        "low",
        "as_expected",
        "high",
        "very_high",
        "as_expected",
    ]
    assert found.overdispersed


def test_only_chance_between_areas_is_not_called_overdispersion():
    found = funnel(list("ABCD"), [98, 104, 91, 107], [10_000] * 4)
    assert not found.overdispersed
    assert {point.position for point in found.points} == {"as_expected"}


def test_an_interval_that_holds_the_target_is_no_difference():
    assert compare_with_target(90, 110, 100).verdict == "not_distinguishable"
    assert compare_with_target(90, 110, 110).verdict == "not_distinguishable"
    assert compare_with_target(90, 99, 100, better="low").good is True
    assert compare_with_target(101, 110, 100, better="low").good is False
    assert compare_with_target(90, 110, 100, better="low").good is None


def test_ranks_are_as_uncertain_as_the_rates():
    found = rank_areas(list("ABCD"), [10, 12, 80, 3], [15_000, 16_000, 18_000, 18_000])
    assert [area.label for area in found.areas] == list("CBAD")
    assert [(area.rank, area.rank_low, area.rank_high) for area in found.areas] == [
        (1, 1, 1),
        (2, 2, 4),
        (3, 2, 4),
        (4, 2, 4),
    ]


def test_equal_rates_share_a_rank():
    found = rank_areas(["A", "B", "C"], [5, 5, 1], [1000, 1000, 1000])
    assert [area.rank for area in found.areas] == [1, 1, 3]
    lowest = rank_areas(["A", "B", "C"], [5, 5, 1], [1000, 1000, 1000], first="low")
    assert [area.rank for area in lowest.areas] == [1, 2, 2]


def test_a_child_loses_more_years_than_an_old_man():
    found = years_of_life_lost([1, 1, 1], ages=["0-4", "70-74", "75+"])
    assert found.years == 72.5 + 2.5
    assert found.numerator == 2
    assert found.years_per_death == 37.5
    assert found.low < 75 < found.high


def test_years_lost_by_a_life_table():
    assert years_of_life_lost([2, 3], remaining=[60.5, 12]).value == 157


def test_years_lost_per_head_are_the_sum_over_the_population():
    plain = years_of_life_lost([3, 8], ages=["0-14", "15-74"], population=[4_000, 9_000])
    assert plain.value == pytest.approx((3 * 67.5 + 8 * 30) / 13_000 * 100_000)
    own = years_of_life_lost(
        [3, 8], ages=["0-14", "15-74"], population=[4_000, 9_000], standard=[4_000, 9_000]
    )
    assert (own.value, own.low, own.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_nobody_who_died_early_means_no_years_lost():
    found = years_of_life_lost([0, 7], ages=["0-74", "75+"])
    assert found.value == 0
    assert found.years_per_death is None
    assert math.isfinite(found.high)


def test_a_group_that_cuts_the_limit_is_refused():
    with pytest.raises(OutOfRange, match=r"ages\[1\]"):
        years_of_life_lost([1, 2], ages=["0-69", "70-79"])


def test_ages_or_remaining_years_are_needed():
    with pytest.raises(MissingValue, match="ages"):
        years_of_life_lost([1, 2])
