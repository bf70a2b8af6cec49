"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Registers what this app offers to the others."""

    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from training import registration

        registration.register()
