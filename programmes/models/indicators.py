"""Objectives of a project and the indicators by which they are judged."""

import datetime as dt
from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, gettext_lazy as _

from communities.models import Area
from lib.indicators import Direction, IndicatorDefinition, indicators
from lib.periods import Period, PeriodKind
from lib.records import Record, page_address
from programmes.models.parts import ProjectPartQuerySet
from programmes.models.projects import Project


class IndicatorKind(models.TextChoices):
    """What an indicator tells about a project (domain facts 4.2: process, short-term, impact)."""

    PROCESS = "process", _("Process")
    SHORT_TERM = "short-term", _("Short-term effect")
    IMPACT = "impact", _("Impact")


class Frequency(models.TextChoices):
    """Length of the periods for which an indicator has values."""

    MONTH = "month", _("Monthly")
    QUARTER = "quarter", _("Quarterly")
    YEAR = "year", _("Yearly")


class Way(models.TextChoices):
    """Which way is better; the codes are those of `lib.indicators.Direction`."""

    LOWER = Direction.LOWER.value, _("Lower is better")
    HIGHER = Direction.HIGHER.value, _("Higher is better")
    NEUTRAL = Direction.NEUTRAL.value, _("Neither is better")


class Light(models.TextChoices):
    """Traffic light: goal against actual. `programmes.goals` says how it is judged."""

    GREEN = "green", _("On target")
    AMBER = "amber", _("Behind plan")
    RED = "red", _("Not improving")
    NONE = "none", _("No judgement")


class Objective(Record):
    """A measurable objective of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(_("objective"), max_length=300)
    due = models.DateField(_("due"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["order", "created_at", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.project.area

    def get_absolute_url(self) -> str:
        """Return the project's page."""
        return self.project.get_absolute_url()


class IndicatorQuerySet(ProjectPartQuerySet["Indicator"]):
    """Indicators of projects."""

    def of_running_projects(self, day: dt.date) -> Self:
        """Indicators of projects that run on `day`."""
        return self.of_projects(Project.objects.running_between(day, day))

    def manual(self) -> Self:
        """Indicators whose values are entered by hand."""
        return self.filter(registry_key="")

    def awaiting_value(self, day: dt.date) -> Self:
        """Manual indicators of running projects without a value given in for the last period.

        The last period is the last month, quarter or year that is over on `day`, if the project
        was running in it. A draft is not given in.
        """
        given = apps.get_model("programmes", "IndicatorValue").objects.exclude(state="draft")
        given = given.filter(indicator=OuterRef("pk"))
        due = Q()
        for kind in PeriodKind:
            period = Period.containing(day, kind).previous
            awaited = Q(frequency=kind.value, project__running_from__lte=period.last_day)
            due |= awaited & Q(~Exists(given.filter(period_start=period.start)))
        return self.of_running_projects(day).manual().filter(due)

    def for_list(self) -> Self:
        """What the register of indicators shows."""
        return self.select_related("project", "project__area", "place")


class Indicator(Record):
    """An indicator of a project: where it stood, where it shall be, by when.

    With `registry_key` its values are computed by `lib.indicators` for `place`; without, they are
    entered by hand with evidence (IndicatorValue). `is_share` means that a value is entered as
    numerator and denominator and shown in percent, so that it has an interval. The columns
    `actual…` and `light` are the latest reading, written by `services.readings` for lists; pages
    of one indicator compute afresh.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="indicators")
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="indicators",
    )
    registry_key = models.CharField(_("computed by the portal as"), max_length=80, blank=True)
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("May stay empty for an indicator that the portal computes."),
    )
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("What is counted, over what, how it is found out.")
    )
    place = models.ForeignKey(
        Area, verbose_name=_("measured in"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind)
    frequency = models.CharField(
        _("reporting frequency"), max_length=7, choices=Frequency, default=Frequency.MONTH
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    is_share = models.BooleanField(
        _("percentage of a denominator"),
        default=False,
        help_text=_("Values are entered as numerator and denominator."),
    )
    direction = models.CharField(_("direction"), max_length=7, choices=Way)
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    baseline_period = models.CharField(
        _("period of the baseline"),
        max_length=7,
        blank=True,
        help_text=_("2025, 2025-Q3 or 2025-09."),
    )
    target_value = models.DecimalField(
        _("target"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    due = models.DateField(_("target reached by"), null=True, blank=True)
    data_source = models.CharField(_("source of the data"), max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    actual_value = models.FloatField(_("actual"), null=True, blank=True, editable=False)
    actual_period = models.CharField(
        _("period of the actual value"), max_length=7, blank=True, editable=False
    )
    actual_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    light = models.CharField(
        _("traffic light"), max_length=5, choices=Light, default=Light.NONE, editable=False
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "created_at", "id"]
        indexes = [models.Index(fields=["project", "light"], name="indicator_light")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Return the indicator's page."""
        return page_address("programmes:indicator", self.pk)

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.project.area

    @property
    def is_manual(self) -> bool:
        """True when values are entered by hand."""
        return not self.registry_key

    @property
    def registered(self) -> IndicatorDefinition | None:
        """What the registry says; None when manual, or when no app of this portal knows the key."""
        return indicators.get(self.registry_key) if self.registry_key else None

    @property
    def label(self) -> str:
        """Own name, else the registry's, else the key."""
        return self.name or str(self.registered.name if self.registered else self.registry_key)

    @property
    def shown_unit(self) -> str:
        """Unit of value, baseline and target; empty for a plain count."""
        if self.registered:
            return str(self.registered.unit)
        return "%" if self.is_share else self.unit

    @property
    def digits(self) -> int:
        """Decimals shown."""
        if self.registered:
            return self.registered.digits
        values = [v for v in (self.baseline_value, self.target_value) if v is not None]
        return 1 if self.is_share or any(v % 1 for v in values) else 0

    @property
    def period_kind(self) -> PeriodKind:
        """Length of its periods."""
        return PeriodKind(self.frequency)

    def last_finished(self, day: dt.date) -> Period:
        """Return the last of its periods that is over on `day`."""
        return Period.containing(day, self.period_kind).previous

    def clean(self) -> None:
        """Check name, period of the baseline, and that a percentage has percent values."""
        if self.is_manual and not self.name:
            raise ValidationError({"name": _("Give a name, or choose a computed indicator.")})
        if self.registry_key and self.is_share:
            raise ValidationError({"is_share": _("Only values entered by hand are shares.")})
        if self.baseline_period:
            self._check_period()

    def _check_period(self) -> None:
        try:
            Period.parse(self.baseline_period)
        except ValueError as error:
            text = gettext("Write the period like 2025, 2025-Q3 or 2025-09.")
            raise ValidationError({"baseline_period": text}) from error
