"""What is chosen among many: searchable in every form, and never beyond the user's sight."""

import pytest
from django import forms
from django.urls import reverse

from communities.models import Membership, Organisation
from lib import pickers as module
from lib.pickers import PickerSelect, PickerSelectMultiple, picker_of
from tests.access.table import World
from tests.cast import LONG_AGO
from tests.grids.makers import premises as make_premises
from tests.sent import forms_on
from tests.test_access_table import modules

HIDDEN = (forms.HiddenInput, forms.MultipleHiddenInput)


def forms_in(page) -> list[forms.BaseForm]:
    """The forms with which a page was drawn, of its filters too."""
    found = []
    for layer in page.context or ():
        for one in layer.dicts if hasattr(layer, "dicts") else ():
            values = list(one.values())
            found += [v for v in values if isinstance(v, forms.BaseForm)]
            found += [v.form for v in values if hasattr(v, "filters") and hasattr(v, "form")]
    return found


def test_each_form_of_the_portal_can_be_searched(places, cast, as_user) -> None:
    """By the type of the field, so that no form has to think of it."""
    world, client, seen = World(places, cast), as_user(cast.admin), set()
    plain = set()
    for table in modules():
        table.build(world)
        for row in table.ROWS:
            if row.method != "get" or row.statuses["admin"] != 200:
                continue
            for form in forms_in(client.get(reverse(row.name, args=row.args(world)))):
                for name, field in form.fields.items():
                    if picker_of(field) is None or isinstance(field.widget, HIDDEN):
                        continue
                    seen.add(picker_of(field).key)
                    if not isinstance(field.widget, PickerSelect | PickerSelectMultiple):
                        plain.add(f"{row.name}: {name}")
    assert not plain
    assert seen == {
        "communities.area",
        "communities.organisation",
        "accounts.user",
        "premises.premises",
    }


def test_two_people_of_one_name_are_told_apart(places, cast, as_user) -> None:
    other = type(cast.liu).objects.create_user(
        "liu2", full_name=cast.liu.full_name, job_title="网格长"
    )
    role = cast.liu.memberships.get().role
    Membership.objects.create(user=other, area=places.west, role=role, valid_from=LONG_AGO)
    page = as_user(cast.chen).get(reverse("programmes:project-new")).content.decode()
    assert "刘伟（东社区）" in page and "刘伟（西社区，网格长）" in page


def test_an_organisation_says_where_it_is_and_areas_are_a_tree(places, cast, as_user) -> None:
    Organisation.objects.create(area=places.east, name="社区医院", sector="hospital")
    page = as_user(cast.chen).get(reverse("programmes:project-new")).content.decode()
    assert "社区医院（东社区）" in page
    assert "\u3000东社区" in page and "\u3000\u3000东一网格" in page


def test_a_community_invites_every_organisation_of_its_street(places, cast, as_user) -> None:
    """L5: the fire station is the street's; nothing of the next street is offered."""
    for place in (places.street, places.west, places.next_street):
        Organisation.objects.create(area=place, name=f"消防站·{place}", sector="fire")
    page = as_user(cast.liu).get(reverse("training:event-new")).content.decode()
    assert "消防站·金沙街道" in page and "消防站·西社区" in page
    assert "消防站·邻街街道" not in page
    assert set(Organisation.objects.visible_to(cast.wang)) == set(
        Organisation.objects.filter(area__in=[places.street, places.west])
    )
    may_change = Organisation.objects.where_allowed(cast.liu, "communities.organisation.change")
    assert not may_change.exists(), "to see is not to change"


@pytest.fixture
def bound(monkeypatch) -> int:
    """A list is long from three rows on."""
    monkeypatch.setattr(module, "BOUND", 2)
    return 2


def many(place, names: str = "甲乙丙丁戊") -> list[Organisation]:
    return [Organisation.objects.create(area=place, name=f"{n}单位", sector="other") for n in names]


def test_a_long_list_is_bounded_and_keeps_what_is_chosen(bound, places, cast, as_user) -> None:
    rows = many(places.street)
    client = as_user(cast.chen)
    url = reverse("injuries:site-new")
    page = client.post(url, {"organisation": str(rows[-1].pk), "sent": "1"})
    text = str(page.context["form"]["organisation"])
    assert text.count("<option") == 1 + bound + 1
    assert f'value="{rows[-1].pk}" selected' in text
    assert reverse("communities:pick", args=["communities.organisation"]) in text


def test_nonsense_that_was_sent_is_an_error_at_its_field(bound, places, cast, as_user) -> None:
    many(places.street)
    page = as_user(cast.chen).post(reverse("injuries:site-new"), {"organisation": "x", "sent": "1"})
    assert page.status_code == 200 and page.context["form"].errors["organisation"]


def found(client, key: str, **query: str) -> list[str]:
    answer = client.get(reverse("communities:pick", args=[key]), query)
    assert answer.status_code == 200
    return [row["text"] for row in answer.json()["rows"]]


def test_the_search_finds_what_is_in_sight_and_nothing_else(places, cast, as_user) -> None:
    for place in (places.grid1, places.west_grid, places.next_community):
        make_premises(places, area=place, name=f"面馆·{place}", address=f"{place}路1号")
    assert len(found(as_user(cast.chen), "premises.premises", q="面馆")) == 2
    assert found(as_user(cast.wang), "premises.premises", q="面馆") == [
        "面馆·东一网格（东一网格路1号）"
    ]
    assert found(as_user(cast.outsider), "premises.premises", q="东一") == []
    people = found(as_user(cast.outsider), "accounts.user", q="")
    assert all("刘伟" not in one for one in people)


def test_a_permission_narrows_the_search_and_opens_nothing(places, cast, as_user) -> None:
    make_premises(places, name="面馆")
    zhou = as_user(cast.zhou)
    assert found(zhou, "premises.premises", permission="grids.hazard.report") == []
    assert found(zhou, "premises.premises", permission="communities.user.manage") == []


def test_a_search_is_bounded_in_number_length_and_rate(monkeypatch, places, cast, as_user) -> None:
    many(places.street, "甲乙丙丁戊己庚辛壬癸")
    monkeypatch.setattr("communities.views.pickers.MOST", 4)
    client = as_user(cast.chen)
    answer = client.get(reverse("communities:pick", args=["communities.organisation"])).json()
    assert len(answer["rows"]) == 4 and answer["more"]
    assert found(client, "communities.organisation", q="甲" * 60_000) == []
    monkeypatch.setattr("communities.views.pickers.A_MINUTE", 1)
    url = reverse("communities:pick", args=["communities.organisation"])
    assert client.get(url).status_code == 429
    assert as_user(cast.sun).get(url).status_code == 200


def test_the_one_grid_of_a_grid_worker_is_chosen_already(places, cast, as_user) -> None:
    page = as_user(cast.wang).get(reverse("grids:hazard-new"))
    (sent,) = [fields for _url, fields in forms_on(page) if "area" in fields]
    assert sent["area"] == [str(places.grid1.pk)]
