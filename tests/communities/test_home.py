"""The home page: what waits, and what each may begin."""

from importlib import import_module

import pytest
from django.urls import reverse

from communities.demo import people
from communities.roles import OFFICE
from lib.navigation import MenuEntry


def begun(page: str) -> set[str]:
    """Names of the addresses that the home page offers to begin with."""
    names = (
        "injuries:record-new",
        "injuries:import-new",
        "grids:inspect",
        "grids:hazard-new",
        "training:event-new",
    )
    part = page.split('<main id="main"')[1]
    return {name for name in names if f'href="{reverse(name)}"' in part}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zhao", {"injuries:record-new", "injuries:import-new"}),
        ("wang", {"grids:inspect", "grids:hazard-new"}),
        ("sun", set()),
        ("wu", set()),
    ],
)
def test_each_begins_on_the_home_page_what_the_role_allows(
    cast, as_user, name: str, expected: set[str]
) -> None:
    page = as_user(cast[name]).get(reverse("home")).content.decode()
    assert begun(page) == expected


def test_whoever_begins_nothing_is_shown_the_dashboard(cast, as_user) -> None:
    """Nothing waits for zhou, who reads."""
    page = as_user(cast.zhou).get(reverse("home")).content.decode().split('<main id="main"')[1]
    assert f'href="{reverse("monitoring:dashboard")}"' in page


def test_what_needs_no_permission_everybody_begins(cast, as_user, monkeypatch) -> None:
    """As in the menu: an entry without a permission is everybody's."""
    entry = MenuEntry(key="own", label="Own password", url_name="account_change_password", icon="x")
    monkeypatch.setattr(import_module("communities.views.home"), "quick_actions", [entry])
    page = as_user(cast.wu).get(reverse("home")).content.decode()
    assert "Own password" in page.split('<main id="main"')[1]


def test_what_is_offered_opens(cast, as_user) -> None:
    client = as_user(cast.chen)
    offered = begun(client.get(reverse("home")).content.decode())
    assert len(offered) == 5
    assert {client.get(reverse(one)).status_code for one in offered} == {200}


def test_two_of_the_accounts_shown_approve_what_the_other_entered() -> None:
    """One of them is not enough to walk the whole way of an indicator value."""
    office = [name for name, _full, role, _post in people.SHOWN if role == OFFICE]
    assert len(office) == 2
    assert all(name in people.accounts_text() for name in office)
