"""Columns of this app's lists."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.tables import area_column
from lib.marks import badge
from lib.table import Column, Table, choice, link, words_for
from reports.models import ReportSchedule
from reports.workflow import RunState

RUN_TABLE = Table(
    columns=(
        Column(
            _("Period"),
            lambda run: run.period.code,
            name="period_start",
            order=("period_start",),
            draw=lambda run: link(run, str(run.period)),
        ),
        area_column(),
        Column(
            _("Template"),
            lambda run: str(run.template),
            24,
            name="template",
            order=("template__order", "template__code"),
        ),
        Column(_("Version"), lambda run: run.version, name="version", order=("version",)),
        choice(
            _("State"),
            "state",
            RunState,
            draw=lambda run: badge(words_for(RunState)[run.state], run.tone),
        ),
        Column(_("Figures as of"), lambda run: run.as_of, 18, name="as_of", order=("as_of",)),
    ),
    more=(Column(_("Hash"), lambda run: run.document_hash, 68),),
    order=("-period_start", "area__path", "-version"),
)


def _next(schedule: ReportSchedule) -> dt.datetime | None:
    """Return when the next report will be made."""
    return schedule.next_due(timezone.now()) if schedule.active else None


SCHEDULE_TABLE = Table(
    columns=(
        Column(
            _("Template"),
            lambda row: str(row.template),
            24,
            name="template",
            order=("template__order", "template__code"),
            draw=lambda row: link(row, row.template),
        ),
        area_column(),
        Column(
            _("One for each community below as well"),
            lambda row: row.each_community,
            name="each_community",
            order=("each_community",),
        ),
        Column(
            _("Days after the end of the period"),
            lambda row: row.days_after,
            name="days_after",
            order=("days_after",),
        ),
        Column(_("Hour"), lambda row: row.hour, name="hour", order=("hour",)),
        Column(_("Active"), lambda row: row.active, name="active", order=("active",)),
        Column(_("Next report"), _next, 18),
    ),
    order=("area__path", "template__order"),
)
