"""Where workbooks come from, and what has been learnt about them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from lib.records import Record


class OriginQuerySet(AreaScopedQuerySet["Origin"]):
    """Origins."""

    def of_register(self, register: str) -> Self:
        """Origins from which workbooks of a register have come."""
        return self.filter(register=register)


class Origin(Record):
    """Whoever makes workbooks of a register: 市场监管所, 社区居委会. Its words are learnt once.

    `columns` maps headings, normalised, to keys of fields ("" is left out); `words` maps keys of
    fields to what their words mean: {"category": {"小吃店": "small-catering"}}.
    """

    register = models.CharField(max_length=40, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("origin"), max_length=60)
    columns = models.JSONField(default=dict, editable=False)
    words = models.JSONField(default=dict, editable=False)

    objects = OriginQuerySet.as_manager()

    class Meta:
        verbose_name = _("origin of ledgers")
        verbose_name_plural = _("origins of ledgers")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "area", "name"], name="ledger_origin")
        ]

    def __str__(self) -> str:
        return self.name
