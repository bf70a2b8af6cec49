"""The project itself, for its template tags and commands."""

from django.apps import AppConfig


class SafecommunityConfig(AppConfig):
    """Project package."""

    name = "safecommunity"
