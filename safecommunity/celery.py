"""The Celery application. Tasks live in each app's `tasks.py`; the timetable is `schedule.py`."""

import os

from celery import Celery
from celery.signals import worker_process_init

from safecommunity.schedule import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecommunity.settings")

app = Celery("safecommunity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.autodiscover_tasks()


@worker_process_init.connect
def warm_charts(**_kwargs: object) -> None:
    """Draw one chart in each worker process: the first costs 1.1 s, the next ones 0.2 s.

    After the fork, because the drawing engine has threads, which do not survive one.
    """
    from documents.charts.render import warm

    warm()
