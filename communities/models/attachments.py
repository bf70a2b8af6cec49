"""Files that belong to a record: plans, minutes, photos, sign-in sheets."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.records import Record, page_address


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Return where the file is kept: by its own key, so that names never meet or escape."""
    return f"attachments/{attachment.pk.hex[-2:]}/{attachment.pk}{attachment.suffix}"


class Attachment(Record):
    """A file of a record. Who sees the record sees its files; nobody else.

    Photographs are written anew as JPEG without metadata; documents are kept as they came, sent
    only as downloads and never shown inside the portal's pages.
    """

    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    target_id = models.UUIDField()
    target = GenericForeignKey("target_type", "target_id")
    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(_("file name"), max_length=150)
    suffix = models.CharField(max_length=10)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    is_photo = models.BooleanField(default=False)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "sha256"], name="attachment_once"
            )
        ]

    @property
    def record(self) -> models.Model:
        """The record whose file it is; LookupError when that is no longer there."""
        if self.target is None:
            raise LookupError(f"The record of the file {self.pk} is gone.")
        return self.target

    def __str__(self) -> str:
        return self.caption or self.name

    def get_absolute_url(self) -> str:
        """Return the address that sends the file to those who may see the record."""
        return page_address("communities:attachment", self.pk)
