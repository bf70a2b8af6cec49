"""What must hold for any numbers, not only for published ones."""

import pytest
from hypothesis import assume, given, settings, strategies as st

from stats import (
    crude_rate,
    directly_standardised_rate,
    poisson_interval,
    proportion,
    rate_difference,
    rate_ratio,
)
from stats.weighted import DIRECT_METHODS

counts = st.integers(0, 10_000)
populations = st.integers(1, 10_000_000)
levels = st.sampled_from([0.8, 0.95, 0.998])
methods = st.sampled_from(["exact", "byar", "midp"])


def covers(found, value, slack=1e-9):
    room = slack * max(1.0, abs(value))
    return (found.low is None or found.low <= value + room) and value - room <= found.high


@settings(deadline=None)
@given(counts, populations, methods, levels)
def test_a_rate_lies_in_its_interval(cases, population, method, level):
    found = crude_rate(cases, population, method=method, level=level)
    assert covers(found, found.value)
    assert found.low is None or found.low >= 0


@settings(deadline=None)
@given(st.integers(1, 500), st.integers(0, 500), levels, st.sampled_from(["wilson", "exact"]))
def test_a_proportion_lies_in_its_interval_and_the_interval_in_zero_to_one(n, x, level, method):
    found = proportion(min(x, n), n, level=level, method=method)
    assert covers(found, found.value)
    assert found.low >= 0 and found.high <= 1


@settings(deadline=None)
@given(counts, populations, counts, populations, st.sampled_from(["exact", "midp", "wald"]))
def test_a_rate_ratio_lies_in_its_interval(a, t1, b, t0, method):
    assume(a + b > 0)
    found = rate_ratio(a, t1, b, t0, method=method)
    assert 0 <= found.p_value <= 1
    assert found.low is None or found.low <= found.value * (1 + 1e-9)
    assert found.high is None or found.value <= found.high * (1 + 1e-9)


@settings(deadline=None)
@given(counts, populations, counts, populations)
def test_a_difference_lies_in_its_interval_and_turns_round_with_its_groups(a, t1, b, t0):
    there, back = rate_difference(a, t1, b, t0), rate_difference(b, t0, a, t1)
    assert there.low <= there.value <= there.high
    assert there.value == pytest.approx(-back.value)
    assert there.low == pytest.approx(-back.high, rel=1e-9, abs=1e-6)


@settings(deadline=None)
@given(st.integers(1, 5000), methods, levels)
def test_intervals_shrink_as_counts_grow(events, method, level):
    """Relative to the count: ten times the events, a narrower interval."""
    few = poisson_interval(events, method=method, level=level)
    many = poisson_interval(10 * events, method=method, level=level)
    assert many.high / many.value < few.high / few.value
    assert few.low is None or many.low / many.value > few.low / few.value


strata = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100_000)), min_size=1, max_size=18)


@settings(deadline=None)
@given(strata, st.sampled_from(sorted(DIRECT_METHODS)))
def test_standardising_to_ones_own_population_gives_the_crude_rate(groups, method):
    cases, people = zip(*groups, strict=True)
    found = directly_standardised_rate(cases, people, people, method=method, minimum_events=0)
    assert found.value == pytest.approx(found.crude, rel=1e-12)
    assert found.crude == pytest.approx(sum(cases) / sum(people) * 100_000)


@settings(deadline=None)
@given(strata, st.data(), st.sampled_from(["dobson-byar", "dobson-exact", "gamma", "gamma-tcz"]))
def test_a_standardised_rate_lies_in_its_interval_whatever_the_standard(groups, data, method):
    cases, people = zip(*groups, strict=True)
    standard = [data.draw(st.integers(1, 1000)) for _ in groups]
    found = directly_standardised_rate(cases, people, standard, method=method, minimum_events=0)
    assert covers(found, found.value)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), populations), min_size=2, max_size=9), levels)
def test_only_the_proportions_of_a_standard_matter(groups, level):
    cases, people = zip(*groups, strict=True)
    standard = list(range(1, len(groups) + 1))
    once = directly_standardised_rate(cases, people, standard, method="gamma", level=level)
    scaled = directly_standardised_rate(
        cases, people, [1000 * x for x in standard], method="gamma", level=level
    )
    assert (once.value, once.low, once.high) == pytest.approx(
        (scaled.value, scaled.low, scaled.high), rel=1e-9
    )
