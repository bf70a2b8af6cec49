"""What bore another name before is found by it, and its page says so."""

import pytest
from django.urls import reverse

from communities.models import Organisation
from communities.services.saving import save_record
from tests.sent import form_on


@pytest.fixture
def hospital(cast, places) -> Organisation:
    """The hospital was called 金沙卫生院 until today."""
    one = Organisation(area=places.street, name="金沙卫生院", sector="hospital")
    save_record(actor=cast.chen, record=one, code="communities.organisation")
    one.name = "金沙人民医院"
    return save_record(actor=cast.chen, record=one, code="communities.organisation")


def test_the_list_finds_an_organisation_by_its_former_name(hospital, cast, as_user) -> None:
    """Under its new name, and in another form of the same characters."""
    chen, url = as_user(cast.chen), reverse("communities:organisations")
    for words in ("卫生院", "人民医院", "金沙衞生院"):
        assert hospital.get_absolute_url() in chen.get(url, {"q": words}).content.decode()
    assert hospital.get_absolute_url() not in chen.get(url, {"q": "小学"}).content.decode()


def test_its_page_and_its_form_say_the_former_name(hospital, cast, as_user) -> None:
    """The form says that it still leads here."""
    chen = as_user(cast.chen)
    assert "金沙卫生院" in chen.get(hospital.get_absolute_url()).content.decode()
    edit = chen.get(reverse("communities:organisation-edit", args=[hospital.pk]))
    assert "Former names: 金沙卫生院." in edit.content.decode()


def test_an_area_says_its_former_name_too(cast, places, as_user) -> None:
    """Renamed on its page; the trail keeps both, the list finds it by either."""
    chen = as_user(cast.chen)
    url = reverse("communities:area-edit", args=[places.east.pk])
    sent = form_on(chen.get(url), with_field="boundary")
    assert "Former names" not in chen.get(url).content.decode()
    assert chen.post(url, sent | {"name": ["东方社区"]}).status_code == 302
    for page in (places.east.get_absolute_url(), url):
        assert "东社区" in chen.get(page).content.decode()
    found = chen.get(reverse("communities:areas"), {"q": "东社区"}).content.decode()
    assert places.east.get_absolute_url() in found


def test_an_organisation_that_never_had_another_name_says_nothing(cast, places, as_user) -> None:
    """No empty line on its page."""
    one = Organisation.objects.create(area=places.street, name="金沙小学", sector="school")
    page = as_user(cast.chen).get(one.get_absolute_url()).content.decode()
    assert "Former names" not in page
