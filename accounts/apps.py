"""Users, sign-in, audit trail: the lowest app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects exports and sign-ins to the audit trail, and the database to its protection."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Have every export and every change of credentials written into the audit trail."""
        from accounts import append_only, credentials
        from accounts.audit import record_export
        from lib.exports import on_export
        from lib.search import teach_sqlite

        on_export(record_export)
        credentials.watch()
        connection_created.connect(teach_sqlite)
        post_migrate.connect(append_only.protect, sender=self)
