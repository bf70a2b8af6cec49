"""Measures (干预措施) of a project and what was done of them.

Not to be confused with `lib.indicators.Measured`.
"""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Organisation
from lib.append_only import AppendOnly
from lib.records import Record, page_address
from programmes.models.parts import ProjectPartQuerySet
from programmes.models.projects import Project


class MeasureKind(models.TextChoices):
    """The seven kinds of measures, 政策/管理/服务/宣传/环境/设施/产品 (domain facts 2.4, 4.2)."""

    POLICY = "policy", _("Policy")
    MANAGEMENT = "management", _("Management")
    SERVICE = "service", _("Service")
    PUBLICITY = "publicity", _("Publicity")
    ENVIRONMENT = "environment", _("Environment")
    FACILITY = "facility", _("Facilities")
    PRODUCT = "product", _("Products")


class MeasureState(models.TextChoices):
    """Where a measure stands on a day; computed, never stored."""

    PLANNED = "planned", _("planned")
    UNDER_WAY = "under-way", _("under way")
    LATE = "late", _("overdue")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class MeasureQuerySet(ProjectPartQuerySet["Measure"]):
    """Measures of projects; the states are those of `Measure.state_on`."""

    def kept(self, day: dt.date) -> Self:
        """Measures that were not dropped up to and with `day`."""
        return self.filter(Q(dropped_on=None) | Q(dropped_on__gt=day))

    def done(self, day: dt.date) -> Self:
        """Measures whose planned quantity was reached up to and with `day`."""
        return self.kept(day).filter(done_on__lte=day)

    def not_done(self, day: dt.date) -> Self:
        """Measures of which something is left to do on `day`."""
        return self.kept(day).filter(Q(done_on=None) | Q(done_on__gt=day))

    def late(self, day: dt.date) -> Self:
        """Measures whose end is over on `day` and that are not done."""
        return self.not_done(day).filter(end__lt=day)

    def due_between(self, start: dt.date | None, end: dt.date | None) -> Self:
        """Measures whose planned end lies from `start` to `end`, both included; None is open."""
        rows = self if start is None else self.filter(end__gte=start)
        return rows if end is None else rows.filter(end__lte=end)

    def on_time(self) -> Self:
        """Measures done not later than their planned end."""
        return self.filter(done_on__lte=models.F("end"))

    def in_state(self, state: str, day: dt.date) -> Self:
        """Measures in a MeasureState on `day`."""
        if state == "dropped":
            return self.filter(dropped_on__lte=day)
        if state == "done":
            return self.done(day)
        if state == "late":
            return self.promised().late(day)
        under_way = self.promised().not_done(day).filter(start__lte=day, end__gte=day)
        if state == "under-way":
            return under_way
        late = self.promised().late(day)
        return self.not_done(day).exclude(pk__in=under_way).exclude(pk__in=late)

    def promised(self) -> Self:
        """Measures of projects that are no draft."""
        return self.of_projects(Project.objects.exclude(stage="draft"))

    def in_force(self) -> Self:
        """Measures of projects that are neither a draft nor over."""
        return self.of_projects(Project.objects.filter(stage__in=("approved", "running")))

    def for_list(self) -> Self:
        """What the register of measures shows."""
        return self.select_related("project", "project__area", "owner", "partner")


class MeasureProgressQuerySet(ProjectPartQuerySet["MeasureProgress"]):
    """Entries of progress."""

    project_field = "measure__project"


class Measure(Record):
    """A measure: who does how much of what by when.

    `done_quantity` and `done_on` (the day on which the planned quantity was reached) follow from
    the progress entries and are written by `services.measures` alone.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField(_("measure"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=MeasureKind)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("responsible unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    owner_name = models.CharField(_("responsible person"), max_length=60, blank=True)
    partner = models.ForeignKey(
        Organisation,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    planned_quantity = models.DecimalField(
        _("planned quantity"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    unit = models.CharField(_("unit"), max_length=20)
    note = models.TextField(_("remark"), blank=True)
    done_quantity = models.DecimalField(
        _("done quantity"), max_digits=12, decimal_places=2, default=Decimal(0), editable=False
    )
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True, editable=False)
    dropped_reason = models.TextField(_("why it was dropped"), blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["start", "end", "id"]
        indexes = [
            models.Index(fields=["project", "start"], name="measure_project"),
            models.Index(fields=["end"], name="measure_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="measure_range",
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the measure's page."""
        return page_address("programmes:measure", self.pk)

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.project.area

    def state_on(self, day: dt.date) -> MeasureState:
        """Return where it stands on `day`; `MeasureQuerySet.in_state` says the same in SQL.

        What a draft holds is a plan, whatever its dates say.
        """
        if self.dropped_on is not None and self.dropped_on <= day:
            return MeasureState.DROPPED
        if self.done_on is not None and self.done_on <= day:
            return MeasureState.DONE
        if self.project.stage == "draft":
            return MeasureState.PLANNED
        if self.end < day:
            return MeasureState.LATE
        return MeasureState.UNDER_WAY if self.start <= day else MeasureState.PLANNED

    @property
    def state(self) -> MeasureState:
        """Where it stands today."""
        return self.state_on(timezone.localdate())

    @property
    def percent(self) -> int:
        """Done of planned in percent; more than planned is 100."""
        return max(0, min(100, int(self.done_quantity * 100 / self.planned_quantity)))


class MeasureProgress(AppendOnly, Record):
    """What was done of a measure on a day. Rows are only ever added.

    A negative quantity takes back an entry made by mistake and says why in `note`.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="progress")
    day = models.DateField(_("day"))
    quantity = models.DecimalField(_("quantity done"), max_digits=12, decimal_places=2)
    note = models.TextField(_("what was done"), blank=True)

    objects = MeasureProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["day", "created_at", "id"]

    def __str__(self) -> str:
        return f"{self.measure} · {self.day}"

    def get_absolute_url(self) -> str:
        """Return the measure's page, at this entry."""
        return f"{self.measure.get_absolute_url()}#progress-{self.pk}"

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.measure.project.area
