"""What waits for a user, for the home page: each app registers the lists that it knows.

Work stands by time and person: what must be done today, what falls due within three working days,
what the user has sent and others have to act on; below it what has no day of its own.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Count, QuerySet, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.registry import Registry

#: So many of each list stand on the home page.
FIRST = 3


class Group(StrEnum):
    """Where work stands on the home page."""

    TODAY = "today"
    SOON = "soon"
    OTHERS = "others"
    STANDING = "standing"


GROUP_LABELS = {
    Group.TODAY: _("To be done today"),
    Group.SOON: _("Due within three working days"),
    Group.OTHERS: _("Waiting for others"),
    Group.STANDING: _("Without a day"),
}


@dataclass(frozen=True)
class Horizon:
    """Which days are today's work and which lie ahead.

    `until` is the last day of today's work: the day before the next working day, so that what
    falls due on a Saturday is Friday's. `soon` is the last day of the three working days after it,
    with the rest days behind them.
    """

    today: dt.date
    until: dt.date
    soon: dt.date

    @property
    def tomorrow(self) -> dt.date:
        """The first day behind today's work."""
        return self.until + dt.timedelta(days=1)


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, its page, its day (due, or since when it waits), where, whose."""

    text: str
    url: str
    day: dt.date | None = None
    where: str = ""
    who: str = ""


@dataclass(frozen=True)
class Waiting:
    """Things that wait: how many, the address of their list, the first few."""

    count: int
    url: str
    first: list[Task] = field(default_factory=list)


Rows = TypeVar("Rows", bound=QuerySet[Any])


def first_of(
    rows: Rows, fetch: Callable[[Rows], QuerySet[Any]] = lambda rows: rows
) -> tuple[int, list[Any]]:
    """Return how many `rows` there are and the first FIRST, in their order.

    Two statements: one finds keys and counts, without the columns and joins that only the few shown
    need; `fetch` says for those what is shown (`select_related`). Nothing waits: one statement.
    """
    counted = rows.annotate(all_of_them=Window(Count("*"))).values_list("pk", "all_of_them")
    keys = list(counted[:FIRST])
    if not keys:
        return 0, []
    everything: Any = rows.model._default_manager.all()  # of the class of `rows`
    found = fetch(everything).in_bulk([key for key, _count in keys])
    return keys[0][1], [found[key] for key, _count in keys if key in found]


@dataclass(frozen=True, kw_only=True)
class TaskList:
    """A kind of work that can wait for somebody.

    `find(user, days)` returns what waits for this user, or None when the list is not for them; it
    goes through `visible_to`, and its address lists just what it counts. Nobody is shown what he or
    she cannot act on, unless it waits for others. It is looked for again when something was done in
    its own room (the first part of `key`), in `communities` or in one of `rooms`.
    """

    key: str
    label: str | Promise
    icon: str
    group: Group
    find: Callable[[Any, Horizon], Waiting | None]
    rooms: tuple[str, ...] = ()
    #: The days of its tasks say since when they wait, not until when they must be done.
    since: bool = False
    #: Also for who keeps the portal running: the work of the rooms is other people's.
    for_keepers: bool = False

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The rooms whose changes can change what waits."""
        return (self.key.partition(".")[0], "communities", *self.rooms)


task_lists: Registry[TaskList] = Registry("task lists")
