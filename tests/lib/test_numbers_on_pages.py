"""A number on a page is the number that the report prints: rounded, never cut off."""

from decimal import Decimal

import pytest

from lib.numerals import format_number
from programmes.templatetags.programmes import share
from safecommunity.templatetags.ui import number


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (100 * 234 / 1454, 1, "16.1"),  # 16.09 %: the coverage of a month
        (99.96, 1, "100.0"),
        (Decimal("4171.68"), 1, "4,171.7"),
        (1500, 0, "1,500"),
        (-0.25, 1, "−0.3"),
    ],
)
def test_a_figure_on_the_dashboard_is_rounded_as_in_the_report(
    value: float | Decimal, digits: int, printed: str
) -> None:
    assert f">{printed}<" in number(value, digits)
    assert format_number(value, digits=digits) == printed


def test_two_thirds_of_the_budget_are_67_percent() -> None:
    assert ">67%<" in share(2, 3)


def test_a_value_that_is_missing_is_a_dash_and_opens_nothing() -> None:
    assert number(None, 1, "/injuries/") == '<span class="num">–</span>'
