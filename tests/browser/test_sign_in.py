"""Signing in, in the browser."""

from accounts.models import User
from tests.cast import PASSWORD


def fill(page: object, password: str) -> None:
    """Fill the form and send it."""
    page.fill("[name=login]", "chen")
    page.fill("[name=password]", password)
    page.click("form[action*=login] button[type=submit]")
    page.wait_for_load_state("networkidle")


def test_chen_signs_in_and_out_again(cast, window_of) -> None:
    """Chinese by default; afterwards the page asks who is there."""
    window = window_of(None)
    window.open("/")
    page = window.page
    assert "/accounts/login/" in page.url
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    fill(page, PASSWORD)
    assert page.url.endswith("/")
    page.click("header .dropdown-toggle:has-text('陈静')")
    page.click("form[action*=logout] button")
    page.wait_for_load_state("networkidle")
    window.open("/communities/areas/")
    assert "/accounts/login/" in page.url


def test_a_wrong_password_says_so_and_keeps_the_name(cast, window_of) -> None:
    """And nobody is signed in."""
    window = window_of(None)
    window.open("/accounts/login/")
    fill(window.page, "not the password")
    assert window.page.locator(".alert-danger, .invalid-feedback, .errorlist").count()
    assert window.page.input_value("[name=login]") == "chen"
    assert User.objects.get(username="chen").last_login is None


def test_the_language_switch_turns_the_page_english_and_back(cast, window_of) -> None:
    """Every page has it."""
    window = window_of(cast.chen)
    window.open("/communities/areas/")
    page = window.page
    page.click("form[action*=language] button >> nth=0")
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Areas"
