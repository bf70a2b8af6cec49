"""Ringing for background work after the transaction has committed."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.pools import producers

from lib.outages import Outage

logger = logging.getLogger(__name__)
#: Somebody waits for the page: a broker that does not answer at once is taken for down. A worker,
#: for whom nobody waits, keeps the patience of CELERY_BROKER_TRANSPORT_OPTIONS.
PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
outage = Outage()


def ring(task: Any, *ids: object) -> None:
    """Enqueue `task` with `ids` once the row is committed.

    A broker that is down or hangs loses only the bell: the row stays `waiting` and the sweeper,
    which runs every minute, rings again. So the request succeeds and nothing given is lost.
    """
    transaction.on_commit(partial(_ring, task, [str(one) for one in ids]))


def _ring(task: Any, arguments: list[str]) -> None:
    if not outage.now:
        try:
            return _enqueue(task, arguments)
        except OperationalError:
            outage.begin()
    logger.warning("no broker: %s%s waits for the sweeper", task.name, tuple(arguments))


def _enqueue(task: Any, arguments: list[str]) -> None:
    connection = task.app.connection_for_write(transport_options=PATIENCE)
    with producers[connection].acquire(block=True, timeout=1) as producer:
        task.apply_async(arguments, producer=producer)
