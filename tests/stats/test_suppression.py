"""Nobody reads a small cell out of what is published.

The attacker here is not the one of the code under test: he builds his own equations from the
published tables alone, knows no more than that counts are not negative, and solves for each
missing number by linear programming.
"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.optimize import linprog

from stats import (
    round_table,
    suppress_cells,
    suppress_margins,
    suppress_table,
    suppress_tables,
)
from stats.errors import CannotProtect, StrataMismatch
from stats.table_suppression import SuppressedTable

LIMIT = 5


def attack(published, equations, least=0):
    """[low, high] of every None in ``published`` (name → number or None), equations as
    (total, parts).
    """
    unknown = [name for name, value in published.items() if value is None]
    place = {name: i for i, name in enumerate(unknown)}
    rows, right = [], []
    for total, parts in equations:
        row, constant = np.zeros(len(unknown)), 0
        for sign, name in [(1, total), *((-1, part) for part in parts)]:
            if published[name] is None:
                row[place[name]] += sign
            else:
                constant -= sign * published[name]
        rows.append(row)
        right.append(constant)
    found = {}
    for name in unknown:
        goal = np.zeros(len(unknown))
        goal[place[name]] = 1
        ends = []
        for sign in (1, -1):
            solved = linprog(sign * goal, A_eq=np.array(rows), b_eq=right, bounds=(least, None))
            assert solved.status in (0, 3), solved.message
            ends.append(sign * solved.fun if solved.status == 0 else np.inf)
        found[name] = ends
    return found


def table_names(tables):
    """Published numbers and equations of linked tables, written out again from scratch."""
    published, equations = {"T": tables[0].total}, []
    rows = range(len(tables[0].table))
    for k, table in enumerate(tables):
        columns = range(len(table.column_totals))
        for i in rows:
            published[f"r{i}"] = table.row_totals[i]
            for j in columns:
                published[f"c{k}.{i}.{j}"] = table.table[i][j]
            equations.append((f"r{i}", [f"c{k}.{i}.{j}" for j in columns]))
        for j in columns:
            published[f"k{k}.{j}"] = table.column_totals[j]
            equations.append((f"k{k}.{j}", [f"c{k}.{i}.{j}" for i in rows]))
        equations.append(("T", [f"k{k}.{j}" for j in columns]))
    equations.append(("T", [f"r{i}" for i in rows]))
    return published, equations


def as_published(grid):
    """A table as it would be published with nothing suppressed."""
    full = np.array(grid)
    return SuppressedTable(
        tuple(map(tuple, full.tolist())),
        tuple(full.sum(axis=1).tolist()),
        tuple(full.sum(axis=0).tolist()),
        int(full.sum()),
    )


def assert_safe(published, equations):
    small = [name for name, value in published.items() if value is not None and 0 < value < LIMIT]
    assert small == []
    for least in (0, 1):  # the second attacker knows that zeros are always published
        for name, (low, high) in attack(published, equations, least).items():
            assert high - low >= 1 - 1e-6, f"{name} lies in [{low}, {high}]"


def grids(rows, columns):
    cell = st.one_of(st.integers(0, 8), st.integers(0, 60))
    return st.lists(
        st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )


sizes = st.tuples(st.integers(1, 6), st.integers(1, 5))


@settings(max_examples=40, deadline=None)
@given(sizes.flatmap(lambda size: grids(*size)))
def test_one_table_survives_a_linear_programming_attack(grid):
    published, equations = table_names([suppress_table(grid, limit=LIMIT)])
    assert_safe(published, equations)


@settings(max_examples=25, deadline=None)
@given(sizes.flatmap(lambda size: grids(*size)), st.randoms(use_true_random=False))
def test_two_linked_tables_survive_an_attack_on_both_at_once(grid, random):
    """Area by cause and area by sex: what one hides the other must not give back."""
    second = []
    for row in grid:
        men = random.randint(0, sum(row))
        second.append([men, sum(row) - men])
    done = suppress_tables([grid, second], limit=LIMIT)
    assert done.tables[0].row_totals == done.tables[1].row_totals
    published, equations = table_names(done.tables)
    assert_safe(published, equations)


def margin_names(tables, dimensions):
    published = {}
    for table in tables:
        for row in table:
            key = tuple(row.get(d) for d in dimensions)
            assert published.get(key, row["count"]) == row["count"]
            published[key] = row["count"]
    equations = []
    for key in published:
        for at, value in enumerate(key):
            if value is None:
                parts = [
                    k
                    for k in published
                    if k[at] is not None and k[:at] + (None,) + k[at + 1 :] == key
                ]
                if parts:
                    equations.append((key, parts))
    return published, equations


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_three_cross_tables_of_the_same_records_survive_an_attack(numbers):
    cells = itertools.product("ABC", ["fall", "burn"], "fm")
    records = [
        {"area": area, "cause": cause, "sex": sex, "count": count}
        for (area, cause, sex), count in zip(cells, numbers, strict=True)
    ]
    pairs = [["area", "cause"], ["area", "sex"], ["cause", "sex"]]
    done = suppress_margins(records, pairs, limit=LIMIT)
    published, equations = margin_names(done.tables, ["area", "cause", "sex"])
    # the attacker also writes down the table of records behind, of which he sees nothing
    behind = dict.fromkeys(itertools.product("ABC", ["fall", "burn"], "fm"))
    equations += [
        (key, [b for b in behind if all(k is None or k == v for k, v in zip(key, b, strict=True))])
        for key in published
        if sum(part is not None for part in key) == 2
    ]
    found = attack(published | behind, equations)
    for key, value in published.items():
        if value is None:
            low, high = found[key]
            assert high - low >= 1 - 1e-6, f"{key} lies in [{low}, {high}]"
        else:
            assert value == 0 or value >= LIMIT


def test_primary_suppression_alone_would_be_undone_by_the_totals():
    """The test of the test: with only the small cell hidden the attacker reads it."""
    published = {"a": None, "b": 12, "T": 15}
    assert attack(published, [("T", ["a", "b"])])["a"] == pytest.approx([3, 3])


def test_what_is_published_is_true_and_what_is_large_enough_mostly_stays():
    grid = [[12, 3, 40], [8, 9, 15], [20, 11, 6]]
    done = suppress_table(grid)
    assert done.row_totals == (55, 32, 37)
    assert done.column_totals == (40, 23, 61)
    assert done.total == 124
    shown = [(i, j) for i in range(3) for j in range(3) if done.table[i][j] is not None]
    assert len(shown) == 5  # one small cell costs three more, the least there is in a table
    assert all(done.table[i][j] == grid[i][j] for i, j in shown)


def test_the_office_sees_what_an_attacker_could_work_out():
    done = suppress_tables([[[12, 3, 40], [8, 9, 15], [20, 11, 6]]])
    assert done.primary == ("tables[0][0][1]",)
    low, high = done.bounds["tables[0][0][1]"]
    assert low <= 2 and high >= 4


def test_nothing_is_suppressed_needlessly():
    """Any one of the further cells, published after all, would give another cell away."""
    generator = np.random.default_rng(0)
    further = 0
    for mean in (3, 8, 20):
        grid = generator.poisson(mean, (6, 5)).tolist()
        men = [generator.binomial(sum(row), 0.4) for row in grid]
        second = [[int(m), sum(row) - int(m)] for m, row in zip(men, grid, strict=True)]
        done = suppress_tables([grid, second], limit=LIMIT)
        published, equations = table_names(done.tables)
        true, _ = table_names([as_published(grid), as_published(second)])
        for name in published:
            if published[name] is None and true[name] >= LIMIT:
                further += 1
                found = attack({**published, name: true[name]}, equations, least=1)
                assert min(high - low for low, high in found.values()) < 1 - 1e-6
    assert further > 5


def test_a_table_without_small_cells_is_left_alone():
    done = suppress_table([[5, 0], [9, 7]])
    assert done.table == ((5, 0), (9, 7))
    assert None not in (*done.row_totals, *done.column_totals, done.total)


def test_zeros_can_count_as_small():
    grid = [[0, 30, 41], [22, 18, 35], [27, 19, 33]]
    assert suppress_table(grid).table == tuple(map(tuple, grid))
    hidden = suppress_table(grid, zeros="suppress")
    assert hidden.table[0][0] is None
    assert sum(cell is None for row in hidden.table for cell in row) >= 4


def test_a_wider_range_can_be_asked_for():
    grid = [[12, 3, 40], [8, 9, 15], [20, 11, 6]]
    for low, high in suppress_tables([grid], width=4).bounds.values():
        assert high - low >= 4


def test_totals_that_must_be_published_can_make_protection_impossible():
    cells = {"men": 3, "women": 9, "all": 12}
    equations = [{"total": "all", "parts": ["men", "women"]}]
    done = suppress_cells(cells, equations)
    assert done.cells["men"] is None and None in (done.cells["women"], done.cells["all"])
    with pytest.raises(CannotProtect, match="men"):
        suppress_cells(cells, equations, keep=["women", "all"])


def test_tables_that_do_not_count_the_same_records_are_refused():
    with pytest.raises(StrataMismatch, match=r"tables\[1\]\[1\]"):
        suppress_tables([[[5, 6], [7, 8]], [[11], [14]]])


@settings(max_examples=40, deadline=None)
@given(sizes.flatmap(lambda size: grids(*size)), st.sampled_from([3, 5, 10]))
def test_controlled_rounding_keeps_every_sum_and_stays_next_to_the_truth(grid, base):
    done = round_table(grid, base=base, method="controlled")
    full, true = np.array(done.table), np.array(grid)
    assert done.additive
    assert full.sum(axis=1).tolist() == list(done.row_totals)
    assert full.sum(axis=0).tolist() == list(done.column_totals)
    assert full.sum() == done.total
    assert np.all(full % base == 0)
    assert np.all(np.abs(full - true) < base)
    assert abs(done.total - true.sum()) < base


def test_conventional_rounding_rounds_halves_up_and_totals_on_their_own():
    done = round_table([[2, 2], [3, 7]], base=5, method="conventional")
    assert done.table == ((0, 0), (5, 5))
    assert (done.row_totals, done.column_totals, done.total) == ((5, 10), (5, 10), 15)
    assert not done.additive
    assert round_table([[5, 15]], base=10, method="conventional").table == ((10, 20),)


def test_random_rounding_has_no_bias_and_gives_the_same_answer_twice():
    grid = [[1, 2, 3, 4]]
    again = [round_table(grid, base=5, method="random", seed=3) for _ in range(2)]
    assert again[0] == again[1]
    drawn = [round_table(grid, base=5, method="random", seed=s).table[0] for s in range(3000)]
    assert np.mean(drawn, axis=0) == pytest.approx([1, 2, 3, 4], abs=0.15)
