"""A number on the dashboard is a link for those who may open its rows, and only for them."""

import re

import pytest
from django.urls import reverse

PEOPLE = ["chen", "liu", "wang", "zhao", "sun", "zhou", "wu", "admin"]


def links(page: str) -> dict[str, str]:
    """Where the numbers of a page lead: one address for each list."""
    found = re.findall(r'class="num" href="([^"]+)"', page)
    return {one.split("?")[0]: one.replace("&amp;", "&") for one in found}


@pytest.mark.parametrize("name", PEOPLE)
def test_no_number_of_the_dashboard_leads_to_a_refusal(cast, as_user, name: str) -> None:
    client = as_user(cast[name])
    found = links(client.get(reverse("monitoring:dashboard")).content.decode())
    refused = [one for one in found.values() if client.get(one).status_code != 200]
    assert not refused


def test_sun_reads_the_injuries_and_opens_the_hazards(cast, as_user) -> None:
    """The fire station sees how many were hurt, but no list of them."""
    page = as_user(cast.sun).get(reverse("monitoring:dashboard")).content.decode()
    assert reverse("grids:hazards") in links(page)
    assert reverse("injuries:records") not in links(page)


def test_the_committee_opens_every_number(cast, as_user) -> None:
    page = as_user(cast.zhou).get(reverse("monitoring:dashboard")).content.decode()
    assert {reverse("injuries:records"), reverse("grids:inspections")} <= set(links(page))
