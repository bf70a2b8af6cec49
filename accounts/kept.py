"""Figures that pages show again and again: kept until the trail tells of a change.

Nothing is changed without an entry in the trail, so what was counted after the newest entry about
some rooms still holds. Days are not told by it: what is kept ends with the day, and in any case
after some seconds, for what a passing hour or a worker's failure changes.

Where a page says since when its figures are, nobody has to wait for the count: readers see what was
counted before while a worker counts anew (`Later`).
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Max, Value
from django.db.models.functions import Left, StrIndex
from django.utils import timezone

from accounts.models import AuditEntry
from lib.bells import ring

#: Rooms (`injuries`, `grids`) on whose changes something depends, and what counts it.
Recipe = tuple[tuple[str, ...], Callable[[], Any]]
#: Seconds after which whoever began to count, or was asked to, is taken for dead.
PATIENCE = 60
#: Seconds between two looks at what another process is counting.
LOOK_AGAIN = 0.05
#: What a lock says: somebody counts; it was counted a moment ago.
COUNTING, RESTING = 1, 2


@dataclass(frozen=True)
class Later:
    """A worker that counts what has changed, by `task(*ids)`, and for how many seconds of the same
    day readers may see what was counted before."""

    task: str
    ids: tuple[str, ...]
    seconds: int

    @property
    def asked_for(self) -> str:
        """Under what the cache knows since when the worker has been asked."""
        return ":".join((self.task, *self.ids))


@dataclass(frozen=True)
class Entry:
    """What was counted, in which state of the trail, on which day and when (epoch seconds)."""

    state: tuple[Any, ...]
    value: Any
    day: date
    at: float


class Kept:
    """What one page takes from the cache; the trail is asked once.

    With `rest` nothing is counted again before that many times the time of its counting is over,
    in whole seconds, whatever changes: whoever comes in between sees what was counted before. With
    `later` a worker counts; a reader only what is unknown, or when the worker does not come.
    """

    def __init__(self, seconds: int, *, rest: int = 0, later: Later | None = None) -> None:
        self.seconds = seconds
        self.rest = rest
        self.later = later
        self.today = timezone.localdate()
        self.changes = changes_by_room(seconds)

    def all(self, recipes: Mapping[str, Recipe], *, at_work: bool = False) -> dict[str, Any]:
        """Return what each recipe gives, by key; only what is unknown or has changed is counted.

        While one process counts something anew the others go on with what it was before. The
        worker of `later` is `at_work`: it counts itself.
        """
        known: dict[str, Entry] = cache.get_many(list(recipes))
        made: dict[str, Entry] = {}
        left: list[str] = []
        for key, (rooms, make) in recipes.items():
            state = self._state(rooms)
            if key in known and known[key].state == state:
                continue
            if not at_work and key in known and self._may_wait(known[key]):
                left.append(key)
            elif cache.add(_lock(key), COUNTING, PATIENCE):
                made[key] = self._made(key, state, make)
            elif key not in known:
                made[key] = _awaited(key) or self._made(key, state, make)
        self._ask_for(left)
        if at_work and self.later:
            cache.delete(self.later.asked_for)
        return {key: entry.value for key, entry in (known | made).items()}

    def _state(self, rooms: tuple[str, ...]) -> tuple[Any, ...]:
        step = int(time.time() // self.seconds) if self.later else 0
        return self.today, step, *(self.changes.get(room) for room in rooms)

    def _may_wait(self, entry: Entry) -> bool:
        """Whether readers may see `entry` until the worker has counted anew."""
        if self.later is None or entry.day != self.today or self._worker_is_late:
            return False
        return time.time() - entry.at < self.later.seconds

    @cached_property
    def _worker_is_late(self) -> bool:
        asked = cache.get(self.later.asked_for) if self.later else None
        return asked is not None and time.time() - asked > PATIENCE

    def _ask_for(self, left: Collection[str]) -> None:
        """Ring for what is left, once, unless it is being counted or rests."""
        if not left or self.later is None:
            return
        if len(cache.get_many([_lock(key) for key in left])) == len(left):
            return
        if cache.add(self.later.asked_for, time.time(), self.seconds):
            ring(self.later.task, *self.later.ids)

    def _made(self, key: str, state: tuple[Any, ...], make: Callable[[], Any]) -> Entry:
        """Count, keep, and let others count again when it has rested."""
        began = time.monotonic()
        try:
            entry = Entry(state, make(), self.today, time.time())
            cache.set(key, entry, max(self.seconds, self.later.seconds if self.later else 0))
            return entry
        finally:
            pause = min(int((time.monotonic() - began) * self.rest), self.seconds)
            if pause:
                cache.set(_lock(key), RESTING, pause)
            else:
                cache.delete(_lock(key))


def _awaited(key: str) -> Entry | None:
    """Return what another process is counting for the first time; None when it does not end."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and cache.get(_lock(key)) == COUNTING:
        time.sleep(LOOK_AGAIN)
    entry: Entry | None = cache.get(key)
    return entry


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
