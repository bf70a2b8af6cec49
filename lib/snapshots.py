"""Reading many figures from one state of the database, while others go on writing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections, transaction

#: Runs an action outside of the snapshot, so that others see at once what it writes.
Outside = Callable[[Callable[[], None]], None]


@contextmanager
def snapshot() -> Iterator[Outside]:
    """All reads in the block see the database as the first of them did.

    What is given to the function that it yields is done in a connection of its own: nothing can be
    written in the block, and a progress that waits for its end is none. Inside another transaction
    that transaction is kept.
    """
    if connection.in_atomic_block:
        yield lambda action: action()
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _apart
    else:
        with _deferred():
            yield _apart


@contextmanager
def _deferred() -> Iterator[None]:
    """A transaction of SQLite that holds no lock on writers, unlike Django's own."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _apart(action: Callable[[], None]) -> None:
    def run() -> None:
        try:
            action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(run).result()
