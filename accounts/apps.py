"""Users, sign-in, audit trail: the lowest app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects exports to the audit trail."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Have every export written into the audit trail."""
        from accounts.audit import record_export
        from lib.exports import on_export

        on_export(record_export)
