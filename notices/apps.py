"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from notices import registration

        registration.register()
