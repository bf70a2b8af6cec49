"""The stage of the demonstration: a street that does not exist, its residents and its people."""

import datetime as dt
import random

from communities.demo.ground import lay_ground
from communities.demo.partners import invite_partners
from communities.demo.people import hire
from communities.demo.residents import settle
from lib.demo import DemoContext

#: Years of history before `end`.
YEARS = 3


def set_stage(*, seed: int, scale: float, end: dt.date) -> DemoContext:
    """Make areas, residents, organisations and accounts; return what the apps build on.

    `end` is the first day without data. `users["grid-worker"][i]` works in `grids[i]` and
    `users["community-staff"][i]` in `communities[i]`.
    """
    rng = random.Random(seed)
    start = end.replace(year=end.year - YEARS, day=min(end.day, 28))
    ground = lay_ground(rng)
    settle(rng, ground, years=range(start.year, end.year + 1))
    invite_partners(ground)
    users = hire(rng, ground, since=start)
    return DemoContext(
        rng=rng,
        scale=scale,
        street=ground.street,
        communities=ground.communities,
        grids=ground.grids,
        start=start,
        end=end,
        users=users,
    )
