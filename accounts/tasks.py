"""Background work of this app."""

from celery import shared_task

from accounts.trail import seal_trail as seal


@shared_task
def seal_trail() -> int:
    """Seal the audit entries since the last time; return how many."""
    return seal()
