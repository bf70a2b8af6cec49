"""Background work of this app."""

from celery import shared_task

from accounts.forgotten import mail_link as mail
from accounts.trail import seal_trail as seal


@shared_task
def seal_trail() -> int:
    """Seal the audit entries since the last time; return how many."""
    return seal()


@shared_task
def mail_link(email: str, portal: str, language: str) -> int:
    """Mail a link to a new password to who has this address; return how many accounts have it."""
    return mail(email, portal, language)
