"""Handing mails to the mail server: each until the server has taken it, then the row goes.

The log names a mail by its key: an address would tell whose password is forgotten.
"""

import logging
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail

from accounts.forgotten import mail_link
from accounts.models import Mail
from lib.jobs import JobState

logger = logging.getLogger(__name__)
#: What stands in the row of a mail that is given up; nobody but the log is told.
GIVEN_UP = "The mail server did not take it."


def deliver(pk: UUID | str) -> bool:
    """Send a mail and forget it; False when there is none or another worker has it.

    What the mail server does not take now is tried again when the lease is over, a few times.
    """
    mail = Mail.objects.claim(pk)
    if mail is None:
        return False
    try:
        _send(mail)
    except (SMTPException, OSError) as error:  # its text may quote the address
        logger.warning("mail %s waits for the mail server: %s", mail.pk, type(error).__name__)
        return False
    mail.delete()
    return True


def _send(mail: Mail) -> None:
    if mail.text:
        send_mail(mail.subject, mail.text, None, [mail.address])
    else:
        mail_link(mail.address, mail.portal, mail.language)


def overdue_mails() -> list[UUID]:
    """Forget what was tried too often; return what nobody is sending although somebody should."""
    Mail.objects.give_up(GIVEN_UP)
    for mail in Mail.objects.filter(job_state=JobState.FAILED):
        logger.error("mail %s of %s was given up", mail.pk, mail.created_at)
        mail.delete()
    return list(Mail.objects.overdue_jobs().values_list("pk", flat=True)[:100])
