"""What this app puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from communities import permissions as codes
from communities.roles import sync_roles
from lib.files import FileKeeper, file_keepers
from lib.navigation import MenuEntry, menu
from lib.permissions import permissions

GROUP = _("Administration")


def register() -> None:
    """Fill the registries. Roles follow the declared permissions after every migrate."""
    permissions.register(*codes.PERMISSIONS)
    file_keepers.register(
        FileKeeper("communities.area", codes.AREA_VIEW),
        FileKeeper("communities.organisation", codes.AREA_VIEW),
    )
    menu.register(
        MenuEntry("home", _("My work"), "home", "house", 0),
        MenuEntry(
            "areas", _("Areas"), "communities:areas", "diagram-3", 80, codes.AREA_VIEW, GROUP
        ),
        MenuEntry(
            "organisations",
            _("Organisations"),
            "communities:organisations",
            "buildings",
            81,
            codes.AREA_VIEW,
            GROUP,
        ),
        MenuEntry(
            "users", _("Accounts"), "communities:users", "people", 82, codes.USER_MANAGE, GROUP
        ),
        MenuEntry(
            "audit",
            _("Audit trail"),
            "communities:audit",
            "clock-history",
            83,
            codes.AUDIT_VIEW,
            GROUP,
        ),
    )
    register_codes(
        {
            "communities.area.added": _("area added"),
            "communities.area.changed": _("area changed"),
            "communities.population.imported": _("population imported"),
            "communities.organisation.added": _("organisation added"),
            "communities.organisation.changed": _("organisation changed"),
            "communities.membership.added": _("membership added"),
            "communities.membership.ended": _("membership ended"),
            "communities.attachment.added": _("file attached"),
            "communities.attachment.removed": _("file removed"),
            "communities.personal.revealed": _("personal data revealed"),
        }
    )
    post_migrate.connect(sync_roles, sender=apps.get_app_config("communities"))
