"""The project package: wiring on top, library at the bottom."""

from safecommunity.celery import app as celery_app

__all__ = ["celery_app"]
