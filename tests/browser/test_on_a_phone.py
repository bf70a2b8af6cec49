"""Wang's phone: a list begins on the first screen, a file too large is not sent at all."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.grids.makers import hazard, photo, premises


def test_the_list_of_hazards_begins_on_the_first_screen(cast, places, window_of) -> None:
    """Two filters stand above it, the others come on demand."""
    hazard(premises(places), cast.wang)
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazards"))
    page = window.page
    assert page.locator("table.records tbody tr").first.bounding_box()["y"] < 740
    fields = page.locator(".filter .filter-field")
    expect(fields.nth(4)).to_be_hidden()
    page.get_by_text("更多筛选条件").click()
    expect(fields.nth(4)).to_be_visible()
    assert not window.too_wide()


def test_a_filter_in_use_is_not_hidden(cast, places, window_of) -> None:
    hazard(premises(places), cast.wang)
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazards") + "?grade=general")
    expect(window.page.locator(".filter [name=grade]")).to_be_visible()


def test_a_desk_shows_every_filter(cast, places, window_of) -> None:
    window = window_of(cast.chen)
    window.open(reverse("grids:hazards"))
    expect(window.page.locator(".filter .filter-field").nth(4)).to_be_visible()
    expect(window.page.get_by_text("更多筛选条件")).to_be_hidden()


def test_a_photo_too_large_is_refused_before_it_is_sent(
    cast, places, window_of, tmp_path: Path
) -> None:
    """It would cross a slow network first, to be refused by the server."""
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(settings.UPLOAD_MAX_PHOTO + 1)
    small = tmp_path / "small.jpg"
    small.write_bytes(photo().read())
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazard-new"))
    page = window.page
    page.set_input_files("[name=photos]", large)
    refused = page.locator("[data-refused-file]")
    expect(refused).to_contain_text("15 MB")
    assert page.locator("[name=photos]").evaluate("e => e.files.length") == 0
    page.set_input_files("[name=photos]", small)
    expect(refused).to_have_count(0)
    assert page.locator("[name=photos]").evaluate("e => e.files.length") == 1
