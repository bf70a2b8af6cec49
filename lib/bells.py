"""Ringing for background work after the transaction has committed."""

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from lib.outages import Outage

logger = logging.getLogger(__name__)
#: Somebody waits for the page: a broker that does not answer at once is taken for down. A worker,
#: for whom nobody waits, keeps the patience of CELERY_BROKER_TRANSPORT_OPTIONS.
PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
outage = Outage()


def ring(task: str, *ids: object) -> None:
    """Enqueue the task of this name (`reports.tasks.compute_run`) once the row is committed.

    By its name, so that services need not import the tasks that call them.

    A broker that is down or hangs loses only the bell: the row stays `waiting` and the sweeper,
    which runs every minute, rings again. So the request succeeds and nothing given is lost.
    """
    transaction.on_commit(partial(_ring, task, [str(one) for one in ids]))


def _ring(task: str, arguments: list[str]) -> None:
    if not outage.now:
        # Celery is loaded by the first bell: a process that only shows pages does without.
        from kombu.exceptions import OperationalError

        try:
            return _enqueue(task, arguments)
        except OperationalError:
            outage.begin()
    logger.warning("no broker: %s waits for the sweeper", task)


def _enqueue(task: str, arguments: list[str]) -> None:
    from kombu.pools import producers

    app = import_string(settings.TASK_APPLICATION)
    connection = app.connection_for_write(transport_options=PATIENCE)
    with producers[connection].acquire(block=True, timeout=1) as producer:
        app.send_task(task, arguments, producer=producer)
