"""Periodic tasks: what, when, why. What staff schedule are rows (reports.ReportSchedule)."""

from celery.schedules import crontab

TIMETABLE: dict[str, dict] = {
    # Staff say at which hour a report is made; a minute is the grain they can see.
    "reports: make what schedules say is due": {
        "task": "reports.tasks.run_due_schedules",
        "schedule": crontab(minute="*"),
    },
    # A killed worker's report goes on within a minute of its lease.
    "reports: ring again for unfinished reports": {
        "task": "reports.tasks.sweep_runs",
        "schedule": crontab(minute="*"),
    },
}
