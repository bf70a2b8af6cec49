"""What this room puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from checklists.reference import sync_reference
from checklists.settings import PAGES, PARTS
from lib.office_settings import settings_pages, settings_parts


def register() -> None:
    """Fill the registries. The code lists are completed after every migrate."""
    settings_pages.register(*PAGES)
    settings_parts.register(*PARTS)
    register_codes(
        {
            "checklists.category.added": _("hazard category added"),
            "checklists.category.changed": _("hazard category changed"),
        }
    )
    post_migrate.connect(sync_reference, sender=apps.get_app_config("checklists"))
