"""The form of the access tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests.cast import Cast, Places

NAMES = ("anonymous", "admin", "chen", "liu", "wang", "zhao", "sun", "zhou", "wu", "outsider")


@dataclass
class World:
    """What rows can refer to: places, cast, and the records that the app's `build` made."""

    places: Places
    cast: Cast
    made: SimpleNamespace = field(default_factory=SimpleNamespace)


def no_args(world: World) -> list[Any]:
    """The URL takes no arguments."""
    return []


def statuses(default: int = 403, anonymous: int = 302, **named: int) -> dict[str, int]:
    """Return a status for everybody: `default` unless named."""
    return dict.fromkeys(NAMES, default) | {"anonymous": anonymous} | named


@dataclass(frozen=True)
class Row:
    """One URL, one method, the status for each of the cast."""

    name: str
    statuses: dict[str, int]
    args: Callable[[World], list[Any]] = no_args
    method: str = "get"
    data: Callable[[World], dict[str, Any]] | dict[str, Any] | None = None


def as_read(name: str) -> Callable[[World], dict[str, Any]]:
    """A button's form, as drawn for what `build` made under `name`."""

    def form(world: World) -> dict[str, Any]:
        record = getattr(world.made, name)
        record.refresh_from_db()
        return {"revision": record.revision}

    return form
