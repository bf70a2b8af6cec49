"""Periodic tasks: what, when, why. What staff schedule are rows (reports.ReportSchedule)."""

TIMETABLE: dict[str, dict] = {}
