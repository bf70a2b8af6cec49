"""The renderer of charts with a cache on disk, shared by worker and web."""

from functools import cache

from django.conf import settings

from documents.charts.render import FolderCache, Renderer


@cache
def chart_renderer() -> Renderer:
    """Return the process's renderer; pictures are kept under the hash of what they show."""
    return Renderer(FolderCache(settings.VAR_DIR / "charts"))
