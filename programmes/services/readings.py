"""The latest reading of each indicator, kept in its row for lists and traffic lights."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from programmes.models import Indicator, Light
from programmes.readings import latest_reading

logger = logging.getLogger(__name__)


def refresh_reading(*, indicator: Indicator, day: dt.date | None = None) -> None:
    """Compute what counts on `day` (default today) and write it into the indicator's row."""
    reading = latest_reading(indicator, day or timezone.localdate())
    indicator.actual_value = reading.value if reading else None
    indicator.actual_period = reading.period.code if reading else ""
    indicator.light = reading.light if reading else Light.NONE
    indicator.actual_at = timezone.now()
    indicator.save(update_fields=["actual_value", "actual_period", "light", "actual_at"])


def refresh_readings(*, day: dt.date | None = None) -> int:
    """Refresh the indicators of all running projects; return how many. Safe to run twice."""
    day = day or timezone.localdate()
    rows = Indicator.objects.of_running_projects(day).select_related("project", "place")
    count = 0
    for indicator in rows.iterator(chunk_size=200):
        with transaction.atomic():
            refresh_reading(indicator=indicator, day=day)
        count += 1
    logger.info("read %d indicators of running projects", count)
    return count
