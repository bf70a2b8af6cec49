"""Projects come in with their measures, a row each; what is decided on stays as it is."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from communities.models import Organisation
from ledgers.declaration import Addition, Change, Order, Undone
from lib.ids import new_id
from programmes.ledgers.measure_store import Projects
from programmes.ledgers.projects import PROJECTS, wrong
from programmes.models import Measure, Project, Stage
from programmes.services.projects import save_project
from tests.cast import Cast, Places
from tests.programmes.factories import make_indicator, make_measure, make_project, run_project

STORE = PROJECTS.store


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.liu, area=places.east, today=dt.date(2026, 11, 30), batch=new_id())


def row(places: Places, number: int = 3, **values: Any) -> Addition:
    given = {
        "project": "出租屋消防安全",
        "domain": "02",
        "area": places.east.pk,
        "measure": "入户检查",
        "kind": "service",
        "start": dt.date(2026, 3, 1),
        "end": dt.date(2026, 5, 31),
        **values,
    }
    return Addition(key=new_id(), number=number, values=given)


def test_a_project_comes_in_once_with_all_its_measures(order: Order, places: Places) -> None:
    unit = Organisation.objects.create(area=places.east, name="消防救援站", sector="fire")
    first = row(places, owner="消防救援站", lead="李队长", project_end=dt.date(2026, 12, 31))
    second = row(places, 4, measure="装烟感", kind="facility", owner="老周", planned_quantity=500)
    told = [one.code for one in PROJECTS.remarks(order)(first.values)]
    assert told == ["made-above"]
    assert STORE.add(order, [first, second]) == {}
    project = Project.objects.get()
    assert (project.stage, project.leader_name, project.created_by) == (
        Stage.DRAFT,
        "李队长",
        order.actor,
    )
    visits, alarms = Measure.objects.get(pk=first.key), Measure.objects.get(pk=second.key)
    assert (visits.owner, visits.owner_name, visits.planned_quantity) == (unit, "", Decimal(1))
    assert (alarms.owner, alarms.owner_name, alarms.planned_quantity) == (None, "老周", 500)
    assert not list(PROJECTS.remarks(order)(first.values))


def test_a_measure_without_days_lasts_as_long_as_its_project(order: Order, places: Places) -> None:
    days = {"project_start": dt.date(2026, 1, 1), "project_end": dt.date(2026, 12, 31)}
    one = row(places, **days)
    values = {key: value for key, value in one.values.items() if key not in ("start", "end")}
    STORE.add(order, [Addition(key=one.key, number=3, values=values)])
    measure = Measure.objects.get()
    assert (measure.start, measure.end) == (days["project_start"], days["project_end"])


def test_a_measure_is_found_by_project_and_title_and_changed(
    order: Order, places: Places, cast: Cast
) -> None:
    measure = make_measure(make_project(places.east, cast.liu), cast.liu)
    asked = row(places).values
    (found,) = STORE.find(order, [asked])
    assert [one.key for one in found] == [measure.pk]
    changes = {"owner": "老周", "end": dt.date(2026, 6, 30)}
    change = Change(key=measure.pk, number=3, revision=found[0].revision, values=changes)
    assert STORE.change(order, [change]) == {}
    measure.refresh_from_db()
    assert (measure.owner_name, measure.end) == ("老周", dt.date(2026, 6, 30))
    assert list(STORE.change(order, [change])) == [3], "somebody changed it since"


def test_a_plan_that_is_decided_on_stays(order: Order, places: Places, cast: Cast) -> None:
    """Said before the commit, and refused by it."""
    project = run_project(make_project(places.east, cast.liu))
    one = row(places, measure="新的措施")
    with override("zh-hans"):
        (told,) = PROJECTS.remarks(order)(one.values)
        refused = STORE.add(order, [one])
    assert "已经审定" in told.params["words"]
    assert "已经审定" in refused[3].params["words"]
    assert not project.measures.exists()


def test_a_row_that_cannot_be_takes_no_other_with_it(order: Order, places: Places) -> None:
    bad, good = row(places, domain="99"), row(places, 4, measure="装烟感")
    assert list(STORE.add(order, [bad, good])) == [3]
    assert [one.title for one in Measure.objects.all()] == ["装烟感"]


def test_undoing_takes_the_drafts_out_with_their_last_measure(
    order: Order, places: Places, cast: Cast
) -> None:
    own = make_project(places.east, cast.liu, title="燃气安全")
    rows = [row(places), row(places, 4, measure="装烟感"), row(places, 5, project="燃气安全")]
    STORE.add(order, rows)
    undone = [Undone(key=one.key, revision=1) for one in rows]
    assert STORE.undo(order, undone) == {}
    assert [one.pk for one in Project.objects.all()] == [own.pk]
    assert not Measure.objects.exists()


@pytest.mark.parametrize("what", ["an indicator", "its goal"])
def test_undoing_leaves_a_project_into_which_somebody_wrote(
    order: Order, places: Places, cast: Cast, what: str
) -> None:
    """The measure goes; what liu typed since stays with its draft."""
    one = row(places)
    STORE.add(order, [one])
    project = Project.objects.get()
    if what == "an indicator":
        make_indicator(project, cast.liu)
    else:
        project.goal = "减少火灾"
        save_project(actor=cast.liu, project=project, covered=[], partners=[])
    assert STORE.undo(order, [Undone(key=one.key, revision=1)]) == {}
    assert Project.objects.get().pk == project.pk and not Measure.objects.exists()


def test_projects_of_one_title_in_two_communities_are_two(order, places, cast) -> None:
    """A row goes to the one of its area, and with another code to none of them."""
    street = replace(order, actor=cast.chen, area=places.street)
    make_project(places.east, cast.liu)
    west = row(places, area=places.west.pk)
    assert STORE.add(street, [west]) == {}
    assert Measure.objects.get(pk=west.key).project.area == places.west
    known = Projects(street)
    title = {"project": "出租屋消防安全"}
    assert known.of({**title, "area": places.east.pk}).area == places.east
    assert known.of({**title, "area": places.east.pk, "code": "2020-D02-099"}) is None
    assert known.of(title) is None, "two have this title"


def test_undoing_leaves_what_was_changed_since(order: Order, places: Places) -> None:
    one = row(places)
    STORE.add(order, [one])
    Measure.objects.filter(pk=one.key).update(revision=2)
    assert list(STORE.undo(order, [Undone(key=one.key, revision=1)])) == [one.key]
    assert Measure.objects.exists()


def test_an_end_before_the_start_is_said_at_its_cell(order: Order, places: Places) -> None:
    values = row(places, end=dt.date(2026, 1, 1)).values
    assert [one.field for one in wrong(order, values)] == ["end"]
