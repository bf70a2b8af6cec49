"""Tasks of this app: doorbells only."""

from celery import shared_task

from programmes.services import readings


@shared_task
def refresh_readings() -> int:
    """Read the indicators of running projects anew. Twin: `manage.py refresh_readings`."""
    return readings.refresh_readings()
