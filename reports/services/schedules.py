"""Actions on schedules."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from reports.models import ReportSchedule


@transaction.atomic
def save_schedule(
    *, actor: User | None, schedule: ReportSchedule, before: dict[str, Any] | None = None
) -> ReportSchedule:
    """Add `schedule`, or save its changes since the snapshot `before`."""
    schedule.full_clean()
    if before is None:
        schedule.created_by = actor
        schedule.save(force_insert=True)
        audit.record(actor=actor, code="reports.schedule.added", target=schedule)
        return schedule
    schedule.save()
    audit.record(
        actor=actor,
        code="reports.schedule.changed",
        target=schedule,
        changes=audit.difference(schedule, before),
    )
    return schedule


@transaction.atomic
def remove_schedule(*, actor: User, schedule: ReportSchedule) -> None:
    """Remove a schedule; the reports that it made stay."""
    audit.record(actor=actor, code="reports.schedule.removed", target=schedule)
    schedule.delete()
