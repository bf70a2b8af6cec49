"""Static files: hashed names for whatever our templates and style sheets name."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, for files that the server may let browsers keep for ever.

    `import` lines inside modules are not rewritten, as npm packages hold some that never resolve;
    modules are named in the import map (templates/includes/importmap.html) instead.
    `manifest_strict` stays on: a template that names a missing file fails in the tests, not in the
    office.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[tuple[str | None, bool], str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file, found once a process: a page names forty."""
        asked = name, force
        if asked not in self._addresses:
            self._addresses[asked] = super().url(name, force)
        return self._addresses[asked]
