"""What this room puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate

from checklists.reference import sync_reference


def register() -> None:
    """Complete the code lists after every migrate."""
    post_migrate.connect(sync_reference, sender=apps.get_app_config("checklists"))
