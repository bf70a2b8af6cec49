"""Where uploads are kept: a full disk is a sentence, and no file stays that nobody names."""

import datetime as dt
import errno
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.errors import BadUpload

FULL = {errno.ENOSPC, errno.EDQUOT}
#: A younger file may belong to a row that is being written.
YOUNG = dt.timedelta(days=1)


class DiskFull(BadUpload):
    """There is no room for the file; whoever runs the portal has to make some."""

    code = "disk-full"

    def __init__(self) -> None:
        super().__init__(
            _("The portal has no room for the file. Nothing was kept: tell the administrator.")
        )


class CarefulStorage(FileSystemStorage):
    """Django's storage on disk that leaves no fragment of a file for which there was no room."""

    def _save(self, name: str, content: File) -> str:
        there = self.exists(name)
        try:
            return super()._save(name, content)  # type: ignore[misc]  # left out of the stubs
        except OSError as error:
            if error.errno not in FULL:
                raise
            if not there:
                with suppress(OSError):
                    self.delete(name)
            raise DiskFull from error


def orphans(now: dt.datetime | None = None) -> Iterator[str]:
    """Yield the names of kept files that no row names and that are older than YOUNG."""
    before = ((now or timezone.now()) - YOUNG).timestamp()
    named = _named()
    root = Path(default_storage.path(""))
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in named and path.stat().st_mtime < before:
            yield name


def _named() -> set[str]:
    """Return the names of files that any row of any model has."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                names.update(_values(model, field.name))
    return names


def _values(model: type[models.Model], field: str) -> Iterator[Any]:
    rows = model._base_manager.exclude(**{field: ""}).order_by()
    return rows.values_list(field, flat=True).iterator()


def remove_orphans(now: dt.datetime | None = None) -> list[str]:
    """Remove the files that no row names; return their names."""
    found = list(orphans(now))
    for name in found:
        default_storage.delete(name)
    return found
