"""Who may open the dashboard, reports, their approval, schedules."""

from django.utils import timezone

from lib.periods import Period
from reports.models import ReportRun, ReportSchedule, ReportTemplate
from reports.services.compute import compute
from reports.services.requests import request_report
from tests.access.table import Row, World, statuses


def build(world: World) -> None:
    """Make a draft of the street and a schedule."""
    template = ReportTemplate.objects.get(code="monthly")
    run, _made = request_report(
        actor=world.cast.chen,
        template=template,
        area=world.places.street,
        period=Period.containing(timezone.localdate()).previous,
    )
    compute(run.pk)
    world.made.run = ReportRun.objects.get(pk=run.pk)
    world.made.schedule = ReportSchedule.objects.create(template=template, area=world.places.street)


def run(world: World) -> list[object]:
    """The report's key."""
    return [world.made.run.pk]


def hidden(**named: int) -> dict[str, int]:
    """The street's report: out of sight below it and in the next street."""
    return statuses(403, liu=404, wang=404, outsider=404, **named)


READ = hidden(admin=200, chen=200, zhou=200, wu=200)
WRITE = hidden(admin=200, chen=200)
POST_WRITE = hidden(admin=302, chen=302)
RUN_LIST = statuses(200, wang=403, zhao=403, sun=403)
SCHEDULE = statuses(403, admin=200, chen=200, outsider=200)

ROWS = [
    Row("reports:runs", RUN_LIST),
    Row("reports:run-new", statuses(403, admin=200, chen=200, liu=200, outsider=200)),
    Row("reports:run", READ, run),
    Row("reports:run-file", READ, lambda w: [w.made.run.pk, "xlsx"]),
    Row("reports:narrative", WRITE, lambda w: [w.made.run.pk, "plan"]),
    Row("reports:run-recompute", POST_WRITE, run, "post"),
    Row("reports:run-retry", POST_WRITE, run, "post"),
    Row("reports:run-review", POST_WRITE, run, "post"),
    Row("reports:run-send-back", WRITE | {"zhou": 200}, run),
    Row("reports:run-sign", hidden(admin=200, zhou=200), run),
    Row("reports:run-withdraw", hidden(admin=200, chen=200, zhou=200), run),
    Row("reports:run-correct", WRITE, run),
    Row("reports:schedules", SCHEDULE),
    Row("reports:schedule-new", SCHEDULE),
    Row("reports:schedule-edit", WRITE, lambda w: [w.made.schedule.pk]),
    Row("reports:schedule-remove", POST_WRITE, lambda w: [w.made.schedule.pk], "post"),
]
