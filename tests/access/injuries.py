"""Who may open the pages of injury records, reporting sites and imports.

Cards are health data: for a grid worker or a partner they are not there at all (404).
"""

from injuries.models import ReportingSite
from injuries.services import imports
from lib.ids import new_id
from tests.access.table import Row, World, as_read, statuses
from tests.injuries.conftest import HEADINGS, card, row, work, workbook


def build(world: World) -> None:
    """Make a hospital, two cards in 东社区, an import that was checked, and a new one."""
    cast, places = world.cast, world.places
    world.made.site = ReportingSite.objects.create(
        area=places.street, name="金沙医院", code="H1", kind="hospital"
    )
    world.made.record = card(places.east, name="张三", created_by=cast.chen)
    world.made.duplicate = card(
        places.east, name="张三", created_by=cast.chen, duplicate_state="suspected"
    )
    world.made.checked = receive(world)
    batch = world.made.checked
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=batch.mapping)
    world.made.checked = work(batch)
    world.made.mapping = receive(world)
    batch = receive(world, 伤害发生原因="交通事故")
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=batch.mapping)
    world.made.asking = work(batch)


def receive(world: World, **changes: str):
    """An import of zhao with a good and a bad row."""
    batch = imports.receive_workbook(
        actor=world.cast.zhao,
        key=new_id(),
        site=world.made.site,
        area=world.places.street,
        upload=workbook([HEADINGS, row(), row(**{"年龄": "300", **changes})]),
    )
    return work(batch)


def record(world: World) -> list[object]:
    """The card's key."""
    return [world.made.record.pk]


def duplicate(world: World) -> list[object]:
    """The possible duplicate's key."""
    return [world.made.duplicate.pk]


def site(world: World) -> list[object]:
    """The hospital's key."""
    return [world.made.site.pk]


def checked(world: World) -> list[object]:
    """The checked import's key."""
    return [world.made.checked.pk]


KEEPERS = {"admin": 200, "chen": 200, "liu": 200, "zhao": 200}
READERS = KEEPERS | {"zhou": 200, "wu": 200}
LIST = statuses(403, **READERS, outsider=200)
KEEP = statuses(403, **KEEPERS, outsider=200)
#: A card: out of sight for other streets, grid workers and partners; readers may not change it.
SEEN = statuses(404, **READERS)
CHANGED = statuses(404, **KEEPERS, zhou=403, wu=403)
DONE = statuses(404, admin=302, chen=302, liu=302, zhao=302, zhou=403, wu=403)
REVEALED = statuses(404, admin=200, chen=200, zhao=200, liu=403, zhou=403, wu=403)
#: Sites lie at the street: community staff and grid workers do not see them.
SITE = statuses(
    403, admin=200, chen=200, zhao=200, zhou=200, wu=200, outsider=404, liu=404, wang=404
)
SITE_CHANGED = statuses(403, admin=200, chen=200, outsider=404, liu=404, wang=404)
#: Imports of the street are seen by those who may import there.
BATCH = statuses(404, admin=200, chen=200, zhao=200)
BATCH_DONE = statuses(404, admin=302, chen=302, zhao=302)

ROWS = [
    Row("injuries:records", LIST),
    Row("injuries:record-new", KEEP),
    Row("injuries:record", SEEN, record),
    Row("injuries:record-edit", CHANGED, record),
    Row("injuries:record-reveal", REVEALED, record, method="post"),
    Row("injuries:record-withdraw", CHANGED, record),
    Row(
        "injuries:record-restore",
        DONE | dict.fromkeys(KEEPERS, 409),
        record,
        "post",
        as_read("record"),
    ),
    Row("injuries:record-not-duplicate", DONE, duplicate, "post", as_read("duplicate")),
    Row("injuries:sites", LIST),
    Row("injuries:site-new", statuses(admin=200, chen=200, outsider=200)),
    Row("injuries:site", SITE, site),
    Row("injuries:site-edit", SITE_CHANGED, site),
    Row("injuries:imports", KEEP),
    Row("injuries:import-new", KEEP),
    Row("injuries:import", BATCH, checked),
    Row("injuries:import-columns", BATCH, lambda w: [w.made.mapping.pk]),
    Row("injuries:import-words", BATCH, lambda w: [w.made.asking.pk]),
    Row("injuries:import-refused", BATCH, checked),
    Row("injuries:import-commit", BATCH_DONE, checked, method="post"),
    Row("injuries:import-correct", BATCH_DONE, checked, method="post"),
    Row(
        "injuries:import-row-correct",
        statuses(404, zhao=302, admin=403, chen=403),
        lambda w: [w.made.checked.pk, 3],
        method="post",
        data={"cell_3": "30"},
    ),
    Row("injuries:import-retry", BATCH_DONE, checked, method="post"),
    Row("injuries:import-undo", BATCH_DONE, checked, method="post"),
    Row("injuries:import-reopen", BATCH_DONE, checked, method="post"),
    Row("injuries:import-discard", BATCH_DONE, lambda w: [w.made.mapping.pk], method="post"),
]
