"""Background work of this app."""

from celery import shared_task

from communities.services import files


@shared_task
def sweep_files() -> None:
    """Remove files that no row names. Command twin: `manage.py sweep_files`."""
    files.sweep_files()
