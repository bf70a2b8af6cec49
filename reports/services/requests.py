"""Asking for a report: by a person, by a schedule, as a correction."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area
from lib.bells import ring
from lib.errors import DomainError, WrongState
from lib.jobs import JobState
from lib.periods import Period
from lib.workflow import require_read, take_step
from reports.models import ReportRun, ReportSchedule, ReportTemplate
from reports.workflow import RECOMPUTE, RunState

#: The task that computes a report.
COMPUTE = "reports.tasks.compute_run"


@transaction.atomic
def request_report(
    *,
    actor: User | None,
    template: ReportTemplate,
    area: Area,
    period: Period,
    today: dt.date | None = None,
) -> tuple[ReportRun, bool]:
    """Return the latest report of that scope, queueing a first one if there is none.

    The second value tells whether it is new. Raises DomainError for a period that is not over
    `today`.
    """
    if period.end > (today or timezone.localdate()):
        raise DomainError(_("%s is not over yet.") % period)
    scope = {"template": template, "area": area, "period_start": period.start}
    known = ReportRun.objects.filter(**scope).order_by("-version").first()
    if known is not None:
        return known, False
    run, made = ReportRun.objects.get_or_create(
        **scope, version=1, defaults={"period_kind": period.kind, "created_by": actor}
    )
    if made:
        audit.record(actor=actor, code="reports.run.requested", target=run)
        ring(COMPUTE, run.pk)
    return run, made


@transaction.atomic
def correct_report(
    *, actor: User, run: ReportRun, reason: str, revision: int | None = None
) -> tuple[ReportRun, bool]:
    """Queue a new version that corrects a signed or withdrawn report; that one stays as it is.

    The second value tells whether it is new: there is one correction of a report.
    """
    if revision is not None:
        require_read(run, revision)
    if run.state not in {RunState.SIGNED, RunState.WITHDRAWN}:
        raise WrongState(_("Only a signed or withdrawn report is corrected by a new version."))
    version, made = ReportRun.objects.get_or_create(
        corrects=run,
        defaults={
            "template": run.template,
            "area": run.area,
            "period_start": run.period_start,
            "period_kind": run.period_kind,
            "version": run.version + 1,
            "created_by": actor,
        },
    )
    if made:
        changes = {"corrects": [None, str(run)], "reason": [None, reason]}
        audit.record(actor=actor, code="reports.run.requested", target=version, changes=changes)
        ring(COMPUTE, version.pk)
    return version, made


@transaction.atomic
def recompute(*, actor: User, run: ReportRun, revision: int | None = None) -> None:
    """Compute a draft anew from today's data; what staff wrote is kept.

    Raises WrongState when the run is no draft any more.
    """
    take_step(run, RECOMPUTE, actor=actor, revision=revision)
    run.renew()
    ring(COMPUTE, run.pk)


@transaction.atomic
def retry(*, actor: User, run: ReportRun) -> None:
    """Put a report whose computation failed back into the queue."""
    if run.state != RunState.COMPUTING:
        raise WrongState(_("This report has been computed already."))
    if run.job_state != JobState.FAILED:
        raise WrongState(_("This report is being computed."))
    run.renew()
    audit.record(actor=actor, code="reports.run.recomputed", target=run)
    ring(COMPUTE, run.pk)


def request_due(*, now: dt.datetime | None = None) -> list[ReportRun]:
    """Queue what the schedules say is due at `now`; return the new reports.

    A schedule never reaches back before it was made: switching one on does not make the reports
    of years. Each report is made in a transaction of its own.
    """
    now = now or timezone.now()
    new = []
    schedules = ReportSchedule.objects.filter(active=True).select_related("template", "area")
    for schedule in schedules:
        period = schedule.due_period(now)
        if schedule.due_at(period) < schedule.created_at:
            continue
        for area in schedule.areas():
            run, made = request_report(
                actor=None,
                template=schedule.template,
                area=area,
                period=period,
                today=timezone.localdate(now),
            )
            new += [run] if made else []
    return new
