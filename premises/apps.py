"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PremisesConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "premises"
    verbose_name = _("Premises")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from premises import registration

        registration.register()
