"""The project itself, for its template tags, its commands and the Celery application."""

from django.apps import AppConfig


class SafecommunityConfig(AppConfig):
    """Project package."""

    name = "safecommunity"

    def ready(self) -> None:
        """Make our Celery application the current one, to which `shared_task` binds; say in which
        order registries are read.
        """
        from safecommunity.celery import app
        from safecommunity.orders import arrange

        app.set_default()
        arrange()
