"""What this app puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate

from grids import permissions as codes
from grids.reference import sync_reference
from safecommunity.lib.permissions import permissions


def register() -> None:
    """Fill the registries. The code lists are completed after every migrate."""
    permissions.register(*codes.PERMISSIONS)
    post_migrate.connect(sync_reference, sender=apps.get_app_config("grids"))
