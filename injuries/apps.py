"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InjuriesConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "injuries"
    verbose_name = _("Injuries")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from injuries import registration

        registration.register()
