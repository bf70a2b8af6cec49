"""Background work of this app. Messages are doorbells; the rows say what is to be done."""

from celery import shared_task
from django.utils.translation import gettext as _

from lib.bells import ring
from reports.models import ReportRun
from reports.services import files
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


@shared_task(soft_time_limit=120, time_limit=150)
def draw_files(run_id: str) -> int:
    """Draw PDF and Word of a report ahead. A lost bell costs the first reader a wait."""
    return files.draw_files(run_id)


@shared_task
def purge_files() -> int:
    """Remove files of reports that were drawn long ago."""
    return files.remove_old_files()
