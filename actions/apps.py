"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "actions"
    verbose_name = _("Corrective actions")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from actions import registration

        registration.register()
