"""Who may open the pages of premises."""

from tests.access.table import Row, World, statuses
from tests.grids.makers import premises


def build(world: World) -> None:
    """Make a shop in wang's grid."""
    world.made.shop = premises(world.places)


def shop(world: World) -> list[object]:
    """The key of the shop."""
    return [world.made.shop.pk]


#: Everybody but the injury reporter and the partner.
READERS = statuses(200, zhao=403, sun=403)
STAFF = statuses(403, admin=200, chen=200, liu=200, outsider=200)

ROWS = [
    Row("premises:list", READERS),
    Row("premises:new", STAFF),
    Row("premises:detail", READERS | {"outsider": 404}, shop),
    Row("premises:edit", STAFF | {"outsider": 404}, shop),
]
