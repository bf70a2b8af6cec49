"""Who may open the pages of promotion projects."""

import datetime as dt

from programmes.models import IndicatorValue, Measure, Objective, PilotSite, SiteRole
from programmes.services.plan import save_part
from programmes.services.values import submit_value
from tests.access.table import Row, World, as_read, statuses
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)


def build(world: World) -> None:
    """A running project of the eastern community with one of each part."""
    made, liu = world.made, world.cast.liu
    project = made.project = run_project(make_project(world.places.east, liu))
    made.objective = save_part(actor=liu, part=Objective(project=project, text="烟感全覆盖"))
    made.indicator = make_indicator(project, liu)
    made.measure = make_measure(project, liu)
    made.line = make_budget_line(project, liu)
    made.site = save_part(
        actor=liu,
        part=PilotSite(
            project=project,
            place=world.places.grid1,
            role=SiteRole.PILOT,
            since=dt.date(2026, 1, 1),
        ),
    )
    made.draft = make_value(made.indicator, liu)
    made.submitted = make_value(made.indicator, liu, period_start=dt.date(2026, 8, 1))
    submit_value(actor=liu, value=made.submitted)
    made.approved = make_value(made.indicator, liu, period_start=dt.date(2026, 7, 1))
    IndicatorValue.objects.filter(pk=made.approved.pk).update(state="approved")
    assert Measure.objects.count() == 1


def key(name: str):
    """The key of what `build` made under `name`."""
    return lambda world: [getattr(world.made, name).pk]


READERS = statuses(200, zhao=403)
PAGE = statuses(200, zhao=403, outsider=404)
STAFF = statuses(403, outsider=404, admin=200, chen=200, liu=200)
ANYWHERE = statuses(403, outsider=200, admin=200, chen=200, liu=200)
OFFICE = statuses(403, outsider=404, admin=200, chen=200)
STAFF_ACTION = STAFF | {"admin": 302, "chen": 302, "liu": 302}
OFFICE_ACTION = OFFICE | {"admin": 302, "chen": 302}

ROWS = [
    Row("programmes:projects", READERS),
    Row("programmes:project-new", ANYWHERE),
    Row("programmes:project", PAGE, key("project")),
    Row("programmes:project-edit", STAFF, key("project")),
    Row("programmes:project-move", STAFF, key("project")),
    Row("programmes:objective-new", STAFF, key("project")),
    Row("programmes:objective-edit", STAFF, key("objective")),
    Row("programmes:indicator-new", STAFF, key("project")),
    Row("programmes:indicators", READERS),
    Row("programmes:definitions", READERS),
    Row("programmes:indicator", PAGE, key("indicator")),
    Row("programmes:indicator-edit", STAFF, key("indicator")),
    Row("programmes:value-new", STAFF, key("indicator")),
    Row("programmes:values", READERS),
    Row("programmes:value", PAGE, key("submitted")),
    Row("programmes:value-edit", STAFF, key("draft")),
    Row(
        "programmes:value-submit", STAFF_ACTION, key("draft"), method="post", data=as_read("draft")
    ),
    Row(
        "programmes:value-approve",
        OFFICE_ACTION,
        key("submitted"),
        method="post",
        data=as_read("submitted"),
    ),
    Row("programmes:value-return", OFFICE, key("submitted")),
    Row("programmes:value-correct", STAFF, key("approved")),
    Row("programmes:measure-new", STAFF, key("project")),
    Row("programmes:measures", READERS),
    Row("programmes:measure", PAGE, key("measure")),
    Row("programmes:measure-edit", STAFF, key("measure")),
    Row("programmes:progress-new", STAFF, key("measure")),
    Row("programmes:measure-drop", STAFF, key("measure")),
    Row("programmes:budget-new", STAFF, key("project")),
    Row("programmes:budget-edit", STAFF, key("line")),
    Row("programmes:expense-new", STAFF, key("line")),
    Row("programmes:site-new", STAFF, key("project")),
    Row("programmes:site-edit", STAFF, key("site")),
]
