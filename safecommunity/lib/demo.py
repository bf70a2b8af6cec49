"""What the demonstration data of every app are made from: one random stream, one street."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

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
