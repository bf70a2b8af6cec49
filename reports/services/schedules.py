"""Actions on schedules."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from reports.models import ReportSchedule


@transaction.atomic
def remove_schedule(*, actor: User, schedule: ReportSchedule) -> None:
    """Remove a schedule; the reports that it made stay."""
    audit.record(actor=actor, code="reports.schedule.removed", target=schedule)
    schedule.delete()
