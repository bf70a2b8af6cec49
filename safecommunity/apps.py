"""The project itself, for its template tags and its commands; which static files there are."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class SafecommunityConfig(AppConfig):
    """Project package."""

    name = "safecommunity"
    default = True  # of the two in this file, that of the entry "safecommunity"

    def ready(self) -> None:
        """Add the page of all settings as a file; say in which order registries are read."""
        from lib.office_settings import settings_pages
        from safecommunity.orders import arrange
        from safecommunity.settings_pages import FILE_PAGE

        settings_pages.register(FILE_PAGE)
        arrange()


class StaticFiles(StaticFilesConfig):
    """Leaves out what npm packages hold for those who program with them.

    A server looks at every file when it starts: two thirds of them were these.
    """

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.d.ts", "*.d.ts.map"]
