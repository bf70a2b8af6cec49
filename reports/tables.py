"""Tables and export columns of this app's lists."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.cells import MomentColumn
from lib.exports import Column
from reports.models import ReportRun, ReportSchedule


class RunTable(tables.Table):
    """Reports."""

    period_start = tables.TemplateColumn(
        '<a href="{{ record.get_absolute_url }}">{{ record.period }}</a>', verbose_name=_("Period")
    )
    state = tables.TemplateColumn("{% badge record.get_state_display record.tone %}")
    as_of = MomentColumn()

    class Meta:
        model = ReportRun
        fields = ["period_start", "area", "template", "version", "state", "as_of"]


RUN_COLUMNS = [
    Column(_("Period"), lambda run: run.period.code),
    Column(_("Area"), lambda run: run.area.name, 24),
    Column(_("Template"), lambda run: str(run.template), 24),
    Column(_("Version"), lambda run: run.version),
    Column(_("State"), lambda run: run.get_state_display()),
    Column(_("Figures as of"), lambda run: run.as_of, 18),
    Column(_("Hash"), lambda run: run.document_hash, 68),
]


class ScheduleTable(tables.Table):
    """Schedules with when they run next."""

    template = tables.Column(linkify=("reports:schedule-edit", [tables.A("pk")]))
    next_due = tables.Column(verbose_name=_("Next report"), empty_values=(), orderable=False)

    class Meta:
        model = ReportSchedule
        fields = ["template", "area", "each_community", "days_after", "hour", "active", "next_due"]

    def render_next_due(self, record: ReportSchedule) -> str:
        """Say when the next report will be made."""
        if not record.active:
            return "–"
        moment = timezone.localtime(record.next_due(timezone.now()))
        return f"{moment:%Y-%m-%d %H:%M}"
