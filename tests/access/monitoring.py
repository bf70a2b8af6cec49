"""Who may open the dashboard."""

import datetime as dt

from django.utils import timezone

from tests.access.table import Row, World, statuses
from tests.grids.makers import hazard, premises
from tests.programmes.factories import make_indicator, make_project, run_project


def build(world: World) -> None:
    """Make what the dashboard names: a hazard that is overdue, a project with a target."""
    found = timezone.now() - dt.timedelta(days=30)
    late = timezone.localdate(found) + dt.timedelta(days=3)
    hazard(premises(world.places), world.cast.wang, found_at=found, deadline=late)
    make_indicator(run_project(make_project(world.places.east, world.cast.liu)), world.cast.liu)


ROWS = [Row("monitoring:dashboard", statuses(200))]
