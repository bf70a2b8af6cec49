"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from monitoring import registration

        registration.register()
