"""A form says which field is missing, and what an empty choice asks for."""

import pytest
from django import forms
from django.urls import reverse
from django.utils.translation import override

from communities.models import Organisation
from lib.form_words import DASHES
from lib.forms import PlainForm, UploadField
from tests.sent import form_on


class Example(PlainForm):
    """A form with each kind of field."""

    name = forms.CharField(label="名称")
    colour = forms.ChoiceField(label="颜色", choices=[("", DASHES), ("r", "红")])
    sheet = UploadField(label="表格")
    contact_name = forms.CharField()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", "请填写“名称”。"),
        ("colour", "请选择“颜色”。"),
        ("sheet", "请选择“表格”。"),
        ("contact_name", "请填写“Contact name”。"),
    ],
)
def test_a_missing_field_is_named(field: str, said: str) -> None:
    with override("zh-hans"):
        assert Example({}).errors[field] == [said]


def test_an_empty_choice_asks_to_choose_and_counts_as_none() -> None:
    with override("zh-hans"):
        form = Example({"colour": ""})
        assert [str(label) for _value, label in form.fields["colour"].choices] == ["请选择", "红"]
        assert form.errors["colour"] == ["请选择“颜色”。"]


def test_chen_is_told_which_fields_of_an_organisation_are_missing(cast, as_user) -> None:
    client, address = as_user(cast.chen), reverse("communities:organisation-new")
    page = client.get(address)
    assert DASHES not in page.content.decode()
    errors = client.post(address, form_on(page) | {"name": ""}).context["form"].errors
    assert errors["name"] == ["Enter “Name”."] and errors["sector"] == ["Choose “Sector”."]
    assert not Organisation.objects.exists()


def test_a_list_is_narrowed_by_all_or_one(cast, as_user) -> None:
    page = as_user(cast.chen).get(reverse("communities:organisations")).content.decode()
    assert '<option value="" selected>All</option>' in page
