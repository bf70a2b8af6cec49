"""Who may open the pages on which registers are brought in.

Whoever may bring a register in sees the workbooks of the area; cells only whoever sent them.
"""

from tests.access.table import Row, World, statuses
from tests.ledgers.makers import HEADINGS, checked, receive, shop


def build(world: World) -> None:
    """Make two workbooks of chen: one checked, with a bad and a doubtful row, and a new one."""
    cast, street = world.cast, world.places.street
    bad = shop("JS-2", "坏", **{"面积（㎡）": "很大"})
    world.made.ledger = checked(cast.chen, street, [shop(), bad])
    world.made.new_ledger = receive(cast.chen, street, [HEADINGS, shop()])


def ledger(world: World) -> list[object]:
    """The checked workbook's key."""
    return [world.made.ledger.pk]


def row(world: World) -> list[object]:
    """Its refused row."""
    return [world.made.ledger.pk, 3]


def register(_world: World) -> list[object]:
    """The register of premises."""
    return ["premises"]


STAFF = statuses(403, admin=200, chen=200, liu=200, outsider=200)
#: Workbooks of the street; liu brings rows into the own community only.
SEEN = statuses(404, admin=200, chen=200)
DONE = statuses(404, admin=302, chen=302)
#: Cells are for whoever sent them.
OWN = statuses(404, admin=403, chen=200)
OWN_DONE = statuses(404, admin=403, chen=302)

ROWS = [
    Row("ledgers:home", STAFF),
    Row("ledgers:batches", STAFF),
    Row("ledgers:new", STAFF, register),
    Row("ledgers:template", STAFF, register),
    Row("ledgers:batch", SEEN, ledger),
    Row("ledgers:columns", OWN, lambda w: [w.made.new_ledger.pk]),
    Row("ledgers:words", OWN_DONE, ledger),
    Row("ledgers:refused", OWN, ledger),
    Row("ledgers:correct", OWN_DONE, ledger, method="post"),
    Row("ledgers:row-correct", OWN_DONE, row, method="post"),
    Row("ledgers:row-decide", OWN_DONE, row, method="post"),
    Row("ledgers:commit", DONE, ledger, method="post"),
    Row("ledgers:retry", DONE, ledger, method="post"),
    Row("ledgers:carry", OWN_DONE, ledger, method="post"),
    Row("ledgers:undo", DONE, ledger, method="post"),
    Row("ledgers:reopen", DONE, ledger, method="post"),
    Row("ledgers:discard", DONE, lambda w: [w.made.new_ledger.pk], method="post"),
]
