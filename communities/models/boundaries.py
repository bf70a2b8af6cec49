"""Boundaries that were read from a file and wait until somebody has looked at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.records import Record, page_address


class BoundaryDraft(Record):
    """A file of boundaries on its way to the areas. It belongs to `created_by` and nobody else.

    `features` are the areas as `communities.boundaries.Drawn` has them, as JSON; they are forgotten
    when the boundaries are kept. `kept` says of how many areas then.
    """

    name = models.CharField(_("file"), max_length=200, editable=False)
    features = models.JSONField(default=list, editable=False)
    kept = models.PositiveIntegerField(_("areas"), null=True, editable=False)

    class Meta:
        verbose_name = _("file of boundaries")
        verbose_name_plural = _("files of boundaries")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page on which its areas are looked at."""
        return page_address("communities:boundaries", self.pk)
