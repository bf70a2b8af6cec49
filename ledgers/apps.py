"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgersConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "ledgers"
    verbose_name = _("Ledgers")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from ledgers import registration

        registration.register()
