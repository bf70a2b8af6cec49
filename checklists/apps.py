"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "checklists"
    verbose_name = _("Checklists")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from checklists import registration

        registration.register()
