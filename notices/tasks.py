"""Background work of this room: each task calls one function."""

from celery import shared_task

from notices.services import inbox, mornings


@shared_task
def purge_notices() -> int:
    """Remove old notices."""
    return inbox.purge_notices()


@shared_task
def tell_what_is_due() -> int:
    """Tell what falls due and what is overdue."""
    return mornings.tell_what_is_due()
