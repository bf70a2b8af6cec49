"""What is wrong with a form stands on top of it, and each entry leads to its field."""

import re

import pytest
from django import forms
from django.urls import reverse

from lib.form_errors import FormProblem, problems_of
from tests.access.table import World
from tests.create_forms import FORMS
from tests.test_create_forms import opened

SUMMARY = re.compile(r"data-error-summary.*?</div>", re.DOTALL)
ENTRY = re.compile(r'<a href="#([^"]+)">\s*([^<]+?)\s*</a>')
KEPT = {"record_key", "key", "revision", "drawn"}
ELEMENT = r'<(?:input|select|textarea)\b[^>]*\bid="{}"[^>]*>'


#: Forms whose mistakes are told by the list of rows below them, or on the phone's own page.
OWN_WAY = {"grids:inspection-new", "training:issue-add", "training:drill-edit"}


@pytest.mark.parametrize("name", sorted(FORMS.keys() - OWN_WAY))
def test_each_form_sent_empty_names_its_fields_on_top(name, places, cast, as_user) -> None:
    begun = opened(name, World(places, cast), as_user(cast.admin))
    keys = {field: begun.drawn[field] for field in KEPT & begun.drawn.keys()}
    page = begun.client().post(begun.url, {**keys, "sent": "1"})
    if page.status_code == 302:
        pytest.skip("nothing is compulsory here")
    text = page.content.decode()
    (summary,) = SUMMARY.findall(text)
    entries = ENTRY.findall(summary)
    shown = [one for one in page.context["form"].visible_fields() if one.errors]
    assert shown and len(entries) >= len(shown)
    for anchor, words in entries:
        (element,) = re.findall(ELEMENT.format(re.escape(anchor)), text)
        assert words
        if 'type="radio"' in element or 'type="checkbox"' in element:
            continue  # their fieldset says it
        assert 'aria-invalid="true"' in element, element
        (described,) = re.findall(r'aria-describedby="([^"]+)"', element)
        (said,) = [one for one in described.split() if one.endswith("_error")]
        assert f'id="{said}"' in text, f"nothing has the id {said}"


def test_an_entry_names_its_field_once() -> None:
    class Two(forms.Form):
        day = forms.DateField(label="日期")
        name = forms.CharField(label="名称", error_messages={"required": "请填写“名称”。"})

    found = list(problems_of(Two({"day": "2026.13.5"})))
    assert [one.href for one in found] == ["#id_day", "#id_name"]
    assert found[0].words.startswith("日期") and found[1].words == "请填写“名称”。"


def test_rows_of_a_formset_are_counted_from_one() -> None:
    class One(forms.Form):
        name = forms.CharField(label="名称")

    rows = forms.formset_factory(One, extra=2, min_num=2)
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "甲"}
    (problem,) = problems_of(rows({**sent, "form-1-name": ""}))
    assert problem.href == "#id_form-1-name" and "2" in problem.words


def test_a_form_that_was_not_sent_has_nothing_wrong(cast, as_user) -> None:
    page = as_user(cast.admin).get(reverse("communities:organisation-new"))
    assert "data-error-summary" not in page.content.decode()
    assert list(problems_of(page.context["form"])) == []


def test_what_is_wrong_as_a_whole_leads_nowhere() -> None:
    class Sum(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("合计不符")

    assert list(problems_of(Sum({}))) == [FormProblem("合计不符")]
