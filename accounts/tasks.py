"""Background work of this app."""

from celery import shared_task

from accounts.delivery import deliver, overdue_mails
from accounts.mails import SEND
from accounts.trail import seal_trail as seal
from lib.bells import ring


@shared_task
def seal_trail() -> int:
    """Seal the audit entries since the last time; return how many."""
    return seal()


@shared_task(soft_time_limit=120, time_limit=150)
def send_mail(mail_id: str) -> bool:
    """Send a mail. Twin: `manage.py send_mails`."""
    return deliver(mail_id)


@shared_task
def sweep_mails() -> int:
    """Ring again for mails that nobody sends: a message was lost, the mail server was away."""
    waiting = overdue_mails()
    for pk in waiting:
        ring(SEND, pk)
    return len(waiting)
