"""Mails are kept as rows and sent by a worker: no page waits for a mail server, none is lost."""

from accounts.models import Mail
from lib.bells import ring

SEND = "accounts.tasks.send_mail"


def keep_mail(**columns: str) -> Mail:
    """Keep a mail and ring for the worker that sends it. While the broker is down it waits."""
    mail = Mail.objects.create(**columns)
    ring(SEND, mail.pk)
    return mail
