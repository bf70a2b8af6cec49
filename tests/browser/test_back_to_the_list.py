"""From a record back to its list: the filter, and the place where one was."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.grids.makers import hazard, premises


def test_the_crumb_leads_back_to_the_filtered_list_where_one_was(cast, places, window_of) -> None:
    place = premises(places)
    for number in range(40):
        hazard(place, cast.wang, description=f"{number}号楼堆物")
    window = window_of(cast.chen)
    address = reverse("grids:hazards") + "?grade=general&sort=found_at"
    window.open(address)
    page = window.page
    page.get_by_text("39号楼堆物").click()
    expect(page).to_have_url(re.compile("/hazards/[0-9a-f-]{36}/"))
    page.locator(".breadcrumb a").click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page.get_by_text("39号楼堆物")).to_be_in_viewport()


def test_the_menu_leads_to_the_list_as_it_begins(cast, places, window_of) -> None:
    found = hazard(premises(places), cast.wang)
    window = window_of(cast.chen)
    window.open(reverse("grids:hazards") + "?grade=general")
    window.open(found.get_absolute_url())
    window.page.locator(".menu a", has_text="隐患").click()
    expect(window.page).to_have_url(re.compile(reverse("grids:hazards") + "$"))
