"""Periodic tasks: what, when, why. What staff schedule are rows (reports.ReportSchedule)."""

from celery.schedules import crontab

TIMETABLE: dict[str, dict] = {
    # Injury imports whose bell was lost or whose worker was killed go on within a minute.
    "injuries-sweep-imports": {"task": "injuries.sweep_imports", "schedule": 60.0},
    # Workbooks hold names and ID numbers: gone when they are no longer needed (PIPL, article 19).
    "injuries-purge-imports": {
        "task": "injuries.purge_imports",
        "schedule": crontab(minute=10, hour=3),
    },
}
