"""The demonstration data are plausible and the same every time."""

import datetime as dt
import random

from communities import roles
from grids.demo import seed
from grids.models import Answer, Hazard, HazardStep, Inspection
from lib.demo import DemoContext
from premises.demo import _inside, _ring
from premises.models import Premises
from tests.grids.test_lists_and_map import SQUARE


def stage(places, cast, number: int = 1) -> DemoContext:
    """A fiftieth of the street: 30 premises, 180 visits."""
    grids = [places.grid1, places.grid2, places.west_grid]
    for grid in grids:
        grid.boundary = SQUARE
        grid.save()
    users = {roles.GRID_WORKER: [cast.wang], roles.COMMUNITY: [cast.liu], roles.OFFICE: [cast.chen]}
    start, end = dt.date(2023, 10, 1), dt.date(2026, 10, 1)
    return DemoContext(
        random.Random(number),
        0.02,
        places.street,
        [places.east, places.west],
        grids,
        start,
        end,
        users,
    )


def test_the_volumes_and_states_are_plausible(places, cast) -> None:
    seed(stage(places, cast))
    assert Premises.objects.count() == 30
    visits = Inspection.objects.count()
    assert 100 < visits <= 180
    done = Inspection.objects.filter(outcome="done")
    assert Answer.objects.count() == 23 * done.count()
    assert Answer.objects.filter(value="fail").count() == Hazard.objects.count() > 10
    assert set(Hazard.objects.values_list("state", flat=True)) <= {
        "advised",
        "rectified",
        "closed",
    }
    assert HazardStep.objects.filter(action="report").count() == Hazard.objects.count()
    last = Inspection.objects.filter(outcome="done").latest("started_at")
    assert last.premises.last_inspected_at == last.started_at


def test_every_shop_lies_in_its_grid(places, cast) -> None:
    seed(stage(places, cast))
    ring = _ring(SQUARE)
    assert all(_inside(one.longitude, one.latitude, ring) for one in Premises.objects.all())
    assert not _inside(104.2, 30.65, ring)


def test_history_and_state_of_a_hazard_agree(places, cast) -> None:
    seed(stage(places, cast))
    for hazard in Hazard.objects.prefetch_related("steps"):
        steps = list(hazard.steps.all())
        assert (steps[-1].target, len(steps)) == (hazard.state, hazard.revision)
        pairs = zip(steps, steps[1:], strict=False)
        assert all(later.source == earlier.target for earlier, later in pairs)
