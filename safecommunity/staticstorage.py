"""Static files: hashed names for whatever our templates and style sheets name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, for files that the server may let browsers keep for ever.

    `import` lines inside modules are not rewritten, as npm packages hold some that never resolve;
    modules are named in the import map (templates/includes/importmap.html) instead.
    `manifest_strict` stays on: a template that names a missing file fails in the tests, not in the
    office.
    """
