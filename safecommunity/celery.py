"""The Celery application. Tasks live in each app's `tasks.py`; the timetable is `schedule.py`."""

import os

from celery import Celery

from safecommunity.schedule import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecommunity.settings")

app = Celery("safecommunity")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.autodiscover_tasks()
