"""Periodic tasks: what, when, why. What staff schedule are rows (reports.ReportSchedule)."""

from celery.schedules import crontab

TIMETABLE: dict[str, dict] = {
    # The lists of projects show traffic lights from rows; hourly is often enough for figures that
    # change with finished months, and a page of one indicator computes afresh anyway.
    "programmes.refresh_readings": {
        "task": "programmes.refresh_readings",
        "schedule": crontab(minute=7),
    },
}
