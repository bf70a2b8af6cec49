"""What the demonstration data of every app are made from: one random stream, one street."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

#: Projects and events come at most so many times over.
MOST_AFFAIRS = 20


@dataclass(frozen=True)
class DemoContext:
    """The stage on which apps put their demonstration data.

    `scale` 1 is the plausible street of the README; larger numbers multiply rows, not areas:
    what happens (injuries, inspections) by `scale`, what people organise by `affairs`.
    `users` maps a role's code to the users who hold it. `start` and `end` bound the three years of
    history; `end` is the first day not covered. The same `rng` seed gives the same rows.
    """

    rng: random.Random
    scale: float
    street: Any
    communities: list[Any]
    grids: list[Any]
    start: dt.date
    end: dt.date
    users: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def affairs(self) -> float:
        """The scale of projects and events: no street runs thousands of projects."""
        return min(self.scale, MOST_AFFAIRS)


def key(rng: random.Random, moment: dt.datetime) -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562) whose random bits come from `rng`."""
    number = int(moment.timestamp() * 1000) << 80 | 7 << 76 | rng.getrandbits(12) << 64
    return uuid.UUID(int=number | 0b10 << 62 | rng.getrandbits(62))


def moment(day: dt.date, hour: float) -> dt.datetime:
    """Return `hour` o'clock of `day` in the portal's time zone."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return midnight + dt.timedelta(hours=hour)
