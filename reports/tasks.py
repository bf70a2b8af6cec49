"""Background work of this app. Messages are doorbells; the rows say what is to be done."""

from celery import shared_task
from django.utils.translation import gettext as _

from lib.bells import ring
from reports.models import ReportRun
from reports.services.compute import compute
from reports.services.requests import COMPUTE, request_due


@shared_task(soft_time_limit=600, time_limit=660)
def compute_run(run_id: str) -> bool:
    """Compute one report. Twin: `manage.py compute_report RUN`."""
    return compute(run_id)


@shared_task
def run_due_schedules() -> int:
    """Queue the reports that schedules say are due; return how many are new."""
    return len(request_due())


@shared_task
def sweep_runs() -> int:
    """Ring again for reports that nobody is computing: a worker died, a message was lost."""
    ReportRun.objects.give_up(_("The report could not be computed. Tell the administrator."))
    waiting = list(ReportRun.objects.to_compute().values_list("pk", flat=True)[:100])
    for pk in waiting:
        ring(COMPUTE, pk)
    return len(waiting)
