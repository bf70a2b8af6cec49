"""Projects for children, disabled persons or victims are read by those alone who work on them."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from communities.services.attachments import attach
from programmes.models import Project
from tests.programmes.factories import make_indicator, make_measure, make_project, make_value
from tests.sent import form_on
from tests.training.factories import make_event


@pytest.fixture
def project(places, cast) -> Project:
    """A project for disabled persons that covers the whole street, with a value and its file."""
    project = make_project(places.street, cast.chen, title="残疾人居家改造", restricted=True)
    make_measure(project, cast.chen)
    make_value(make_indicator(project, cast.chen), cast.chen)
    return project


def pages(project: Project) -> list[str]:
    """Every page that shows something of it."""
    indicator, measure = project.indicators.get(), project.measures.get()
    value = indicator.values.get()
    return [one.get_absolute_url() for one in (project, indicator, measure, value)]


@pytest.mark.parametrize("name", ["wang", "sun"])
def test_grid_workers_and_partners_do_not_see_it(name, project, places, cast, as_user) -> None:
    """Neither its pages nor its rows, its files, or its title beside an event."""
    file, _new = attach(actor=cast.chen, target=project, upload=ContentFile(b"x", name="x.txt"))
    client = as_user(cast[name])
    for page in pages(project):
        assert client.get(page).status_code == 404, page
    assert client.get(reverse("communities:attachment", args=[file.pk])).status_code == 404
    for rows in ("projects", "indicators", "values", "measures"):
        assert not list(client.get(reverse(f"programmes:{rows}")).context["table"].rows), rows
    event = make_event(places.grid1, project=project)
    shown = client.get(event.get_absolute_url())
    assert shown.status_code == 200 and project.title not in shown.text
    listed = client.get(reverse("training:events"), {"export": "csv"})
    assert project.title not in b"".join(listed.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("name", ["admin", "chen", "liu", "zhou", "wu"])
def test_staff_committee_and_auditors_read_it(name, project, cast, as_user) -> None:
    """Where it reaches, as any project."""
    client = as_user(cast[name])
    for page in pages(project):
        assert client.get(page).status_code == 200, page


def test_its_leader_reads_it_whoever_that_is(project, cast, as_user) -> None:
    """Sun of the disabled persons' federation leads it."""
    Project.objects.update(leader=cast.sun)
    assert as_user(cast.sun).get(project.get_absolute_url()).status_code == 200
    assert as_user(cast.wang).get(project.get_absolute_url()).status_code == 404


def test_an_open_project_is_read_as_before(places, cast, as_user) -> None:
    """By everybody whom it reaches."""
    project = make_project(places.street)
    for name in ("wang", "sun"):
        assert as_user(cast[name]).get(project.get_absolute_url()).status_code == 200


def test_a_project_for_children_begins_restricted(places, cast, as_user) -> None:
    """Liu may open it in its form; what she decides stays."""
    project = make_project(places.east, cast.liu, domain="06")
    assert project.restricted
    url = reverse("programmes:project-edit", args=[project.pk])
    page = as_user(cast.liu).get(url)
    assert page.context["form"]["restricted"].value() is True
    typed = form_on(page) | {
        "title": project.title,
        "code": project.code,
        "domain": "06",
        "area": places.east.pk,
        "covered_areas": [places.east.pk],
        "rollout": "whole",
        "target_sex": "all",
    }
    del typed["restricted"]
    assert as_user(cast.liu).post(url, typed).status_code == 302
    project.refresh_from_db()
    assert not project.restricted
    assert as_user(cast.wang).get(project.get_absolute_url()).status_code == 200
