"""Doors before the portal: what a browser asks after its test has ended never meets the flush."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

#: Seconds that a request may still take when its test has ended.
PATIENCE = 30


class Doors:
    """A WSGI application that passes requests on while a test is running.

    A page that is closed still sends its draft; the window does not wait for that answer, and a
    transaction that runs while the tables are emptied ends in a deadlock on PostgreSQL.
    """

    def __init__(self, portal: WSGIHandler) -> None:
        self.portal = portal
        self.changed = Condition()
        self.is_open = False
        self.inside = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let requests in; at the end shut the doors and wait for those that are inside."""
        with self.changed:
            self.is_open = True
        try:
            yield
        finally:
            with self.changed:
                self.is_open = False
                left = self.changed.wait_for(lambda: not self.inside, PATIENCE)
            assert left, f"{self.inside} requests were not answered within {PATIENCE} s"

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer from the portal, or 503 between two tests."""
        with self.changed:
            if not self.is_open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self.inside += 1
        try:
            # The answer is closed here, as that is what gives the database connection back.
            answer = self.portal(environ, start_response)
            try:
                return list(answer)
            finally:
                answer.close()
        finally:
            with self.changed:
                self.inside -= 1
                self.changed.notify_all()
