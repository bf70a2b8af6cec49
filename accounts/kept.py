"""Figures that pages show again and again: kept until the trail tells of a change.

Nothing is changed without an entry in the trail, so what was counted after the newest entry about
some rooms still holds. Days are not told by it: what is kept ends with the day, and in any case
after some seconds, for what a passing hour or a worker's failure changes.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Max, Value
from django.db.models.functions import Left, StrIndex
from django.utils import timezone

from accounts.models import AuditEntry

#: Rooms (`injuries`, `grids`) on whose changes something depends, and what counts it.
Recipe = tuple[tuple[str, ...], Callable[[], Any]]
#: Seconds after which whoever began to count is taken for dead.
PATIENCE = 60


class Kept:
    """What one page takes from the cache; the trail is asked once.

    With `rest` nothing is counted again before that many times the time of its counting is over,
    in whole seconds, whatever changes: whoever comes in between sees what was counted before.
    """

    def __init__(self, seconds: int, *, rest: int = 0) -> None:
        self.seconds = seconds
        self.rest = rest
        self.today = timezone.localdate()
        self.changes = changes_by_room(seconds)

    def all(self, recipes: Mapping[str, Recipe]) -> dict[str, Any]:
        """Return what each recipe gives, by key; only what is unknown or has changed is counted.

        While one process counts something anew the others go on with what it was before.
        """
        known = cache.get_many(list(recipes))
        made: dict[str, Any] = {}
        for key, (rooms, make) in recipes.items():
            state = self._state(rooms)
            if key in known and (known[key][0] == state or not cache.add(_lock(key), 1, PATIENCE)):
                continue
            made[key] = state, self._made(key, make)
        if made:
            cache.set_many(made, self.seconds)
        return {key: value for key, (_state, value) in (known | made).items()}

    def _state(self, rooms: tuple[str, ...]) -> tuple[Any, ...]:
        return self.today, *(self.changes.get(room) for room in rooms)

    def _made(self, key: str, make: Callable[[], Any]) -> Any:
        began = time.monotonic()
        try:
            return make()
        finally:
            pause = min(int((time.monotonic() - began) * self.rest), self.seconds)
            if pause:
                cache.set(_lock(key), 1, pause)
            else:
                cache.delete(_lock(key))


def changes_by_room(seconds: int) -> dict[str, tuple[int, Any]]:
    """Return how many entries the trail has about each room, and when the newest was made.

    Both: an entry whose transaction took long comes after newer ones. Of the last one to two times
    `seconds` only, since a moment that moves on by steps: what is older than anything kept need not
    be looked for.
    """
    now = timezone.now()
    since = now - timedelta(seconds=now.timestamp() % seconds + seconds)
    room = Left("code", StrIndex("code", Value(".")) - 1, output_field=CharField())
    rows = AuditEntry.objects.filter(at__gte=since).order_by().annotate(room=room)
    counted = rows.values("room").annotate(entries=Count("pk"), newest=Max("at"))
    return {one["room"]: (one["entries"], one["newest"]) for one in counted}


def _lock(key: str) -> str:
    return f"{key}:being-counted"
