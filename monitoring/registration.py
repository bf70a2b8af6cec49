"""What this room puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from lib.navigation import MenuEntry, menu
from lib.permissions import permissions
from monitoring import permissions as codes


def register() -> None:
    """Fill the registries."""
    permissions.register(*codes.PERMISSIONS)
    menu.register(
        MenuEntry(
            "dashboard",
            _("Dashboard"),
            "monitoring:dashboard",
            "speedometer2",
            5,
            codes.DASHBOARD_VIEW,
        )
    )
