"""Drills: scenario, what happened when, and how it was judged (domain facts 7.2)."""

import datetime as dt
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from lib.records import Record, page_address
from training.kinds import Aspect, DrillKind, MomentKind
from training.models.events import Event


class DrillQuerySet(AreaScopedQuerySet["Drill"]):
    """Descriptions of drills."""

    area_field = "event__area"


class MomentQuerySet(AreaScopedQuerySet["DrillMoment"]):
    """Moments of drills."""

    area_field = "drill__event__area"


class Drill(Record):
    """The description of an event that is a drill."""

    event = models.OneToOneField(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="drill"
    )
    kind = models.CharField(_("form"), max_length=12, choices=DrillKind)
    scenario = models.TextField(_("scenario"))
    plan = models.CharField(_("emergency plan referred to"), max_length=200, blank=True)
    roles = models.TextField(
        _("participants and roles"), blank=True, help_text=_("One a line: role, unit or person.")
    )
    resources = models.TextField(_("resources"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = _("drill")
        verbose_name_plural = _("drills")
        ordering = ["-event__starts_at", "-id"]

    def __str__(self) -> str:
        return str(self.event)

    def get_absolute_url(self) -> str:
        """Return the drill's page."""
        return page_address("training:drill", self.pk)

    @property
    def area(self) -> Area:
        """The area of the event."""
        return self.event.area


class DrillMoment(Record):
    """Something that happened at a moment of a drill."""

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="moments")
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("what"), max_length=12, choices=MomentKind)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = MomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("moment of a drill")
        verbose_name_plural = _("moments of drills")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M:%S} {self.get_kind_display()}"

    @property
    def area(self) -> Area:
        """The area of the event."""
        return self.drill.event.area

    def after(self, other: "DrillMoment") -> dt.timedelta:
        """Return how long after `other` this happened."""
        return self.at - other.at


class DrillScore(models.Model):
    """Points given for one aspect of a drill, out of how many."""

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="scores")
    aspect = models.CharField(_("aspect"), max_length=16, choices=Aspect)
    points = models.DecimalField(
        _("points"), max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal(0))]
    )
    out_of = models.DecimalField(
        _("out of"), max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))]
    )
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("score of a drill")
        verbose_name_plural = _("scores of drills")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["drill", "aspect"], name="drill_aspect_once"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0, points__lte=models.F("out_of"), out_of__gt=0),
                name="drill_points_in_range",
                violation_error_message=_("Points lie between 0 and the highest possible."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.points}/{self.out_of}"
