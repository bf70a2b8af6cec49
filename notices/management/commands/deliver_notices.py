"""`manage.py deliver_notices`: send what waits in all channels, without a worker."""

from django.core.management.base import BaseCommand

from notices.services.delivering import deliver, waiting_channels


class Command(BaseCommand):
    """The twin of the tasks `sweep_deliveries` and `deliver`."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Run."""
        sent = sum(deliver(pk) for pk in waiting_channels())
        self.stdout.write(f"{sent} sent")
