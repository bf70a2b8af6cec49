"""What stands on a home page can be acted on by whom it is shown to; its list counts the same."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import CorrectiveAction
from communities.working_days import horizon
from grids.services import hazards as actions
from injuries.models import ImportBatch, ReportingSite
from lib.waiting import Group, task_lists
from programmes.services.values import submit_value
from tests.cast import PEOPLE
from tests.grids.makers import hazard, premises
from tests.ledgers.makers import checked as ledger_checked, shop as premises_row
from tests.programmes.factories import (
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)
from tests.training.factories import make_drill, make_event, make_finding
from training.workflow import EventState

#: What changes something: a form that is sent, or a link to a form.
ACTS = re.compile(
    r'<form[^>]*method="post"(?!\s+class="d-inline language-switch")[^>]*action="/(?!i18n|accounts)'
    r'|<form[^>]*class="(record-form|inspection)'
    r'|href="[^"]*/(new|edit|rectify|verify|advise|done|verdict|write-up|inspect|progress|approve)/'
)


@pytest.fixture
def work(places, cast) -> None:
    """Something of each kind: late, due soon, sent to others, without a day."""
    days = horizon()
    for place in (places.grid1, places.west_grid):
        shop = premises(places, area=place, name=f"店{place}")
        long_ago = timezone.now() - dt.timedelta(days=9)
        late = days.today - dt.timedelta(days=3)
        hazard(shop, cast.wang, found_at=long_ago, deadline=late)
        hazard(shop, cast.wang, deadline=days.soon)
        sent = hazard(shop, cast.wang, deadline=days.today)
        actions.rectify(actor=cast.wang, hazard=sent, revision=sent.revision)
    project = run_project(make_project(places.east, cast.liu))
    make_measure(project, end=days.today - dt.timedelta(days=1))
    make_measure(project, end=days.soon)
    value = make_value(make_indicator(project, cast.liu), cast.liu)
    submit_value(actor=cast.liu, value=value)
    make_event(places.east, state=EventState.PLANNED)
    soon = timezone.now() + dt.timedelta(days=1)
    make_event(places.east, starts_at=soon, state=EventState.PLANNED)
    drill = make_drill(places.grid1, state=EventState.WRITTEN_UP)
    make_finding(drill, days.today, owner=cast.wang, owner_name="")
    make_finding(drill, days.soon)
    CorrectiveAction.objects.filter(pk=make_finding(drill, days.today).pk).update(
        state="done", done_on=days.today, done_by=cast.liu
    )
    site = ReportingSite.objects.create(
        area=places.street, name="金沙医院", code="H001", kind="hospital"
    )
    ImportBatch.objects.create(
        area=places.street,
        reporting_site=site,
        filename="十月.xlsx",
        stage="preview",
        job_state="done",
        created_by=cast.chen,
    )
    ledger_checked(cast.chen, places.street, [premises_row()])


@pytest.mark.parametrize("name", [*PEOPLE, "admin"])
def test_each_task_opens_and_lets_its_person_do_something(work, cast, as_user, name) -> None:
    """What waits for others opens too; there the others act."""
    client, days = as_user(cast[name]), horizon()
    page = client.get(reverse("home"))
    assert page.status_code == 200
    lists = [*(one for column in page.context["columns"] for one in column.lists)]
    for one, waiting in [*lists, *page.context["standing"].lists]:
        assert waiting.first, one.key
        for task in waiting.first:
            answer = client.get(task.url)
            assert answer.status_code == 200, (name, one.key, task.url)
            if one.group is not Group.OTHERS:
                main = answer.text.split('<main id="main"')[1]
                assert ACTS.search(main), (name, one.key, task.url)
        listed = client.get(waiting.url)
        assert listed.status_code == 200, (name, one.key)
        if "table" in listed.context:
            assert listed.context["table"].count == waiting.count, (name, one.key, waiting.url)
        assert one.find(cast[name], days).count == waiting.count


EXPECTED = {
    "chen": {"grids.due-today", "grids.due-soon", "injuries.imports", "programmes.measures_due"},
    "liu": {"grids.due-today", "programmes.values_with_others", "actions.with-others"},
    "wang": {"grids.due-today", "grids.due-soon", "grids.with-others", "actions.due"},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_work_stands_where_it_belongs(work, cast, as_user, name) -> None:
    assert EXPECTED[name] <= shown(as_user(cast[name]))


def shown(client) -> set[str]:
    """Keys of the lists on the home page of who is signed in."""
    context = client.get(reverse("home")).context
    columns = [*context["columns"], context["standing"]]
    return {one.key for column in columns for one, _waiting in column.lists}


def test_nobody_is_shown_what_is_not_his_to_do(work, cast, as_user) -> None:
    """sun looks after no hazard before one is handed over; chen's import is chen's alone; who keeps
    the portal running does not do the work of the rooms.
    """
    assert not shown(as_user(cast.sun))
    for name in ("liu", "zhao", "admin"):
        assert "injuries.imports" not in shown(as_user(cast[name]))
    assert shown(as_user(cast.admin)) <= {one.key for one in task_lists if one.for_keepers}


def test_what_falls_due_on_a_saturday_is_fridays_work(places) -> None:
    """Working days as the house reckons them; three of them lie ahead."""
    friday = horizon(dt.date(2026, 3, 13))
    assert (friday.until, friday.soon) == (dt.date(2026, 3, 15), dt.date(2026, 3, 18))
    monday = horizon(dt.date(2026, 3, 16))
    assert (monday.until, monday.soon) == (dt.date(2026, 3, 16), dt.date(2026, 3, 19))
