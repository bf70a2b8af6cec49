"""`manage.py verify_trail`: is the audit trail as it was written?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.models import AuditEntry, AuditSeal
from accounts.trail import broken_seals, seal_trail


class Command(BaseCommand):
    """Reckons the chain of seals anew and says where it does not fit."""

    help = "Tell whether entries of the audit trail were changed, taken away or slipped in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a digest noted before."""
        parser.add_argument("--expect", default="", help="a digest that was noted elsewhere")

    def handle(self, *, expect: str = "", **_options: object) -> None:
        """Verify; then seal what has no seal yet. Raises CommandError when anything is wrong."""
        if broken := [str(one.number) for one in broken_seals()]:
            raise CommandError(f"The trail was touched under seal {', '.join(broken)}.")
        if expect and not AuditSeal.objects.filter(digest=expect).exists():
            raise CommandError("The digest is not in the chain: the trail was written anew.")
        seal_trail()
        last = AuditSeal.objects.last()
        entries = AuditEntry.objects.count()
        self.stdout.write(f"{entries} entries are whole. Note this digest elsewhere:")
        self.stdout.write(f"{last.number if last else 0} {last.digest if last else '-'}")
