"""`manage.py send_mails`: send the mails that wait, here and now, without a worker."""

from django.core.management.base import BaseCommand

from accounts.delivery import deliver, overdue_mails


class Command(BaseCommand):
    """Says of each mail, by its key, whether the mail server has taken it."""

    help = __doc__

    def handle(self, *_args: object, **_options: object) -> None:
        """Run."""
        for pk in overdue_mails():
            self.stdout.write(f"{pk} {'sent' if deliver(pk) else 'not sent'}")
