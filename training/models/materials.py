"""Handbooks, leaflets and other materials, and the copies given at events."""

from typing import Self

from django.apps import apps
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import (
    F,
    Sum,
)
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from lib.periods import Period
from lib.records import Record, page_address
from lib.subqueries import total_of
from training.kinds import MaterialKind, StockUnit
from training.models.events import Event
from training.workflow import TOOK_PLACE


class MaterialQuerySet(AreaScopedQuerySet["Material"]):
    """Materials."""

    def with_issued(self) -> Self:
        """Annotate `issued`: copies given at all events, and `remaining` of those printed."""
        issued = total_of(
            apps.get_model("training", "MaterialIssue").objects.all(), "material", "copies"
        )
        return self.annotate(issued=issued).annotate(remaining=F("printed") - F("issued"))


class IssueQuerySet(AreaScopedQuerySet["MaterialIssue"]):
    """Copies of materials given at events."""

    area_field = "event__area"

    def of_events_held(self) -> Self:
        """Copies given at events that took place."""
        return self.filter(event__state__in=TOOK_PLACE)

    def held_in(self, period: Period) -> Self:
        """Copies given at events that took place in `period`."""
        return self.of_events_held().filter(
            event__starts_at__gte=period.start_at,
            event__starts_at__lt=period.end_at,
        )

    def copies_given(self) -> int:
        """Return the sum of copies."""
        return self.aggregate(total=Sum("copies"))["total"] or 0


class Material(Record):
    """Something printed or bought to be given away.

    `printed` is how many there have ever been, empty when nobody knows; what is left is that
    less the copies given at events.
    """

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="materials"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=MaterialKind)
    title = models.CharField(_("title"), max_length=120)
    unit = models.CharField(_("unit"), max_length=8, choices=StockUnit, default=StockUnit.COPY)
    printed = models.PositiveIntegerField(
        _("printed or bought"), null=True, blank=True, help_text=_("All editions together.")
    )
    active = models.BooleanField(_("still given out"), default=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "title"],
                name="material_title_once",
                violation_error_message=_("There is a material of this title in this area."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the material's page."""
        return page_address("training:material", self.pk)


class MaterialIssue(Record):
    """Copies of a material given at an event."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="issues"
    )
    material = models.ForeignKey(
        Material, verbose_name=_("material"), on_delete=models.PROTECT, related_name="issues"
    )
    copies = models.PositiveIntegerField(_("copies given"), validators=[MinValueValidator(1)])

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("material given")
        verbose_name_plural = _("materials given")
        ordering = ["-event__starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "material"],
                name="material_once_an_event",
                violation_error_message=_("This material is already in the list of this event."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.material} × {self.copies}"

    @property
    def area(self) -> Area:
        """The area of the event."""
        return self.event.area
