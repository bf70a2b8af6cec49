"""A cache that is a convenience: without its server pages are slower, and nothing else happens."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)


class Outage:
    """After a server did not answer this process leaves it alone for some seconds.

    A page asks it several times; one that hangs would cost its timeout each time.
    """

    SECONDS = 5

    def __init__(self) -> None:
        self._until = 0.0

    @property
    def now(self) -> bool:
        """Tell whether the server is being left alone."""
        return time.monotonic() < self._until

    def begin(self) -> None:
        """Leave the server alone from now on."""
        self._until = time.monotonic() + self.SECONDS


#: Of the cache's server.
outage = Outage()


def _unreachable() -> tuple[type[Exception], ...]:
    """Return what a server that is down raises. Its client is loaded with the first connection."""
    from redis.exceptions import RedisError

    return RedisError, OSError


class PatientRedisCache(RedisCache):
    """Django's Redis cache that answers "not known" while the server is down.

    Django's own lets the error through, and with it sessions (`cached_db` writes what it read from
    the database into the cache) and so every page. The price: sign-in attempts are not counted
    while the server is down; a password is still checked at the pace of Argon2.
    """

    def _or(self, answer: Any, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return answer if outage.now else self._try(answer, call, *args, **kwargs)

    def _try(self, answer: Any, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except _unreachable() as error:
            outage.begin()
            logger.warning("cache: %s", error)
            return answer

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default`."""
        return self._or(default, super().get, key, default, version)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return what is known."""
        return self._or({}, super().get_many, keys, version)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Store unless known; without a server the caller may go on as the first one."""
        return self._or(True, super().add, key, value, *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Store."""
        self._or(None, super().set, key, value, *args, **kwargs)

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        """Store; return what could not be stored."""
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget; tell whether it was known. Tried in any case: it may be a session that ends."""
        return self._try(False, super().delete, key, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number; without a server it begins at nothing."""
        return self._or(max(delta, 0), super().incr, key, delta, version)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Prolong; tell whether it was known."""
        return self._or(False, super().touch, key, *args, **kwargs)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Tell whether it is known."""
        return self._or(False, super().has_key, key, version)
