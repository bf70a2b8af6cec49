"""Chen approves one value after the other; Zhou signs what she sees."""

import datetime as dt
from decimal import Decimal

from playwright.sync_api import expect

from programmes.models import IndicatorValue
from programmes.services.values import submit_value
from tests.programmes.factories import make_indicator, make_project, make_value, run_project


def waiting(places, cast) -> list[IndicatorValue]:
    """Three values that Liu has submitted."""
    indicator = make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)
    values = []
    for month in (7, 8, 9):
        start, share = dt.date(2026, month, 1), Decimal(20 + month)
        value = make_value(indicator, cast.liu, period_start=start, numerator=share, value=share)
        submit_value(actor=cast.liu, value=value)
        values.append(value)
    return values


def test_three_values_are_approved_without_going_back_to_the_list(places, cast, window_of) -> None:
    """The chart is drawn, the opinion is typed once, the third one leads to the empty list."""
    first, second, third = waiting(places, cast)
    window = window_of(cast.chen)
    chen = window.page
    window.open(first.get_absolute_url())
    expect(chen.locator(".review-place")).to_contain_text("第 1 条，共 3 条")
    expect(chen.locator("figure.chart svg").first).to_be_visible()
    assert not window.barriers() and not window.too_wide()
    chen.fill("#review-opinion", "数据可信")
    chen.get_by_role("button", name="批准并看下一条").click()
    chen.wait_for_url(f"**{second.get_absolute_url()}")
    expect(chen.locator(".review-place")).to_contain_text("第 1 条，共 2 条")
    chen.get_by_role("button", name="批准并看下一条").click()
    chen.wait_for_url(f"**{third.get_absolute_url()}")
    chen.get_by_role("button", name="批准").click()
    chen.wait_for_load_state()
    assert set(IndicatorValue.objects.values_list("state", flat=True)) == {"approved"}
    assert first.steps.get(target="approved").note == "数据可信"


def test_many_are_ticked_and_approved_on_one_page(places, cast, window_of) -> None:
    waiting(places, cast)
    window = window_of(cast.chen)
    chen = window.page
    window.open("/programmes/values/?approve=on")
    for box in chen.locator("#list tbody input[type=checkbox]").all():
        box.check()
    chen.locator("#ticked button[value=approve]").click()
    chen.wait_for_load_state()
    expect(chen.locator("section[aria-labelledby=ready] tbody tr")).to_have_count(3)
    assert not window.barriers()
    chen.fill("[name=opinion]", "同意")
    chen.locator("form.list-action button[type=submit]").click()
    chen.wait_for_load_state()
    assert set(IndicatorValue.objects.values_list("state", flat=True)) == {"approved"}


def test_on_a_phone_the_panel_fits(places, cast, window_of) -> None:
    first, *_others = waiting(places, cast)
    window = window_of(cast.chen, width=390)
    window.open(first.get_absolute_url())
    assert not window.too_wide() and not window.barriers()
    expect(window.page.get_by_role("button", name="批准并看下一条")).to_be_visible()
