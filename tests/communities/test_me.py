"""The own page, and the bar at the foot of a phone."""

import pytest
from django.urls import reverse


def foot(page: str) -> str:
    """The bar at the foot of the page."""
    return page.split('class="bottombar', 1)[1].split("</nav>", 1)[0]


def test_wang_reads_what_the_portal_knows_of_her(cast, as_user) -> None:
    page = as_user(cast.wang).get(reverse("communities:me")).content.decode()
    for duty in cast.wang.memberships.all():
        assert str(duty.area) in page and str(duty.role) in page
    assert cast.wang.username in page
    assert cast.liu.full_name not in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wang", ["home", "grids:inspect", "grids:hazards"]),
        ("zhao", ["home", "injuries:records"]),
        ("wu", ["home"]),
    ],
)
def test_the_foot_of_a_phone_holds_what_each_uses_all_day(cast, as_user, name, expected) -> None:
    bar = foot(as_user(cast[name]).get(reverse("home")).content.decode())
    places = [bar.index(f'href="{reverse(one)}"') for one in expected]
    assert places == sorted(places)
    assert bar.count("<a") <= 4
    assert reverse("communities:me") in bar


def test_whoever_may_not_inspect_has_no_such_button(cast, as_user) -> None:
    bar = foot(as_user(cast.zhao).get(reverse("home")).content.decode())
    assert reverse("grids:inspect") not in bar
