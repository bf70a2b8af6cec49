"""Guessing passwords is slowed down for who guesses, not for whom the account belongs to.

Tries are counted for a name at an address. After some free ones each further try has to wait, twice
as long each time. Weaker counts for a name everywhere and for an address with whatever names meet
those who change either; a colleague who mistypes keeps neither the office nor the name's owner out:
a device on which somebody has signed in before is counted by itself (`accounts.devices`).

The counts stand in the cache, and only as digests. While its server is down they do not count.
"""

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache

#: Seconds of the first wait, and how long a count is remembered after its last try.
FIRST_WAIT, REMEMBERED = 10, 24 * 3600


@dataclass(frozen=True)
class Count:
    """Tries of one subject: so many are free, then each waits, at most `longest` seconds."""

    subject: str
    free: int
    longest: int

    @property
    def key(self) -> str:
        """Where it stands in the cache."""
        return f"guesses:{hashlib.sha256(self.subject.encode()).hexdigest()[:40]}"

    def take(self) -> int:
        """Count a try before it is made; return the seconds to wait, 0 when it may be made.

        Before, because of a hundred tries at the same moment each must know of the others.
        """
        cache.add(self.key, 0, REMEMBERED)
        tries = increased(self.key, 1)
        wait = self._wait(tries)
        left = (cache.get(f"{self.key}:at") or 0) + wait - time.time()
        if wait and left > 0:
            self.give_back()
            return math.ceil(left)
        cache.set(f"{self.key}:at", time.time(), REMEMBERED)
        return 0

    def give_back(self) -> None:
        """The try was not made, or was a good one."""
        increased(self.key, -1)

    def forget(self) -> None:
        """Count from nothing again."""
        cache.delete(self.key)

    def _wait(self, tries: int) -> int:
        over = min(tries - self.free, 20)
        return min(FIRST_WAIT * 2 ** (over - 1), self.longest) if over > 0 else 0


def increased(key: str, step: int) -> int:
    """Add to a number in the cache; a number that is not there counts as nothing."""
    try:
        return cache.incr(key, step)
    except ValueError:
        return max(step, 0)


def for_sign_in(name: str, address: str, device: str | None) -> list[Count]:
    """Return what a sign-in under `name` counts for."""
    name = name.strip().casefold()
    if device is not None:
        return [Count(f"device {device} {name}", free=10, longest=900)]
    return [
        Count(f"pair {address} {name}", free=5, longest=900),
        Count(f"name {name}", free=50, longest=60),
        Count(f"address {address}", free=200, longest=60),
    ]


def for_own_password(user_key: str) -> list[Count]:
    """Return what a wrong password of somebody who is signed in counts for."""
    return [Count(f"own {user_key}", free=5, longest=900)]


def take(counts: list[Count]) -> int:
    """Count a try; return the seconds to wait, 0 when it may be made."""
    taken: list[Count] = []
    for count in counts:
        if wait := count.take():
            for earlier in taken:
                earlier.give_back()
            return wait
        taken.append(count)
    return 0


def was_right(counts: list[Count]) -> None:
    """The password was right: forget the narrowest count, take the try back from the others.

    Who has one good password must not wipe what the guesses for others have counted.
    """
    narrowest, *others = counts
    narrowest.forget()
    for count in others:
        count.give_back()
