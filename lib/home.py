"""What a home page has beside the work that waits: parts by role, and the month's own figures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class HomePart:
    """A part of the home page, drawn by `template` with what `find(user)` returns under `part`.

    None leaves it out: it is not for this user. What is found is kept until something was done in
    one of `rooms`, so it has plain values in it and no rows. `wide` parts stand above the work.
    """

    key: str
    template: str
    find: Callable[[Any], Any]
    rooms: tuple[str, ...]
    wide: bool = False


@dataclass(frozen=True)
class Figure:
    """A number of the user's own month, with the list of what it counts."""

    count: int
    url: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnFigure:
    """What a user has done this month. `find(user, today)` is None for who does no such thing."""

    key: str
    label: str | Promise
    find: Callable[[Any, Any], Figure | None]
    rooms: tuple[str, ...]


home_parts: Registry[HomePart] = Registry("parts of the home page")
own_figures: Registry[OwnFigure] = Registry("own figures")
