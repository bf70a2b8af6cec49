"""A large export on its way to whoever asked for it."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.retention import EXPORTS
from lib.crypto import EncryptedTextField
from lib.jobs import JobFields, JobQuerySet
from lib.records import Record, page_address
from lib.sealed_files import EncryptedFileField


def export_path(export: "Export", _filename: str) -> str:
    """Return where the (encrypted) file is kept."""
    return f"exports/{export.pk.hex[-2:]}/{export.pk}.bin"


class Export(JobFields, Record):
    """A list of which `created_by` wants more rows than a page can wait for.

    `path` and `query` are the address of the list; it is opened again when the file is made, so
    the file has what its owner may see then. The query may hold a person's name, so it is
    encrypted, as is the file. It lies in no area: it belongs to its owner and nobody else sees it.
    """

    name = models.CharField(_("list"), max_length=100, editable=False)
    path = models.CharField(max_length=200, editable=False)
    query = EncryptedTextField(editable=False)
    kind = models.CharField(max_length=4, editable=False)
    language = models.CharField(max_length=10, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    file = EncryptedFileField(upload_to=export_path, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} {timezone.localdate(self.created_at)}"

    def get_absolute_url(self) -> str:
        """Return the page that says how far it is."""
        return page_address("communities:export", self.pk)

    @property
    def kept_until(self) -> dt.datetime:
        """When the file is removed."""
        return self.created_at + EXPORTS.time
