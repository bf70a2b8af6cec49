"""Permission codes of this room."""

from django.utils.translation import gettext_lazy as _

from communities.roles import EVERYBODY
from lib.permissions import Permission

DASHBOARD_VIEW = "monitoring.dashboard.view"

PERMISSIONS = [
    Permission(
        key=DASHBOARD_VIEW,
        label=_("see the dashboard"),
        roles=EVERYBODY,
    )
]
