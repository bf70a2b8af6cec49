"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from reports import registration

        registration.register()
