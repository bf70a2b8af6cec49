"""Areas, population, people and what they may see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    """Registers permissions, menu entries and audit words."""

    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        """Fill the registries of the library."""
        from communities import registration

        registration.register()
