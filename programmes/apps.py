"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from programmes import registration

        registration.register()
