"""Parts of a plan are added inside the project's page; without JavaScript on pages of their own."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from lib.ids import new_id
from programmes.models import Indicator, Measure, Project
from tests.programmes.factories import make_budget_line, make_measure, make_project
from tests.sent import form_on

HTMX = {"HX-Request": "true"}


@pytest.fixture
def project(places, cast):
    """A draft of the eastern community."""
    return make_project(places.east, cast.liu)


def measure_given(**overrides):
    """A measure as typed."""
    return {
        "record_key": str(new_id()),
        "title": "更换软管",
        "kind": "product",
        "start": "2026-03-01",
        "end": "2026-06-30",
        "planned_quantity": "300",
        "unit": "户",
    } | overrides


def test_htmx_gets_the_form_alone_and_then_the_place_to_refresh(project, cast, as_user):
    """The fragment has no frame; the answer to it names what to swap."""
    url, liu = reverse("programmes:measure-new", args=[project.pk]), as_user(cast.liu)
    fragment = liu.get(url, headers=HTMX).content.decode()
    assert "<form" in fragment and "<html" not in fragment
    assert "<html" in liu.get(url).content.decode()
    taken = liu.post(url, measure_given(), headers=HTMX)
    assert taken.status_code == 204
    assert json.loads(taken["HX-Location"])["path"] == project.get_absolute_url()
    assert Measure.objects.get().title == "更换软管"
    assert AuditEntry.objects.get(code="programmes.measure.added").target_id == str(project.pk)


def test_without_javascript_the_same_form_leads_back_to_the_project(project, cast, as_user):
    """Post, redirect, get."""
    url = reverse("programmes:measure-new", args=[project.pk])
    response = as_user(cast.liu).post(url, measure_given())
    assert response.url == project.get_absolute_url()
    assert "更换软管" in as_user(cast.liu).get(response.url).content.decode()


def test_a_measure_that_ends_before_it_starts_keeps_what_was_typed(project, cast, as_user):
    """The message stands in the form and nothing is saved."""
    url = reverse("programmes:measure-new", args=[project.pk])
    page = as_user(cast.liu).post(url, measure_given(end="2026-02-01"), headers=HTMX)
    text = page.content.decode()
    assert "The end lies before the start." in text and "更换软管" in text
    assert not Measure.objects.exists()


def test_a_computed_indicator_takes_its_direction_from_the_registry(project, places, cast, as_user):
    """Nobody has to know which way is better."""
    url = reverse("programmes:indicator-new", args=[project.pk])
    given = {
        "record_key": str(new_id()),
        "registry_key": "programmes.measures_on_time",
        "kind": "process",
        "place": str(places.east.pk),
        "frequency": "month",
        "order": "0",
    }
    assert as_user(cast.liu).post(url, given).status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.direction, str(indicator)) == ("higher", "Measures done on time")


def test_an_indicator_entered_by_hand_needs_a_name_and_a_direction(project, places, cast, as_user):
    """Both are said at once, at their fields."""
    url = reverse("programmes:indicator-new", args=[project.pk])
    given = {
        "record_key": str(new_id()),
        "kind": "process",
        "place": str(places.east.pk),
        "frequency": "month",
        "order": "0",
    }
    page = as_user(cast.liu).post(url, given)
    assert set(page.context["form"].errors) == {"name", "direction"}
    assert not Indicator.objects.exists()


def test_a_project_covers_only_what_lies_in_its_main_area(places, cast, as_user):
    """The western community does not lie in the eastern one; without a choice all is covered."""
    url, chen = reverse("programmes:project-new"), as_user(cast.chen)
    given = form_on(chen.get(url)) | {
        "title": "燃气",
        "domain": "04",
        "area": str(places.east.pk),
        "covered_areas": [str(places.west.pk)],
        "rollout": "whole",
        "target_sex": "all",
        "start": "2026-03-01",
    }
    page = chen.post(url, given)
    assert "covered_areas" in page.context["form"].errors and not Project.objects.exists()
    given.pop("covered_areas")
    for _time in range(2):
        assert chen.post(url, given).status_code == 302
    project = Project.objects.get()
    assert list(project.covered_areas.all()) == [places.east]
    assert (project.code, project.created_by) == ("2026-D04-001", cast.chen)


def test_liu_cannot_place_a_project_outside_her_community(places, cast, as_user):
    """The form offers her own community and its grids only."""
    page = as_user(cast.liu).get(reverse("programmes:project-new"))
    offered = set(page.context["form"].fields["area"].queryset)
    assert offered == {places.east, places.grid1, places.grid2}


def test_forms_begin_with_what_is_known(project, cast, as_user):
    """Progress and expenses are of today, an indicator is of the project's own area."""
    client, today = as_user(cast.chen), timezone.localdate().isoformat()
    line, measure = make_budget_line(project), make_measure(project)
    for name, record in (("expense-new", line), ("progress-new", measure)):
        page = client.get(reverse(f"programmes:{name}", args=[record.pk])).content.decode()
        assert f'value="{today}"' in page
    page = client.get(reverse("programmes:indicator-new", args=[project.pk]))
    assert form_on(page)["place"] == [str(project.area_id)]
