"""What every page has is drawn once a process, and yet is each reader's own."""

import pickle
import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from communities import roles
from communities.models import Role
from communities.services.memberships import add_membership, end_membership

HAZARDS = "/grids/hazards/"


@pytest.fixture(autouse=True)
def nothing_kept_before():
    caches["template_fragments"].clear()


def menu_of(page: str) -> list[str]:
    """Return the addresses of the menu in a page."""
    found = re.search(r'<ul class="menu">(.*?)</ul>', page, re.DOTALL)
    assert found is not None
    return re.findall(r'href="([^"]+)"', found[1])


def page_of(client, address: str = HAZARDS, **headers) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_role_that_is_taken_away_takes_its_pages_from_the_menu_at_once(cast, as_user) -> None:
    """Chen's next page shows it, and gives them back when the role is given back."""
    chen, reports = as_user(cast.chen), reverse("reports:runs")
    add_membership(
        actor=cast.admin,
        user=cast.chen,
        area=cast.wang.memberships.get().area,
        role=Role.objects.get(code=roles.GRID_WORKER),
    )
    before = menu_of(page_of(chen))
    assert reports in before
    office = cast.chen.memberships.get(role__code=roles.OFFICE)
    end_membership(actor=cast.admin, membership=office)
    after = menu_of(page_of(chen))
    assert reports not in after and set(after) < set(before)
    add_membership(actor=cast.admin, user=cast.chen, area=office.area, role=office.role)
    assert menu_of(page_of(chen)) == before


def test_a_permission_that_a_role_loses_takes_its_page_from_the_menu(cast, as_user) -> None:
    """The same person, the same role: what the role may has changed."""
    chen, role, reports = (
        as_user(cast.chen),
        Role.objects.get(code=roles.OFFICE),
        reverse("reports:runs"),
    )
    assert reports in menu_of(page_of(chen))
    role.permissions = [code for code in role.permissions if not code.startswith("reports.")]
    role.save()
    assert reports not in menu_of(page_of(chen))


def test_two_people_in_one_process_see_each_their_own(cast, as_user) -> None:
    """Name, key, token and menu, however often they take turns."""
    people = {"chen": cast.chen, "wang": cast.wang}
    clients = {name: as_user(user) for name, user in people.items()}
    menus = set()
    for name in ("chen", "wang", "chen", "wang"):
        page, other = page_of(clients[name]), people["wang" if name == "chen" else "chen"]
        assert people[name].full_name in page.split('<main id="main"')[0]
        assert other.full_name not in page.split('<main id="main"')[0]
        assert f'data-user="{people[name].pk}"' in page and str(other.pk) not in page
        menus.add((name, *menu_of(page)))
    assert len(menus) == len(people)


def test_two_languages_in_one_process(cast, as_user) -> None:
    """Each page is whole in the language of its reader."""
    wang = as_user(cast.wang)
    for _turn in range(2):
        chinese, english = page_of(wang, accept_language="zh-hans"), page_of(wang)
        assert "隐患" in chinese and "Main menu" not in chinese and "Nothing found" not in chinese
        assert "Main menu" in english and "Nothing found" in english and "主菜单" not in english


def test_the_page_that_is_open_is_marked_and_no_other(cast, as_user) -> None:
    """In the menu and at the foot of a phone, also on a page below that of an entry."""
    chen = as_user(cast.chen)
    for address in (HAZARDS, "/", HAZARDS, reverse("communities:me"), "/grids/inspections/"):
        page = page_of(chen, address)
        marked = re.findall(r'<a\s+href="(/[^"]*)"\s+aria-current="page"', page)
        assert set(marked) == {address}


def test_a_page_has_a_nonce_and_tokens_of_its_own(cast, as_user) -> None:
    """The nonce is that of its headers; a page read again has others."""
    chen, seen = as_user(cast.chen), set()
    for _turn in range(2):
        answer = chen.get(HAZARDS)
        page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
        [nonce] = set(re.findall(r'nonce="([^"]+)"', page))
        tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
        assert f"'nonce-{nonce}'" in policy and tokens
        assert not {nonce, *tokens} & seen
        seen |= {nonce, *tokens}


def test_nothing_that_is_kept_names_a_person_or_holds_a_secret(cast, as_user) -> None:
    """Whoever keeps more of the frame is stopped here."""
    for user in (cast.chen, cast.wang, cast.admin):
        for address in ("/", HAZARDS, reverse("communities:me")):
            page_of(as_user(user), address)
    kept = [pickle.loads(one) for one in caches["template_fragments"]._cache.values()]
    assert kept
    for user in (cast.chen, cast.wang, cast.admin):
        told = (user.full_name, str(user.pk))
        assert not [one for one in kept if any(word in one for word in told)]
    assert not [one for one in kept if "csrfmiddlewaretoken" in one or "nonce" in one]
