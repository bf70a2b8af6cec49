"""Pages: reports, their approval, schedules, the dashboard."""
