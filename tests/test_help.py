"""The "?" at fields: what it says belongs to a field that exists, and stands in the form."""

import pytest
from django.apps import apps
from django.urls import reverse

from lib.help import explanations


@pytest.mark.parametrize("key", [one.key for one in explanations])
def test_every_explanation_is_of_a_field(key: str) -> None:
    room, model, field = key.split(".")
    assert apps.get_model(room, model)._meta.get_field(field)


def test_chen_reads_what_a_major_hazard_is_where_she_chooses(cast, as_user) -> None:
    page = as_user(cast.chen).get(reverse("grids:hazard-new")).content.decode()
    grade = explanations["grids.hazard.grade"]
    assert str(grade.words) in page
    assert grade.source in page


def test_a_field_that_explains_itself_has_no_question_mark(cast, as_user) -> None:
    page = as_user(cast.chen).get(reverse("communities:organisation-new")).content.decode()
    assert 'class="help"' not in page
