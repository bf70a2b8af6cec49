"""A project is seen where it reaches; it is changed only where it is answered for."""

from django.urls import reverse

from programmes.models import Project
from tests.programmes.factories import make_project


def titles(response) -> set[str]:
    """Titles of the projects that a list shows."""
    return {row.title for row in response.context["table"].rows}


def test_the_grid_worker_sees_the_streets_project_that_covers_the_grid(places, cast, as_user):
    """Wang works in a grid of the eastern community."""
    make_project(places.street, title="全街道燃气", domain="04")
    make_project(places.street, title="只在东社区", covered=[places.east])
    make_project(places.street, title="只在西社区", covered=[places.west])
    response = as_user(cast.wang).get(reverse("programmes:projects"))
    assert titles(response) == {"全街道燃气", "只在东社区"}


def test_people_of_another_street_see_nothing(places, cast, as_user):
    """The outsider gets an empty list and 404, chen sees the project."""
    project = make_project(places.street)
    assert titles(as_user(cast.outsider).get(reverse("programmes:projects"))) == set()
    assert as_user(cast.outsider).get(project.get_absolute_url()).status_code == 404
    assert as_user(cast.chen).get(project.get_absolute_url()).status_code == 200


def test_liu_reads_the_streets_project_but_cannot_change_it(places, cast, as_user):
    """Reaching is no right to change: the street's project answers 403, the community's 200."""
    street, east = make_project(places.street), make_project(places.east)
    liu = as_user(cast.liu)
    assert liu.get(street.get_absolute_url()).status_code == 200
    assert liu.get(reverse("programmes:project-edit", args=[street.pk])).status_code == 403
    assert liu.get(reverse("programmes:project-edit", args=[east.pk])).status_code == 200


def test_a_community_counts_the_streets_projects_that_reach_it(places):
    """In the area of a community lie its own projects and those that cover it."""
    own = make_project(places.east, title="东")
    whole = make_project(places.street, title="全街道", domain="04")
    make_project(places.street, title="西", covered=[places.west])
    grid = make_project(places.grid1, title="网格")
    assert set(Project.objects.in_area(places.east)) == {own, whole, grid}
    assert set(Project.objects.in_area(places.west)) == {whole, Project.objects.get(title="西")}
    assert Project.objects.in_area(places.street).count() == 4


def test_the_register_is_filtered_and_exported_as_filtered(places, cast, as_user):
    """The fire projects of the eastern community, and nothing else, leave as CSV."""
    make_project(places.east, title="消防")
    make_project(places.east, title="燃气", domain="04")
    make_project(places.west, title="西边消防")
    query = {"domain": "02", "area": places.east.pk}
    chen = as_user(cast.chen)
    assert titles(chen.get(reverse("programmes:projects"), query)) == {"消防"}
    export = chen.get(reverse("programmes:projects"), query | {"export": "csv"})
    text = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "消防" in text and "燃气" not in text and "西边" not in text
