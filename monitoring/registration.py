"""What this room puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from lib.crumbs import origins
from lib.home import home_parts
from lib.navigation import MenuEntry, menu
from lib.permissions import permissions
from monitoring import permissions as codes
from monitoring.home_parts import HOME_PARTS
from monitoring.origin import ORIGIN


def register() -> None:
    """Fill the registries."""
    permissions.register(*codes.PERMISSIONS)
    origins.register(ORIGIN)
    home_parts.register(*HOME_PARTS)
    menu.register(
        MenuEntry(
            key="dashboard",
            label=_("Dashboard"),
            url_name="monitoring:dashboard",
            icon="speedometer2",
            permission=codes.DASHBOARD_VIEW,
        )
    )
