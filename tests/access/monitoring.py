"""Who may open the dashboard."""

from tests.access.table import Row, World, statuses


def build(world: World) -> None:
    """The dashboard needs no record."""


ROWS = [Row("monitoring:dashboard", statuses(200))]
