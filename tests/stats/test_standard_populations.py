"""Standard populations are the published tables, brought to any age groups that fit."""

import pytest

from stats import (
    directly_standardised_rate,
    standard_population,
    standard_population_names,
)
from stats.errors import OutOfRange, StrataMismatch, UnknownChoice

SUMS = {
    "china_2010": 1_332_810_869,
    "china_2020": 1_409_778_724,
    "who_2000_2025": 100_035,
    "european_2013": 100_000,
    "european_1976": 100_000,
    "us_2000": 1_000_001,
}
TO_85 = [f"{age}-{age + 4}" for age in range(0, 85, 5)] + ["85+"]
WHO = [
    8860,
    8690,
    8600,
    8470,
    8220,
    7930,
    7610,
    7150,
    6590,
    6040,
    5370,
    4550,
    3720,
    2960,
    2210,
    1520,
    910,
    635,
]
EUROPE_2013 = [
    5000,
    5500,
    5500,
    5500,
    6000,
    6000,
    6500,
    7000,
    7000,
    7000,
    7000,
    6500,
    6000,
    5500,
    5000,
    4000,
    2500,
    2500,
]


@pytest.mark.parametrize(("name", "total"), SUMS.items())
def test_each_table_adds_up_to_its_published_sum(name, total):
    table = standard_population(name)
    assert sum(table.counts) == total
    assert sum(table.weights) == pytest.approx(1, abs=1e-15)
    assert table.source


def test_all_tables_are_known_by_name():
    assert standard_population_names() == list(SUMS)


@pytest.mark.parametrize(
    ("name", "counts"), [("who_2000_2025", WHO), ("european_2013", EUROPE_2013)]
)
def test_eighteen_groups_as_most_tables_have_them(name, counts):
    assert list(standard_population(name, ages=TO_85).counts) == counts


@pytest.mark.parametrize(
    ("name", "children", "oldest"),
    [("china_2010", 75_532_610, 7_616_148), ("china_2020", 77_883_888, 15_417_957)],
)
def test_the_censuses_of_china(name, children, oldest):
    table = standard_population(name, ages=TO_85)
    assert (table.counts[0], table.counts[-1]) == (children, oldest)


def test_broad_groups_add_up_published_ones():
    broad = standard_population("china_2020", ages=["0-14", "15–59", "60+"])
    assert broad.counts[0] == 253_383_938  # the published number of children under 15
    assert sum(broad.counts) == SUMS["china_2020"]


@pytest.mark.parametrize("ages", [["0-4", "5-12"], ["0-9", "5-14"], ["85-120"], ["<1", "1-4"]])
def test_groups_that_cut_or_overlap_published_ones_are_refused(ages):
    with pytest.raises(StrataMismatch):
        standard_population("china_2020", ages=ages)


def test_a_label_that_is_no_age_is_named():
    with pytest.raises(OutOfRange, match="ages\\[1\\]"):
        standard_population("china_2020", ages=["0-4", "children"])


def test_an_unknown_standard_lists_the_known_ones():
    with pytest.raises(UnknownChoice, match="china_2020"):
        standard_population("china_1990")


def test_a_named_standard_is_the_same_as_its_numbers():
    cases, people = [4, 9, 21], [8000, 21000, 6000]
    ages = ["0-14", "15-59", "60+"]
    numbers = standard_population("china_2020", ages=ages).counts
    by_name = directly_standardised_rate(cases, people, "china_2020", ages=ages)
    assert by_name == directly_standardised_rate(cases, people, numbers)


def test_a_named_standard_without_matching_groups_is_refused():
    with pytest.raises(StrataMismatch):
        directly_standardised_rate([4, 9, 21], [8000, 21000, 6000], "china_2020")


def test_age_groups_may_be_written_as_chinese_tables_write_them():
    plain = standard_population("china_2020", ages=["0-14", "15-59", "60+"])
    chinese = standard_population("china_2020", ages=["0～14岁", "15—59岁", "60岁及以上"])
    assert chinese.weights == plain.weights
