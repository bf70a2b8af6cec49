"""What this room puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from lib.notice_kinds import keep_teller, notice_kinds, tell_of_step
from lib.office_settings import settings_pages, settings_parts
from lib.permissions import permissions
from lib.record_actions import RecordPanel, record_panels
from lib.workflow import on_step
from notices.kinds import KINDS
from notices.permissions import PERMISSIONS
from notices.services.settings import preference_of
from notices.services.telling import write_notices
from notices.settings import PAGES, PARTS


def register() -> None:
    """Fill the registries; from now on what anybody is told is written down."""
    permissions.register(*PERMISSIONS)
    notice_kinds.register(*KINDS)
    register_codes(
        {
            "notices.channel.added": _("channel of notices added"),
            "notices.channel.changed": _("channel of notices changed"),
            "notices.channel.tried": _("channel of notices tested"),
            "notices.rules.changed": _("rules of notices changed"),
            "notices.delivery.again": _("notice sent again"),
        }
    )
    settings_pages.register(*PAGES)
    settings_parts.register(*PARTS)
    record_panels.register(
        RecordPanel(
            key="notices.mine",
            record="accounts.user",
            template="notices/me_panel.html",
            context=lambda user, _record: {"preference": preference_of(user)},
        )
    )
    keep_teller(write_notices)
    on_step(tell_of_step)
