"""Causes by age and place: what hangs on the wall names nobody."""

import datetime as dt

import pytest
from django.utils import timezone

from injuries.crossed import cause_table
from lib.indicators import SMALL
from lib.periods import Period
from lib.small_cells import protect_crossed

LAST_MONTH = Period.containing(timezone.localdate()).previous


@pytest.fixture
def cards(make_record, places) -> None:
    """Falls, cuts and crashes enough to be shown, and two drowned children who must not be."""
    day = LAST_MONTH.start + dt.timedelta(days=3)
    for cause, place, age, number in (
        ("3", "1", 70, 9),
        ("3", "1", 30, 3),
        ("6", "1", 30, 8),
        ("1", "5", 40, 10),
        ("9", "4", 8, 2),
    ):
        for _n in range(number):
            make_record(area=places.west, visited_on=day, cause=cause, place=place, age_value=age)


def table_of(places, *, open_cards: bool = True):
    """The causes of the street."""
    return cause_table(places.street, LAST_MONTH, timezone.localdate(), open_cards)


def test_small_cells_of_causes_are_hidden_from_everybody(places, cards) -> None:
    table = table_of(places)
    cells = [cell for row in table.rows for cell in (row.total, *row.ages, *row.places)]
    assert any(cell.number is None for cell in cells)
    assert not any(cell.number and cell.number < SMALL for cell in cells)


def test_no_hidden_cell_is_what_the_others_leave(places, cards) -> None:
    """In no row, by age or by place, is exactly one number hidden behind a total that is shown."""
    for row in table_of(places).rows:
        for part in (row.ages, row.places):
            hidden = [cell for cell in part if cell.number is None]
            assert len(hidden) != 1 or row.total.number is None


def test_a_cell_opens_exactly_its_rows(places, cards, cast, as_user) -> None:
    client = as_user(cast.chen)
    table = table_of(places)
    cells = [cell for row in table.rows for cell in (row.total, *row.ages, *row.places)]
    shown = [cell for cell in cells if cell.number]
    assert shown
    for cell in shown:
        assert client.get(cell.href).context["table"].count == cell.number


def test_without_the_cards_the_table_is_of_a_whole_year_and_a_whole_street(places, cards) -> None:
    """Months that move on would give one month by subtraction, six communities the seventh."""
    today = timezone.localdate()
    assert cause_table(places.west, LAST_MONTH, today, open_cards=False) is None
    table = table_of(places, open_cards=False)
    assert table is None or (table.first.month, table.last.month) == (1, 12)


def test_what_one_table_hides_the_other_does_not_give_back() -> None:
    """A cause of three persons: its total stands in no table, whatever their columns say."""
    crossed = protect_crossed([[[3, 0], [20, 30]], [[1, 2], [25, 25]]])
    assert crossed.rows[0] is None and crossed.rows[1] is None
    assert crossed.total == 53
    assert not crossed.complete
    assert protect_crossed([[[10, 20]], [[30, 0]]]).complete
