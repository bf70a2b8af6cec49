"""Who may open the pages of inspections, hazards and the map."""

import datetime as dt

from django.utils import timezone

from grids.models import TimeLimit
from grids.services import hazards as actions
from tests.access.table import Row, World, statuses
from tests.grids.makers import hazard, inspection, premises, visit_data


def build(world: World) -> None:
    """Make premises in wang's grid with an inspection and hazards on their way."""
    world.made.premises = place = premises(world.places)
    world.made.inspection = inspection(place, world.cast.wang, dt.date(2026, 3, 2))
    deadline = timezone.localdate() + dt.timedelta(days=3)
    world.made.found = hazard(place, world.cast.wang)
    world.made.advised = hazard(place, world.cast.wang, deadline=deadline)
    world.made.rectified = hazard(place, world.cast.wang, deadline=deadline)
    world.made.limit = TimeLimit.objects.filter(grade="general").get()
    done = world.made.rectified
    actions.rectify(actor=world.cast.sun, hazard=done, revision=done.revision)


def one(name: str):
    """Return a function of the world to the key of a made record."""
    return lambda world: [getattr(world.made, name).pk]


#: Everybody but the injury reporter and, of inspections, the partner.
READERS = statuses(200, zhao=403, sun=403)
READERS_HERE = READERS | {"outsider": 404}
HAZARD_READERS = statuses(200, zhao=403)
HAZARD_READERS_HERE = HAZARD_READERS | {"outsider": 404}
FIELD = statuses(403, admin=200, chen=200, liu=200, wang=200, outsider=200)
FIELD_HERE = FIELD | {"outsider": 404}
STAFF_HERE = statuses(403, admin=200, chen=200, liu=200, outsider=404)
RECTIFIERS = FIELD_HERE | {"sun": 200}


def done(table: dict[str, int]) -> dict[str, int]:
    """The same people, who are sent on after the action."""
    return {name: 302 if status == 200 else status for name, status in table.items()}


def first(world: World) -> dict[str, object]:
    """The form of an action as drawn for a fresh hazard."""
    return {"revision": 1}


def second(world: World) -> dict[str, object]:
    """The form of an action as drawn after the advice."""
    later = timezone.localdate() + dt.timedelta(days=5)
    return {"revision": 2, "note": "reason", "deadline": str(later)}


def third(world: World) -> dict[str, object]:
    """The form of an action as drawn after the rectification."""
    return {"revision": 3, "note": "reason"}


#: What holds for two streets: neither of their offices sets it alone.
FOR_ALL = statuses(403, admin=200)
OFFICES = FOR_ALL | {"chen": 200, "outsider": 200}

ROWS = [
    Row("grids:limits", HAZARD_READERS),
    Row("grids:limit", HAZARD_READERS, one("limit")),
    Row("grids:limit-new", OFFICES),
    Row("grids:limit-edit", FOR_ALL, one("limit")),
    Row("checklists:categories", statuses(200)),
    Row("checklists:category", statuses(200), lambda _world: ["fire"]),
    Row("checklists:category-new", FOR_ALL),
    Row("checklists:category-edit", FOR_ALL, lambda _world: ["fire"]),
    Row("grids:inspect", FIELD),
    Row("grids:inspection-new", FIELD_HERE, one("premises")),
    Row(
        "grids:inspection-new",
        done(FIELD_HERE),
        one("premises"),
        "post",
        lambda world: visit_data({"A11": {}}),
    ),
    Row("grids:inspections", READERS),
    Row("grids:inspection", READERS_HERE, one("inspection")),
    Row("grids:hazards", HAZARD_READERS),
    Row("grids:hazard-new", FIELD),
    Row("grids:hazard", HAZARD_READERS_HERE, one("advised")),
    Row("grids:hazard-advice", HAZARD_READERS_HERE, one("advised")),
    Row("grids:hazard-advise", FIELD_HERE, one("found")),
    Row("grids:hazard-advise", done(FIELD_HERE), one("found"), "post", first),
    Row("grids:hazard-rectify", RECTIFIERS, one("advised")),
    Row("grids:hazard-rectify", done(RECTIFIERS), one("advised"), "post", second),
    Row("grids:hazard-verify", FIELD_HERE, one("rectified")),
    Row("grids:hazard-verify", done(FIELD_HERE), one("rectified"), "post", third),
    Row("grids:hazard-send-back", FIELD_HERE, one("rectified")),
    Row("grids:hazard-send-back", done(FIELD_HERE), one("rectified"), "post", third),
    Row("grids:hazard-extend", STAFF_HERE, one("advised")),
    Row("grids:hazard-extend", done(STAFF_HERE), one("advised"), "post", second),
    Row("grids:hazard-withdraw", STAFF_HERE, one("advised")),
    Row("grids:hazard-withdraw", done(STAFF_HERE), one("advised"), "post", second),
    Row("grids:map", HAZARD_READERS),
    Row("grids:map-data", HAZARD_READERS),
]
