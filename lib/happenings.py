"""What happened that a line of numbers may have felt: a campaign, a project that began.

Rooms say what they know; charts write it at its month. What is said here is read by everybody who
may see the chart, so a source leaves out what only some may read.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from lib.registry import Registry

#: More marks than these cover the line; the newest are kept.
MOST = 4


@dataclass(frozen=True)
class Happening:
    """Something on a day, in the reader's language."""

    day: dt.date
    words: str


@dataclass(frozen=True, kw_only=True)
class Happenings:
    """A source. `find(area, first, after)` gives what happened in the subtree of an area."""

    key: str
    find: Callable[[Any, dt.date, dt.date], list[Happening]]


happenings: Registry[Happenings] = Registry("happenings")


def happened(area: Any, first: dt.date, after: dt.date) -> list[Happening]:
    """Return what happened in `area` from `first` until before `after`, in the order of days.

    What one source tells of a month is one happening: its first, and how many more there were.
    """
    found = []
    for source in happenings:
        months: dict[Any, list[Happening]] = {}
        told = source.find(area, first, after)
        for one in sorted(told, key=lambda it: (it.day, it.words)):
            months.setdefault((one.day.year, one.day.month), []).append(one)
        found += [_together(month) for month in months.values()]
    return sorted(found, key=lambda one: (one.day, one.words))[-MOST:]


def _together(month: list[Happening]) -> Happening:
    first = month[0]
    if len(month) == 1:
        return first
    words = gettext("%(first)s, %(n)d in all") % {"first": first.words, "n": len(month)}
    return Happening(first.day, words)
