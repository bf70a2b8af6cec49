"""Kinds of hazards, which items of checklists and hazards share."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.querysets import SharedQuerySet
from lib.named import Named


class HazardCategory(Named):
    """A kind of hazard: fire, gas, electricity …"""

    objects = SharedQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("hazard category")
        verbose_name_plural = _("hazard categories")
        constraints = [models.UniqueConstraint(fields=["name_zh"], name="hazard_kind_once")]

    def get_absolute_url(self) -> str:
        """Return the page of the category."""
        return reverse("checklists:category", args=[self.pk])
