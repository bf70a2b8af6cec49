"""Background work of this app: dashboards are counted before somebody waits for them."""

from celery import shared_task

from monitoring import dashboard


@shared_task(soft_time_limit=120, time_limit=150)
def count_board(user_id: str, area_id: str, period: str, language: str) -> None:
    """Count what has changed of a dashboard that somebody is looking at."""
    dashboard.count_board(user_id, area_id, period, language)


@shared_task(soft_time_limit=600, time_limit=660)
def count_boards() -> int:
    """Count the dashboards that were looked at lately; return how many."""
    return dashboard.count_boards()
