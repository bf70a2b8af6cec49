"""The latest reading of each indicator, kept in its row for lists and traffic lights."""

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from programmes.models import Indicator, Light
from programmes.readings import latest_readings

logger = logging.getLogger(__name__)


#: Rows of one statement.
WRITTEN_AT_ONCE = 200


def refresh_reading(*, indicator: Indicator, day: dt.date | None = None) -> None:
    """Compute what counts on `day` (default today) and write it into the indicator's row."""
    _write([indicator], day or timezone.localdate())


def refresh_readings(*, day: dt.date | None = None) -> int:
    """Refresh the indicators of all running projects; return how many. Safe to run twice."""
    day = day or timezone.localdate()
    rows = Indicator.objects.of_running_projects(day).select_related("project", "place")
    found = list(rows)
    _write(found, day)
    logger.info("read %d indicators of running projects", len(found))
    return len(found)


@transaction.atomic
def _write(indicators: Sequence[Indicator], day: dt.date) -> None:
    found = latest_readings(indicators, day)
    for indicator, reading in zip(indicators, found, strict=True):
        indicator.actual_value = reading.value if reading else None
        indicator.actual_period = reading.period.code if reading else ""
        indicator.light = reading.light if reading else Light.NONE
        indicator.actual_at = timezone.now()
    columns = ["actual_value", "actual_period", "light", "actual_at"]
    Indicator.objects.bulk_update(indicators, columns, batch_size=WRITTEN_AT_ONCE)
