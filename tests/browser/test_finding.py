"""Chen finds a shop without the mouse; wang finds it on the phone."""

import pytest
from playwright.sync_api import expect

from premises.models import Premises
from tests.grids.makers import premises

PHONE = 360


@pytest.fixture
def shop(places) -> Premises:
    """A shop in wang's grid."""
    return premises(places, name="新村便利店")


def test_chen_finds_a_shop_by_keys_alone(shop, cast, window_of) -> None:
    """ "/" leads to the box, the arrow to what was found, Enter to its page; Escape closes."""
    window = window_of(cast.chen)
    window.open("/")
    page = window.page
    page.keyboard.press("/")
    page.keyboard.type("便利")
    hit = page.locator(".find-box [data-hit]")
    expect(hit).to_have_count(1)
    assert not window.barriers()
    page.keyboard.press("Escape")
    expect(hit).not_to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("店")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{shop.get_absolute_url()}")


def test_a_slash_in_a_field_is_a_slash(cast, window_of) -> None:
    window = window_of(cast.chen)
    window.open("/grids/premises/new/")
    window.page.locator("[name=address]").press("/")
    expect(window.page.locator("[name=address]")).to_have_value("/")


def test_wang_finds_a_shop_on_the_phone(shop, cast, window_of) -> None:
    window = window_of(cast.wang, PHONE)
    window.open("/")
    window.page.locator(".find-link").click()
    window.page.locator(".page input[type=search]").fill("便利")
    window.page.keyboard.press("Enter")
    window.page.locator(".page [data-hit]").click()
    window.page.wait_for_url(f"**{shop.get_absolute_url()}")
    assert not window.too_wide()
