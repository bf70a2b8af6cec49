"""How forms are laid out, and how one goes on with the next of many."""

import re

import pytest
from django import forms
from django.db.models import Model
from django.urls import reverse

from lib.crypto import EncryptedTextField
from lib.form_layout import ALL_COMPULSORY, LONG, SOME_COMPULSORY, section
from lib.forms import PlainForm, RecordForm
from lib.sheets import Row
from premises.models import Premises
from tests.access.table import World
from tests.create_forms import FORMS
from tests.test_create_forms import opened


def all_forms(base: type = RecordForm) -> set[type[RecordForm]]:
    found = {base} if base is not RecordForm else set()
    return found.union(*(all_forms(one) for one in base.__subclasses__()))


PORTAL = sorted((one for one in all_forms() if one._meta.model), key=lambda one: one.__qualname__)


#: Those with sections; what a form makes of what it is given when it is drawn has none to look at.
PARTED = [one for one in PORTAL if one.sections and not isinstance(one.sections, property)]


@pytest.mark.parametrize("form", PARTED)
def test_each_field_stands_in_one_section(form) -> None:
    named = [
        name
        for one in form.sections
        for row in one.rows
        if isinstance(row, str | tuple)
        for name in ((row,) if isinstance(row, str) else row)
    ]
    hidden = {name for name, one in form.base_fields.items() if one.widget.is_hidden}
    shown = sorted(name for name in named if name not in hidden)  # a question comes to be seen
    assert shown == sorted(set(form.base_fields) - hidden)


@pytest.mark.parametrize("form", PORTAL)
def test_a_long_form_has_sections(form) -> None:
    """Whoever fills in more than eight fields finds the way by names; a sheet has columns."""
    shown = [one for one in form.base_fields.values() if not one.widget.is_hidden]
    if len(shown) > 8 and not issubclass(form, Row) and form.__module__.split(".")[0] != "tests":
        parted = isinstance(form.sections, property) or len(form.sections) >= LONG
        assert parted, f"{form.__qualname__} has {len(shown)} fields"


class Some(PlainForm):
    """A form with both kinds of fields."""

    sections = (section("甲", "name"), section("乙", "note", "gone"))
    name = forms.CharField()
    note = forms.CharField(required=False)
    yes = forms.BooleanField(required=False)


def test_what_has_to_be_filled_in_is_said_once() -> None:
    class All(PlainForm):
        name = forms.CharField()
        day = forms.DateField()
        yes = forms.BooleanField(required=False)

    class One(PlainForm):
        reason = forms.CharField()

    class Free(PlainForm):
        note = forms.CharField(required=False)

    assert Some().compulsory_words == SOME_COMPULSORY
    assert All().compulsory_words == ALL_COMPULSORY
    assert One().compulsory_words == Free().compulsory_words == ""


def test_marks_are_shown_where_only_some_have_to_be_filled_in(cast, as_user) -> None:
    page = as_user(cast.admin).get(reverse("communities:organisation-new")).content.decode()
    assert 'class="form-sections"' in page and page.count(str(SOME_COMPULSORY)) == 1
    page = as_user(cast.admin).get(reverse("communities:calendar-new")).content.decode()
    assert page.count("have to be filled in") + page.count("has to be filled in") == 1


def test_beside_a_long_form_stand_its_sections(cast, as_user) -> None:
    page = as_user(cast.admin).get(reverse("injuries:record-new")).content.decode()
    anchors = re.findall(r'<a href="#(section-\d)"', page)
    assert len(anchors) == 6 and all(f'<fieldset id="{one}"' in page for one in anchors)
    assert page.count("<legend") >= 6


REPEATING = sorted(name for name in FORMS if issubclass(FORMS[name].model, Model))


@pytest.mark.parametrize("name", REPEATING)
def test_after_one_comes_the_next_with_what_repeats(name, places, cast, as_user) -> None:
    begun = opened(name, World(places, cast), as_user(cast.admin))
    client = begun.client()
    page = client.get(begun.url)
    form = page.context and page.context.get("form")
    if not isinstance(form, RecordForm) or not form.asks_for_another:
        pytest.skip("nobody enters many of these in a row")
    assert 'name="another"' in page.content.decode()
    typed = begun.form.typed(begun.world)
    answer = client.post(begun.url, {**begun.drawn, **typed, "another": "1"})
    assert answer.status_code == 302 and answer.url.partition("?")[0] == begun.url
    following = client.get(answer.url).context["form"]
    for field in form.repeats:
        if field in typed and field in following.fields:
            assert str(following[field].value()) == str(typed[field]), field
    assert following["record_key"].value() != begun.drawn["record_key"]


def test_what_goes_through_the_address_names_no_person() -> None:
    for form in PORTAL:
        for name in form.repeats:
            column = form._meta.model._meta.get_field(name) if name != "parent" else None
            assert not isinstance(column, EncryptedTextField), f"{form.__qualname__}: {name}"


def test_saving_alone_leads_to_the_record(places, cast, as_user) -> None:
    begun = opened("premises:new", World(places, cast), as_user(cast.admin))
    answer = begun.client().post(begun.url, {**begun.drawn, **begun.form.typed(begun.world)})
    assert answer.url == Premises.objects.latest("created_at").get_absolute_url()
