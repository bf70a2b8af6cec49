"""The first day: each role is led over its own pages, once."""

import pytest
from django.urls import reverse

from communities.roles import BUILT_IN
from lib.navigation import menu
from safecommunity.tour import MOST, TOURS, WORDS, steps_of

CAST = ("admin", "chen", "liu", "wang", "zhao", "sun", "zhou", "wu")


def go(client, number: int):
    """Press "next"."""
    return client.post(reverse("tour-go", args=[number]))


def test_every_role_has_a_tour_of_pages_of_the_menu() -> None:
    assert set(TOURS) == {role.code for role in BUILT_IN}
    for keys in TOURS.values():
        assert len(keys) <= MOST
        assert all(key in menu and key in WORDS for key in keys)


@pytest.mark.parametrize("name", CAST)
def test_nobody_is_led_to_a_refusal(cast, as_user, name: str) -> None:
    client, steps = as_user(cast[name]), steps_of(cast[name])
    assert 2 <= len(steps) <= MOST
    for step in steps:
        page = client.get(go(client, step.number).url)
        assert page.status_code == 200
        assert str(step.words) in page.content.decode().replace("&amp;", "&")


def test_wang_walks_it_once_and_may_walk_it_again(cast, as_user) -> None:
    client = as_user(cast.wang)
    offered = reverse("tour-go", args=[1])
    assert offered in client.get("/").content.decode()
    total = len(steps_of(cast.wang))
    go(client, 1)
    assert go(client, total + 1).url == "/"
    cast.wang.refresh_from_db()
    assert cast.wang.toured_at is not None
    page = client.get("/").content.decode()
    assert offered not in page and 'class="tour' not in page
    assert offered in client.get(reverse("communities:me")).content.decode()


def test_whoever_does_not_want_it_is_not_asked_again(cast, as_user) -> None:
    client = as_user(cast.zhou)
    client.post(reverse("tour-end"))
    assert reverse("tour-go", args=[1]) not in client.get("/").content.decode()
    cast.zhao.refresh_from_db()
    assert cast.zhao.toured_at is None


def test_a_link_alone_begins_nothing(cast, as_user) -> None:
    assert as_user(cast.wang).get(reverse("tour-go", args=[1])).status_code == 405
