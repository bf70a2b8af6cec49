"""The Celery application. Tasks live in each app's `tasks.py`; the timetable is `schedule.py`."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_before_create_process

from safecommunity.schedule import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecommunity.settings")

app = Celery("safecommunity")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.autodiscover_tasks()


@worker_before_create_process.connect
def share_memory(**_more: Any) -> None:
    """Leave what is loaded to all processes of a worker: collecting would copy it into each."""
    gc.freeze()
