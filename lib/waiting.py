"""What waits for a user, for the home page: each app registers the lists that it knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from lib.registry import Registry


@dataclass(frozen=True)
class Waiting:
    """Things that wait: how many, the address of their list, the first few (text, url, detail)."""

    count: int
    url: str
    first: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TaskList:
    """A kind of work that can wait for somebody.

    `find(user)` returns what waits for this user, or None when the list is not for them; it goes
    through `visible_to`. `tone` is a Bootstrap colour name.
    """

    key: str
    label: str | Promise
    icon: str
    find: Callable[[Any], Waiting | None]
    tone: str = "secondary"


task_lists: Registry[TaskList] = Registry("task lists")
