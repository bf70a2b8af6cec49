"""Ringing for background work after the transaction has committed."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(task: Any, *ids: object) -> None:
    """Enqueue `task` with `ids` once the row is committed.

    A broker that is down loses only the bell: the row stays `waiting` and the sweeper, which runs
    every minute, rings again. So the request succeeds and nothing given is lost.
    """
    transaction.on_commit(partial(_ring, task, [str(one) for one in ids]))


def _ring(task: Any, arguments: list[str]) -> None:
    try:
        task.delay(*arguments)
    except OperationalError:
        logger.warning("no broker: %s%s waits for the sweeper", task.name, tuple(arguments))
