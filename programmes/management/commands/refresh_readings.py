"""`manage.py refresh_readings`: what the task of the same name does."""

from django.core.management.base import BaseCommand

from programmes.services.readings import refresh_readings


class Command(BaseCommand):
    """Read the indicators of running projects anew, for lists and traffic lights."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Run."""
        self.stdout.write(f"{refresh_readings()} indicators read")
