"""What this app puts into the registries of the library."""

from django.apps import apps
from django.core import checks as system_checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from actions.sources import feeds
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.navigation import MenuEntry, menu
from lib.notice_kinds import step_notices
from lib.permissions import permissions
from reports import checks, permissions as codes, sections, waiting
from reports.action_source import REPORTS
from reports.finders import FINDERS
from reports.notices import STEP_NOTICES
from reports.templates_built_in import sync_templates

GROUP = _("Evaluation")


def register() -> None:
    """Fill the registries."""
    system_checks.register(checks.fonts_are_there)
    step_notices.register(*STEP_NOTICES)
    permissions.register(*codes.PERMISSIONS)
    finders.register(*FINDERS)
    file_keepers.register(
        FileKeeper(
            key="reports.reportrun",
            view=codes.RUN_VIEW,
        ),
    )
    feeds(REPORTS)
    menu.register(
        MenuEntry(
            key="reports",
            label=_("Reports"),
            url_name="reports:runs",
            icon="file-earmark-text",
            permission=codes.RUN_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="schedules",
            label=_("Report schedules"),
            url_name="reports:schedules",
            icon="calendar-check",
            permission=codes.SCHEDULE_CHANGE,
            group=GROUP,
        ),
    )
    register_codes(
        {
            "reports.run.requested": _("report requested"),
            "reports.run.computed": _("report computed"),
            "reports.run.recomputed": _("report computed again"),
            "reports.run.written": _("text of the report written"),
            "reports.run.reviewed": _("report reviewed"),
            "reports.run.returned": _("report sent back"),
            "reports.run.declined": _("signature declined"),
            "reports.run.signed": _("report signed"),
            "reports.run.sealed": _("report sealed"),
            "reports.run.withdrawn": _("report withdrawn"),
            "reports.run.downloaded": _("report downloaded"),
            "reports.schedule.added": _("schedule added"),
            "reports.schedule.changed": _("schedule changed"),
            "reports.schedule.removed": _("schedule removed"),
        }
    )
    sections.register()
    waiting.register()
    post_migrate.connect(sync_templates, sender=apps.get_app_config("reports"))
