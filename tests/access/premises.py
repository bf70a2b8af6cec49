"""Who may open the pages of premises and of their kinds."""

from premises.models import CategoryThreshold
from tests.access.table import Row, World, statuses
from tests.grids.makers import premises


def build(world: World) -> None:
    """Make a shop in wang's grid."""
    world.made.shop = premises(world.places)
    world.made.threshold = CategoryThreshold.objects.filter(category="small-shop").get()


def shop(world: World) -> list[object]:
    """The key of the shop."""
    return [world.made.shop.pk]


def kind(_world: World) -> list[object]:
    """The code of a kind."""
    return ["small-shop"]


#: Everybody but the injury reporter and the partner.
READERS = statuses(200, zhao=403, sun=403)
STAFF = statuses(403, admin=200, chen=200, liu=200, outsider=200)
#: What holds for two streets: neither of their offices sets it alone.
FOR_ALL = statuses(403, admin=200)

ROWS = [
    Row("premises:list", READERS),
    Row("premises:new", STAFF),
    Row("premises:detail", READERS | {"outsider": 404}, shop),
    Row("premises:edit", STAFF | {"outsider": 404}, shop),
    Row("premises:kinds", READERS),
    Row("premises:kind", READERS, kind),
    Row("premises:kind-new", FOR_ALL),
    Row("premises:kind-edit", FOR_ALL, kind),
    Row("premises:threshold-new", FOR_ALL, kind),
    Row("premises:threshold-edit", FOR_ALL, lambda world: [world.made.threshold.pk]),
]
