"""Users, sign-in, audit trail: the lowest app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects exports, steps and sign-ins to the audit trail, and protects it."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Have exports, steps and changes of credentials written into the audit trail."""
        from accounts import append_only, audit, credentials
        from lib.exports import on_export
        from lib.search import teach_sqlite
        from lib.workflow import keep_trail

        on_export(audit.record_export)
        keep_trail(audit)
        credentials.watch()
        connection_created.connect(teach_sqlite)
        post_migrate.connect(append_only.protect, sender=self)
