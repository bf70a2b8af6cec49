"""What a change is called, and its light: no more than the numbers carry."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils.translation import override

import stats
from lib.comparison import Compared, Verdict, verdict_of
from lib.indicators import PERCENT, Direction, IndicatorDefinition, Measured, share
from lib.periods import Period
from monitoring.lights import Signal, light_of
from monitoring.words import chance_in_words, change_in_words, interval_in_words

OCTOBER = Period.parse("2026-10")


def figure(now: Measured, before: Measured, **how) -> Compared:
    """A figure that is `now` in October and was `before` a year ago."""
    fields = {
        "key": "test",
        "name": "test",
        "unit": "",
        "definition": "",
        "numerator": "",
        "denominator": "",
        "direction": Direction.LOWER,
        "count": lambda _asked: [],
    }
    definition = IndicatorDefinition(**fields | how)
    periods = (OCTOBER, OCTOBER.year_before)
    return Compared(definition, OCTOBER, now, before, verdict_of(definition, periods, now, before))


def count(now: float, before: float, **how) -> Compared:
    """A count of what nobody wants."""
    return figure(Measured(now, now), Measured(before, before), **how)


def rate(now: tuple[int, int], before: tuple[int, int]) -> Compared:
    """A share of what is wanted."""
    found = [share(*one, href="", nothing="") for one in (now, before)]
    return figure(*found, unit=PERCENT, direction=Direction.HIGHER, digits=1)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (count(62, 73), "少11（15.1%）"),
        (count(9, 4), "多5"),  # +125 % of four is no news
        (count(5, 5), "与上年持平"),
        (rate((75, 99), (90, 98)), "低16.1个百分点"),
    ],
)
def test_a_change_is_said_in_words_without_percentages_of_few(found: Compared, said: str) -> None:
    with override("zh-hans"):
        assert change_in_words(found) == said


def test_a_change_that_chance_explains_says_so() -> None:
    with override("zh-hans"):
        assert chance_in_words(count(62, 73)) == "差异可能属于偶然波动"
        assert chance_in_words(count(40, 90)) == "差异超出偶然波动"
        assert chance_in_words(count(5, 5)) == ""


def test_what_is_decided_is_not_held_against_chance() -> None:
    found = count(190, 230, direction=Direction.HIGHER)
    assert found.verdict is None and chance_in_words(found) == ""


def test_an_interval_is_said_in_words() -> None:
    with override("zh-hans"):
        words = interval_in_words(rate((6, 7), (7, 10)))
        assert words == "很可能在 48.7 – 97.4 之间（95%置信区间）"
    assert interval_in_words(count(3, 4)) == ""


@pytest.mark.parametrize(
    ("found", "signal"),
    [
        (count(12, 2), Signal.RED),
        (count(3, 2), Signal.AMBER),
        (count(2, 3), Signal.NONE),
        (count(40, 90), Signal.GREEN),
        (count(0, 0), Signal.GREEN),
        (count(0, 3, direction=Direction.NEUTRAL), Signal.NONE),
        (rate((20, 20), (19, 20)), Signal.GREEN),
        (rate((50, 99), (90, 98)), Signal.RED),
        (figure(Measured(None), Measured(4, 4)), Signal.NONE),
    ],
)
def test_a_light_is_judged_by_the_rule_on_the_page(found: Compared, signal: Signal) -> None:
    assert light_of(found) is signal


@pytest.mark.parametrize(("days", "signal"), [(1, Signal.NONE), (6, Signal.NONE), (7, Signal.RED)])
def test_the_first_days_of_a_month_are_judged_by_no_light(days: int, signal: Signal) -> None:
    """On the first, nothing is done yet; that says nothing of the month."""
    begun = Period(dt.date(2026, 12, 1), until=dt.date(2026, 12, 1 + days))
    assert light_of(replace(count(12, 2), period=begun)) is signal


@pytest.mark.parametrize(
    ("now", "before"), [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((5, 9), (5, 9))]
)
def test_shares_are_compared_as_two_proportions_are(now, before) -> None:
    """Newcombe's example among them, and the slower function of the statistics."""
    change = stats.two_proportions(*before, *now)
    beyond = change.low > 0 or change.high < 0
    assert rate(now, before).verdict is (Verdict.BEYOND if beyond else Verdict.WITHIN)
