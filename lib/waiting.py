"""What waits for a user, for the home page: each app registers the lists that it knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Count, QuerySet, Window
from django.utils.functional import Promise

from lib.registry import Registry

#: So many of each list stand on the home page.
FIRST = 5


@dataclass(frozen=True)
class Waiting:
    """Things that wait: how many, the address of their list, the first few (text, url, detail)."""

    count: int
    url: str
    first: list[tuple[str, str, str]] = field(default_factory=list)


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

    `find(user)` returns what waits for this user, or None when the list is not for them; it goes
    through `visible_to`. `tone` is a Bootstrap colour name. It is looked for again when something
    was done in its own room (the first part of `key`), in `communities` or in one of `rooms`.
    """

    key: str
    label: str | Promise
    icon: str
    find: Callable[[Any], Waiting | None]
    tone: str = "secondary"
    rooms: tuple[str, ...] = ()

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The rooms whose changes can change what waits."""
        return (self.key.partition(".")[0], "communities", *self.rooms)


task_lists: Registry[TaskList] = Registry("task lists")
