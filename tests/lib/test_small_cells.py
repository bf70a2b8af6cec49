"""Counts of persons as they are published: nothing small, and nothing that gives it away."""

from hypothesis import given, settings, strategies as st

from lib.small_cells import Protected, protect, protect_months, protect_table

columns = st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=6)


def test_a_small_cell_hides_behind_another_one() -> None:
    """73 less 70 would be 3."""
    shown = protect({"fall": 3, "burn": 50, "bite": 0, "cut": 20})
    assert shown.total == 73
    assert shown.cells["fall"] is None and shown.cells["bite"] == 0
    assert sum(number is None for number in shown.cells.values()) == 2


def test_two_single_persons_do_not_stand_for_themselves() -> None:
    """52 less 50 are two cells of which each is at least 1: both would be known."""
    assert protect({"a": 1, "b": 1, "c": 50}) == Protected({"a": None, "b": None, "c": None}, 52)


def test_a_small_total_is_not_shown_either() -> None:
    assert protect({"a": 3, "b": 1}) == Protected({"a": None, "b": None}, None)


def test_large_numbers_are_shown_as_they_are() -> None:
    assert protect({"a": 30, "b": 0}) == Protected({"a": 30, "b": 0}, 30)
    assert protect({}) == Protected({}, 0)


def test_a_month_hides_behind_another_month_of_its_year_only() -> None:
    counts = {1: 9, 2: 1, 13: 7, 14: 6}
    shown = protect_months(counts, {1: 2025, 2: 2025, 13: 2026, 14: 2026})
    assert shown == {1: None, 2: None, 13: 7, 14: 6}


@settings(deadline=None, max_examples=40)
@given(columns)
def test_no_small_number_is_shown_or_is_what_is_left(counts: dict[str, int]) -> None:
    """For any column: not read, and not got by taking away what is shown from the total."""
    shown = protect(counts)
    assert all(number is None or number == 0 or number >= 5 for number in shown.cells.values())
    hidden = [key for key, number in shown.cells.items() if number is None]
    if shown.total is not None:
        assert shown.total == sum(counts.values())
        assert len(hidden) != 1
        assert not hidden or sum(counts[key] for key in hidden) > len(hidden)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=1, max_size=5))
def test_no_line_of_a_table_has_a_single_gap(rows: list[list[int]]) -> None:
    lines, sums = protect_table(rows)
    for line in (*lines, sums):
        cells = [*line.cells.values(), line.total]
        assert all(number is None or number == 0 or number >= 5 for number in cells)
        assert cells.count(None) != 1
