"""Inspections and their answers."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import ChecklistItem, ChecklistVersion
from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from lib.periods import Period, day_start
from lib.records import Record, page_address
from premises.models import Premises


class Outcome(models.TextChoices):
    """How an inspection ended. Absent and refused are kept: they show that somebody went."""

    DONE = "done", _("Inspected")
    ABSENT = "absent", _("Nobody there")
    REFUSED = "refused", _("Refused")


class InspectionQuerySet(AreaScopedQuerySet["Inspection"]):
    """Inspections."""

    def done(self) -> Self:
        """Inspections that were carried out: not absent, not refused."""
        return self.filter(outcome="done")

    def started_between(self, start: dt.date, end: dt.date) -> Self:
        """Inspections begun on a day from `start` until before `end`."""
        return self.filter(started_at__gte=day_start(start), started_at__lt=day_start(end))

    def started_in(self, period: Period) -> Self:
        """Inspections begun in `period`."""
        return self.started_between(period.start, period.end)


class Inspection(Record):
    """A visit to premises, once made never changed.

    `area` is that of the premises on the day, so history stays when premises move to another grid.
    Position in degrees WGS-84, `accuracy` and `distance` in metres. Mismatches of place and time
    are flagged, not refused: phones err, and a refused inspection would be lost.
    """

    premises = models.ForeignKey(
        Premises, verbose_name=_("premises"), on_delete=models.PROTECT, related_name="inspections"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        ChecklistVersion, verbose_name=_("checklist"), on_delete=models.PROTECT, related_name="+"
    )
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("inspector"),
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    accuracy = models.FloatField(_("accuracy (m)"), null=True, blank=True)
    distance = models.FloatField(_("distance from the premises (m)"), null=True, blank=True)
    far_away = models.BooleanField(_("far from the premises"), default=False)
    photo_time_differs = models.BooleanField(_("photo from another time"), default=False)
    position_note = models.CharField(_("where, in words"), max_length=200, blank=True)
    failed_items = models.PositiveSmallIntegerField(_("failed items"), default=0)
    note = models.TextField(_("note"), blank=True)

    #: Photos are evidence: only the service that makes the row opens it for them.
    files_locked = True
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__gte=models.F("started_at")),
                name="inspection_ends_after_start",
            )
        ]
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="inspection_at"),
            models.Index(fields=["area", "-started_at"], name="inspection_area"),
            models.Index(fields=["premises", "-started_at"], name="inspection_premises"),
            models.Index(fields=["inspector", "-started_at"], name="inspection_inspector"),
        ]

    def __str__(self) -> str:
        return f"{self.premises} {timezone.localdate(self.started_at)}"

    def get_absolute_url(self) -> str:
        """Return the page of the inspection."""
        return page_address("grids:inspection", self.pk)

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None where they are not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def minutes(self) -> int:
        """How long it took, in whole minutes."""
        return round((self.finished_at - self.started_at).total_seconds() / 60)

    @property
    def flagged(self) -> bool:
        """True when place or time do not fit."""
        return self.far_away or self.photo_time_differs


class AnswerValue(models.TextChoices):
    """Answer to an item."""

    PASS = "pass", _("Pass")
    FAIL = "fail", _("Fail")
    NOT_APPLICABLE = "na", _("N/A")


class Answer(models.Model):
    """Answer to one item of the checklist."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(_("answer"), max_length=4, choices=AnswerValue)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["inspection", "item__order"]
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.item} · {self.get_value_display()}"
