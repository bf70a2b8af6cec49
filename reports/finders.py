"""What of this room the one box finds."""

from django.utils.translation import gettext_lazy as _

from lib.finding import Finder
from reports.models import ReportRun
from reports.permissions import RUN_VIEW

FINDERS = (
    Finder(
        key="reports.reportrun",
        label=_("Reports"),
        icon="file-earmark-text",
        permission=RUN_VIEW,
        rows=lambda user: ReportRun.objects.where_allowed(user, RUN_VIEW),
        words=("area__name",),
        beside=lambda run: str(run.get_state_display()),
        prepare=lambda rows: rows.select_related("area", "template").order_by(
            "-period_start", "pk"
        ),
        list_url="reports:runs",
    ),
)
