"""Periodic tasks: what, when, why. What staff schedule are rows (reports.ReportSchedule)."""

from celery.schedules import crontab

TIMETABLE: dict[str, dict] = {
    # A killed worker's export goes on within a minute of its lease.
    "communities: ring again for unfinished exports": {
        "task": "communities.tasks.sweep_exports",
        "schedule": crontab(minute="*"),
    },
    # A file that was not fetched in a week is wanted no longer.
    "communities: remove old exports": {
        "task": "communities.tasks.purge_exports",
        "schedule": crontab(minute=20, hour=3),
    },
    # A file of boundaries that nobody took was a try.
    "communities: remove old files of boundaries": {
        "task": "communities.tasks.purge_boundaries",
        "schedule": crontab(minute=25, hour=3),
    },
    # Personal data may stand in a draft that its writer has forgotten.
    "communities: remove old drafts": {
        "task": "communities.tasks.purge_drafts",
        "schedule": crontab(minute=35, hour=3),
    },
    # What was just entered is found by its initials after some minutes; by its words at once.
    "communities: give initials to what is new": {
        "task": "communities.tasks.renew_initials",
        "schedule": crontab(minute="*/3"),
    },
    "communities: remove initials of what is gone": {
        "task": "communities.tasks.purge_initials",
        "schedule": crontab(minute=40, hour=3),
    },
    # What was done in between could still be changed without a trace by who owns the database.
    "accounts: seal the audit trail": {
        "task": "accounts.tasks.seal_trail",
        "schedule": crontab(minute="*/5"),
    },
    # Who forgot the password while the broker or the mail server was away gets the link later.
    "accounts: ring again for mails on their way": {
        "task": "accounts.tasks.sweep_mails",
        "schedule": crontab(minute="*"),
    },
    # Injury imports whose bell was lost or whose worker was killed go on within a minute.
    "injuries: ring again for unfinished imports": {
        "task": "injuries.tasks.sweep_imports",
        "schedule": crontab(minute="*"),
    },
    # Workbooks hold names and ID numbers: gone when they are no longer needed (PIPL, article 19).
    "injuries: remove old workbooks": {
        "task": "injuries.tasks.purge_imports",
        "schedule": crontab(minute=10, hour=3),
    },
    # Ledgers whose bell was lost or whose worker was killed go on within a minute.
    "ledgers: ring again for unfinished workbooks": {
        "task": "ledgers.tasks.sweep_batches",
        "schedule": crontab(minute="*"),
    },
    # Registers hold names and telephones: the files are gone when they are no longer needed.
    "ledgers: remove old workbooks": {
        "task": "ledgers.tasks.purge_batches",
        "schedule": crontab(minute=15, hour=3),
    },
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
    # The first reader of the morning, and of each hour, finds the figures counted.
    "monitoring: count the dashboards that were looked at lately": {
        "task": "monitoring.tasks.count_boards",
        "schedule": crontab(minute="*/20", hour="6-20"),
    },
    # Drawn again when somebody asks: what is old is mostly read by nobody.
    "reports: remove old files": {
        "task": "reports.tasks.purge_files",
        "schedule": crontab(minute=30, hour=3),
    },
    # The lists of projects show traffic lights from rows; hourly is often enough for figures that
    # change with finished months, and a page of one indicator computes afresh anyway.
    "programmes: read indicators for the lists": {
        "task": "programmes.tasks.refresh_readings",
        "schedule": crontab(minute=7),
    },
    # What a killed request or a lost race left on the disk holds personal data that nobody finds.
    "communities: remove files that no row names": {
        "task": "communities.tasks.sweep_files",
        "schedule": crontab(minute=40, hour=3),
    },
    # What was read half a year ago nobody looks for; the trail and the record stay.
    "notices: remove old notices": {
        "task": "notices.tasks.purge_notices",
        "schedule": crontab(minute=45, hour=3),
    },
    # Before the working day, and once more for what a machine that was off has missed.
    "notices: tell what is due and overdue": {
        "task": "notices.tasks.tell_what_is_due",
        "schedule": crontab(minute=15, hour="6,8"),
    },
    # What rests, is quiet or waits for the morning goes out in its minute.
    "notices: ring again for what waits to be sent": {
        "task": "notices.tasks.sweep_deliveries",
        "schedule": crontab(minute="*"),
    },
}
