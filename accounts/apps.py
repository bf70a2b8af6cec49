"""Users, sign-in, audit trail: the lowest app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects exports and steps to the audit trail."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Have every export and every step of a record written into the audit trail."""
        from accounts import audit
        from lib.exports import on_export
        from lib.workflow import keep_trail

        on_export(audit.record_export)
        keep_trail(audit)
