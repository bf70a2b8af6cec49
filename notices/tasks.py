"""Background work of this room: each task calls one function."""

from celery import shared_task

from notices.services import inbox


@shared_task
def purge_notices() -> int:
    """Remove old notices."""
    return inbox.purge_notices()
