"""Kinds of hazards, which items of checklists and hazards share."""

from django.utils.translation import gettext_lazy as _

from lib.named import Named


class HazardCategory(Named):
    """A kind of hazard: fire, gas, electricity …"""

    class Meta(Named.Meta):
        verbose_name = _("hazard category")
        verbose_name_plural = _("hazard categories")
