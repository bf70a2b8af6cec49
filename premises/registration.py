"""What this room puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from ledgers.declaration import registers
from lib.area_life import GoingOn, going_on
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.navigation import MenuEntry, menu
from lib.office_settings import settings_pages, settings_parts
from lib.permissions import permissions
from lib.pickers import Picker, pickers
from lib.removal import Removal, removals
from premises import permissions as codes
from premises.finders import FINDERS
from premises.ledgers import PREMISES_LEDGER
from premises.models import Premises
from premises.reference import sync_reference
from premises.settings import PAGES, PARTS

GROUP = _("Grids")


def register() -> None:
    """Fill the registries. The code lists are completed after every migrate."""
    going_on.register(
        GoingOn(
            key="premises.premises",
            label=_("premises on the register"),
            rows=lambda area: Premises.objects.active().in_area(area),
            url_name="premises:list",
        )
    )
    permissions.register(*codes.PERMISSIONS)
    finders.register(*FINDERS)
    file_keepers.register(
        FileKeeper(
            key="premises.premises",
            view=codes.PREMISES_VIEW,
        )
    )
    pickers.register(
        Picker(
            key="premises.premises",
            permission=codes.PREMISES_VIEW,
            rows=lambda user: Premises.objects.visible_to(user).active(),
            search=("name", "address"),
            beside=lambda premises: premises.address or str(premises.area),
            prepare=lambda rows: rows.select_related("area").defer("area__boundary"),
        )
    )
    registers.register(PREMISES_LEDGER)
    removals.register(
        Removal(
            key="premises.premises",
            permission=codes.PREMISES_CHANGE,
            home=lambda _record: reverse("premises:list"),
        )
    )
    menu.register(
        MenuEntry(
            key="premises",
            label=_("Premises"),
            url_name="premises:list",
            icon="shop",
            permission=codes.PREMISES_VIEW,
            group=GROUP,
        )
    )
    settings_pages.register(*PAGES)
    settings_parts.register(*PARTS)
    register_codes(
        {
            "premises.premises.added": _("premises registered"),
            "premises.premises.changed": _("premises changed"),
            "premises.kind.added": _("kind of premises added"),
            "premises.kind.changed": _("kind of premises changed"),
            "premises.threshold.added": _("threshold added"),
            "premises.threshold.changed": _("threshold changed"),
        }
    )
    post_migrate.connect(sync_reference, sender=apps.get_app_config("premises"))
