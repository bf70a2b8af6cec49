"""The abstract base of every record: key, who made it, when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.ids import new_id


class Record(models.Model):
    """A row with a UUIDv7 key made by its maker, and the traces that every page shows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True
