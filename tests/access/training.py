"""Who may open the pages of events, materials, drills and findings."""

import datetime as dt

from tests.access.table import Row, World, as_read, statuses
from tests.training.factories import give, make_drill, make_event, make_finding, moment
from training.models import DrillMoment
from training.workflow import EventState


def build(world: World) -> None:
    """Make an event with material, and a drill with a moment and findings, in the east."""
    east, made = world.places.east, world.made
    made.event = make_event(east)
    made.planned = make_event(east, state=EventState.PLANNED)
    made.closed = make_event(east, state=EventState.WRITTEN_UP)
    made.issue = give(made.event, "居民安全常识手册", 20)
    made.drill = make_drill(east)
    at = moment("2026-03-10", "09:05")
    made.moment = DrillMoment.objects.create(drill=made.drill, at=at, kind="alarm")
    due = dt.date(2026, 4, 1)
    made.finding = make_finding(made.drill, due)


def pk(name: str):
    """Return the arguments of a URL with the key of what `build` made as `name`."""
    return lambda world: [getattr(world.made, name).pk]


#: Everybody but the reporter; the grid worker does not see the community's rows.
LISTS = statuses(200, zhao=403)
PAGES = statuses(200, zhao=403, outsider=404, wang=404)
STAFF_PAGES = statuses(403, admin=200, chen=200, liu=200, outsider=404, wang=404)
STAFF_ACTIONS = statuses(403, admin=302, chen=302, liu=302, outsider=404, wang=404)
MOVED = statuses(302)
STAFF_NEW = statuses(403, admin=200, chen=200, liu=200, outsider=200)

ROWS = [
    Row("training:events", LISTS),
    Row("training:overview", LISTS),
    Row("training:event-new", STAFF_NEW),
    Row("training:event", PAGES, pk("event")),
    Row("training:event-edit", STAFF_PAGES, pk("event")),
    Row("training:event-result", STAFF_PAGES, pk("event")),
    Row("training:event-held", STAFF_ACTIONS, pk("planned"), "post", as_read("planned")),
    Row("training:event-written-up", STAFF_ACTIONS, pk("event"), "post", as_read("event")),
    Row("training:event-cancel", STAFF_PAGES, pk("planned")),
    Row("training:event-reopen", STAFF_PAGES, pk("closed")),
    Row("training:event-replan", STAFF_PAGES, pk("event")),
    Row("training:issue-add", STAFF_ACTIONS, pk("event"), method="post"),
    Row("training:issue-remove", STAFF_ACTIONS, pk("issue"), method="post"),
    Row("training:materials", LISTS),
    Row("training:issues", LISTS),
    Row("training:material-new", STAFF_NEW),
    Row("training:material", PAGES, lambda w: [w.made.issue.material_id]),
    Row("training:material-edit", STAFF_PAGES, lambda w: [w.made.issue.material_id]),
    Row("training:drills", LISTS),
    Row("training:drill", PAGES, pk("drill")),
    Row("training:drill-edit", STAFF_PAGES, lambda w: [w.made.drill.event_id]),
    Row("training:drill-scores", STAFF_PAGES, pk("drill")),
    Row("training:moment-add", STAFF_ACTIONS, pk("drill"), method="post"),
    Row("training:moment-remove", STAFF_ACTIONS, pk("moment"), method="post"),
    # From before findings moved into the register of actions: whoever may, is asked there.
    Row("training:findings", MOVED),
    Row("training:finding-of", MOVED, pk("drill")),
    Row("training:finding", MOVED, pk("finding")),
    Row("training:finding-step", MOVED, lambda w: [w.made.finding.pk, "verify"]),
]
