"""Users, sign-in, audit trail: the lowest app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects what is done to the audit trail, protects it, and names its secrets."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Have exports, steps and changes of credentials written into the audit trail."""
        from accounts import append_only, audit, credentials
        from accounts.second_factors import SECRETS
        from lib.exports import on_export
        from lib.keys import json_secrets
        from lib.search import teach_sqlite
        from lib.workflow import keep_trail

        on_export(audit.record_export)
        keep_trail(audit)
        credentials.watch()
        json_secrets.register(SECRETS)
        connection_created.connect(teach_sqlite)
        post_migrate.connect(append_only.protect, sender=self)
