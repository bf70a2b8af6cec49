"""Who may open the pages of corrective actions."""

import datetime as dt

from actions.models import CorrectiveAction
from actions.workflow import ActionState
from tests.access.table import Row, World, statuses
from tests.training.factories import make_drill, make_finding

DUE = dt.date(2026, 4, 1)


def build(world: World) -> None:
    """Make actions of a drill in the east, one of them done by liu, and one of the next street
    that sun has to do.
    """
    made = world.made
    made.drill = make_drill(world.places.east)
    made.action = make_finding(made.drill, DUE)
    done = {"state": ActionState.DONE, "done_on": DUE, "done_by": world.cast.liu}
    made.done = make_finding(made.drill, DUE, **done)
    made.suns = CorrectiveAction.objects.create(
        area=world.places.next_street,
        source="联席会议",
        found_on=DUE,
        problem="占道",
        action="清理",
        owner=world.cast.sun,
        due=DUE,
    )


def pk(name: str):
    """Return the arguments of a URL with the key of what `build` made as `name`."""
    return lambda world: [getattr(world.made, name).pk]


#: Everybody but the reporter; the grid worker does not see the community's rows.
PAGES = statuses(200, zhao=403, outsider=404, wang=404)
STAFF_PAGES = statuses(403, admin=200, chen=200, liu=200, outsider=404, wang=404, zhao=403)
#: Whose it is sees it wherever it lies.
OWNERS = statuses(404, admin=200, outsider=200, sun=200)

ROWS = [
    Row("actions:actions", statuses(200, zhao=403)),
    Row("actions:action-new", statuses(403, admin=200, chen=200, liu=200, outsider=200)),
    Row(
        "actions:action-of",
        STAFF_PAGES | {"zhao": 404},
        lambda w: ["training.drill", w.made.drill.pk],
    ),
    Row("actions:action", PAGES, pk("action")),
    Row("actions:action", OWNERS, pk("suns")),
    Row("actions:action-edit", STAFF_PAGES, pk("action")),
    Row("actions:action-edit", OWNERS | {"sun": 403}, pk("suns")),
    Row("actions:action-done", STAFF_PAGES, pk("action")),
    Row("actions:action-done", OWNERS, pk("suns")),
    Row("actions:action-withdraw", STAFF_PAGES, pk("action")),
    # liu reported it done, so liu cannot verify it.
    Row("actions:action-verify", STAFF_PAGES | {"liu": 403}, pk("done")),
]
