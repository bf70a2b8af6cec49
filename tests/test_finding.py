"""Chen finds anything in one box; nobody finds what is out of his sight."""

from typing import Any

import pytest
from django.urls import reverse

from communities.finding import find_all
from communities.models import Initials, Organisation
from communities.services.initials import forget_initials, renew_initials
from premises.models import Premises
from tests.grids.makers import hazard, premises
from tests.injuries.conftest import card
from tests.programmes.factories import make_project


@pytest.fixture
def shop(places) -> Premises:
    """A shop in wang's grid."""
    return premises(places, name="新村便利店", address="杏林路61号")


def found(user: Any, words: str) -> dict[str, list[str]]:
    """What is found, by kind."""
    return {one.finder.key: [str(hit.record) for hit in one.hits] for one in find_all(user, words)}


@pytest.mark.parametrize("words", ["便利", "新村便利店", "杏林路61", "６１号"])
def test_premises_are_found_by_name_and_address(words, shop, cast) -> None:
    assert found(cast.chen, words) == {"premises.premises": ["新村便利店"]}


def test_what_is_found_leads_to_its_page(shop, cast, as_user) -> None:
    """Below the box (htmx) a part, without a script a page."""
    chen = as_user(cast.chen)
    page = chen.get(reverse("communities:find"), {"q": "便利"})
    part = chen.get(reverse("communities:find"), {"q": "便利"}, headers={"hx-request": "true"})
    for answer in (page, part):
        assert f'href="{shop.get_absolute_url()}"' in answer.text
    assert "<html" in page.text and "<html" not in part.text


def test_names_are_found_by_their_pinyin_initials(shop, places, cast) -> None:
    """银行 is read yinhang here, not yinxing."""
    Organisation.objects.create(area=places.street, name="金沙银行", sector="other")
    assert found(cast.chen, "xcbld") == {}
    assert renew_initials() > 2
    assert found(cast.chen, "xcbld") == {"premises.premises": ["新村便利店"]}
    assert found(cast.chen, "BLD") == {"premises.premises": ["新村便利店"]}
    assert found(cast.chen, "jsyh") == {"communities.organisation": ["金沙银行"]}
    assert renew_initials() == 0


def test_who_is_named_anew_is_found_by_the_new_initials(shop, cast) -> None:
    renew_initials()
    Premises.objects.update(name="老街茶馆")
    assert renew_initials() == 1
    assert found(cast.chen, "xcbld") == {}
    assert found(cast.chen, "ljcg") == {"premises.premises": ["老街茶馆"]}


def test_initials_go_with_their_record(shop, cast) -> None:
    renew_initials()
    kept = Initials.objects.count()
    shop.delete()
    assert forget_initials() == 1
    assert Initials.objects.count() == kept - 1


def test_a_hazard_is_found_by_the_number_of_its_slip(shop, cast) -> None:
    one = hazard(shop, cast.wang)
    hazard(shop, cast.wang, description="灭火器过期")
    assert found(cast.chen, one.number) == {"grids.hazard": [str(one)]}
    assert found(cast.chen, "20261399-AAAAAA") == {}


def test_nobody_finds_what_is_out_of_sight(shop, places, cast) -> None:
    """The neighbouring street, the other grid; and the reporter of injuries sees no premises."""
    renew_initials()
    premises(places, name="隔壁便利店", area=places.west_grid)
    assert found(cast.wang, "便利") == {"premises.premises": ["新村便利店"]}
    assert found(cast.outsider, "便利") == {}
    assert found(cast.outsider, "xcbld") == {}
    assert found(cast.zhao, "便利") == {}


def test_injured_persons_are_found_by_whole_names_and_by_who_may_read_them(places, cast) -> None:
    card(places.grid1, name="张三丰", diagnosis="桡骨骨折")
    assert len(found(cast.chen, "张三丰")["injuries.injuryrecord"]) == 1
    assert found(cast.chen, "张三") == {}
    assert found(cast.liu, "张三丰") == {}
    assert found(cast.wang, "骨折") == {}


def test_accounts_are_found_by_who_keeps_them(cast) -> None:
    assert cast.wang.full_name in found(cast.admin, cast.wang.full_name)["accounts.user"]
    assert "accounts.user" not in found(cast.liu, cast.wang.full_name)


def test_more_than_five_lead_to_the_list(places, cast, as_user) -> None:
    for number in range(7):
        premises(places, name=f"面馆{number}")
    answer = as_user(cast.chen).get(reverse("communities:find"), {"q": "面馆"})
    (kind,) = answer.context["found"]
    assert (len(kind.hits), kind.more) == (5, True)
    assert f"{reverse('premises:list')}?q=%E9%9D%A2%E9%A6%86" in answer.text


def test_projects_and_events_stand_in_their_kinds(places, cast) -> None:
    make_project(places.east, cast.liu, title="老年人防跌倒")
    assert found(cast.chen, "跌倒") == {"programmes.project": ["老年人防跌倒"]}


def test_one_character_and_nothing_ask_for_more(cast, as_user) -> None:
    for words in ("", "店"):
        answer = as_user(cast.chen).get(reverse("communities:find"), {"q": words})
        assert answer.status_code == 200 and "Two characters or more" in answer.text


def test_a_machine_that_asks_too_often_is_stopped(cast, as_user, monkeypatch) -> None:
    monkeypatch.setattr("communities.views.finding.A_MINUTE", 2)
    chen = as_user(cast.chen)
    answers = [chen.get(reverse("communities:find"), {"q": "便利"}).status_code for _ in range(4)]
    assert answers[-1] == 429 and answers[0] == 200
