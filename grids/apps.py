"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "grids"
    verbose_name = _("Grids")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from grids import registration

        registration.register()
