"""Premises: what is inspected, of which kind, and how large a nine-small place may be."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import ChecklistTemplate
from communities.models import Area
from communities.querysets import AreaScopedQuerySet, SharedQuerySet
from lib.crypto import EncryptedTextField
from lib.named import Named, spoken
from lib.periods import day_start
from lib.records import Record, page_address

#: No kind is inspected less often than this, in days: what is rarer is not a plan.
LONGEST_INTERVAL = 1095


class PremisesCategory(Named):
    """A kind of premises. `interval_days` is how often it is inspected; empty is not by plan."""

    nine_small = models.BooleanField(_("nine small premises"), default=False)
    checklist = models.ForeignKey(
        ChecklistTemplate,
        verbose_name=_("checklist"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="categories",
    )
    interval_days = models.PositiveSmallIntegerField(
        _("days between inspections"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL)],
        help_text=_("Empty: premises of this kind are not inspected by plan."),
    )

    objects = SharedQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("premises category")
        verbose_name_plural = _("premises categories")
        constraints = [models.UniqueConstraint(fields=["name_zh"], name="premises_kind_once")]

    def get_absolute_url(self) -> str:
        """Return the page of the kind."""
        return reverse("premises:kind", args=[self.pk])

    def clean(self) -> None:
        """An interval without a checklist would make visits due that nobody can make."""
        if self.interval_days and self.checklist is None:
            raise ValidationError({"checklist": _("Name the checklist that is inspected by.")})

    @property
    def thresholds_in_use(self) -> list["CategoryThreshold"]:
        """The thresholds that hold today."""
        return [one for one in self.thresholds.all() if one.active]


class Quantity(models.TextChoices):
    """What a threshold is put on."""

    FLOOR_AREA = "floor_area", _("floor area (m²)")
    PERSONS = "persons", _("persons")
    BEDS = "beds", _("beds")


#: Larger than any place that could be called small: of the size of a stadium.
LARGEST = 1_000_000


class CategoryThreshold(Record):
    """Up to which size premises of a kind are "small". There is no national definition: a row
    names the local rule it comes from. A retired one stays, for whoever asks what held before.
    """

    category = models.ForeignKey(
        PremisesCategory,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="thresholds",
    )
    quantity = models.CharField(_("quantity"), max_length=10, choices=Quantity)
    at_most = models.PositiveIntegerField(
        _("at most"), validators=[MinValueValidator(1), MaxValueValidator(LARGEST)]
    )
    applies_zh = models.CharField(
        _("applies to (Chinese)"),
        max_length=60,
        blank=True,
        help_text=_("Which of the kind, e.g. on floors 1 to 3; empty is all."),
    )
    applies_en = models.CharField(_("applies to (English)"), max_length=80, blank=True)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The local rule, with its article.")
    )
    active = models.BooleanField(_("in use"), default=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["category", "quantity", "at_most"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "quantity", "applies_zh"],
                condition=Q(active=True),
                name="threshold_once",
                violation_error_message=_("The kind has a threshold on this quantity already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.applies} {self.get_quantity_display()} ≤ {self.at_most}".strip()

    def get_absolute_url(self) -> str:
        """Return the page of the kind, on which it stands."""
        return self.category.get_absolute_url()

    @property
    def applies(self) -> str:
        """To which of the kind it applies, in the active language; empty is to all."""
        return spoken(self.applies_zh, self.applies_en)

    def exceeded_by(self, premises: "Premises") -> bool:
        """Tell whether the premises' known size lies above the threshold."""
        value: Decimal | int | None = getattr(premises, self.quantity)
        return value is not None and value > self.at_most


INSPECTABLE = Q(category__checklist__isnull=False)


def on_register(day: dt.date) -> Q:
    """Return the condition "on the register on `day`"."""
    return (Q(closed_on=None) | Q(closed_on__gt=day)) & Q(registered_on__lte=day)


def was_inspected(start: dt.date, end: dt.date) -> Q:
    """Return the condition "inspected on a day from `start` until before `end`"."""
    inspections = Premises._meta.get_field("inspections").related_model._base_manager
    made = inspections.filter(
        outcome="done", started_at__gte=day_start(start), started_at__lt=day_start(end)
    )
    return Q(pk__in=made.order_by().values("premises"))


class PremisesQuerySet(AreaScopedQuerySet["Premises"]):
    """Premises."""

    def registered_on(self, day: dt.date) -> Self:
        """Premises on the register on `day`."""
        return self.filter(on_register(day))

    def active(self) -> Self:
        """Premises on the register today."""
        return self.registered_on(timezone.localdate())

    def inspectable(self) -> Self:
        """Premises of a kind that has a checklist: nobody can inspect the others."""
        return self.filter(INSPECTABLE)

    def inspected_between(self, start: dt.date, end: dt.date) -> Self:
        """Premises that were inspected (not only visited) on a day from `start` until before
        `end`.
        """
        return self.filter(was_inspected(start, end))

    def due(self, day: dt.date | None = None) -> Self:
        """Premises whose inspection is due on `day` (default today).

        One condition for each interval in use: a comparison with a constant can use the index on
        category and last inspection, an arithmetic on the column could not.
        """
        day = day or timezone.localdate()
        condition = Q(pk__in=[])
        intervals: dict[int, list[str]] = {}
        rows = PremisesCategory.objects.exclude(interval_days=None)
        for code, days in rows.values_list("code", "interval_days"):
            if days is not None:
                intervals.setdefault(days, []).append(code)
        for days, codes in intervals.items():
            latest = day_start(day - dt.timedelta(days=days - 1))
            condition |= Q(category__in=codes) & (
                Q(last_inspected_at=None) | Q(last_inspected_at__lt=latest)
            )
        return self.registered_on(day).filter(condition)


class Premises(Record):
    """A shop, a workshop, a school …: what a grid worker inspects.

    It is on the register from `registered_on` until before `closed_on`. `last_inspected_at` is
    derived from its inspections and kept so that "due" needs no look at millions of them.
    """

    area = models.ForeignKey(
        Area, verbose_name=_("grid or community"), on_delete=models.PROTECT, related_name="premises"
    )
    category = models.ForeignKey(
        PremisesCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(
        _("number of the office"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("As in the office's own register; by it a row from Excel is recognised."),
    )
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("person responsible"), max_length=60, blank=True)
    contact_phone = EncryptedTextField(_("telephone"), blank=True, default="")
    floor_area = models.DecimalField(
        _("floor area (m²)"),
        max_digits=9,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    persons = models.PositiveIntegerField(
        _("persons"), null=True, blank=True, help_text=_("Diners, pupils, guests or employees.")
    )
    beds = models.PositiveIntegerField(_("beds"), null=True, blank=True)
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
    registered_on = models.DateField(_("on the register since"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    last_inspected_at = models.DateTimeField(_("last inspected"), null=True, editable=False)

    objects = PremisesQuerySet.as_manager()

    class Meta:
        verbose_name = _("premises")
        verbose_name_plural = _("premises")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on=None)
                | models.Q(closed_on__gte=models.F("registered_on")),
                name="premises_valid_range",
                violation_error_message=_("The premises cannot close before they are registered."),
            )
        ]
        indexes = [
            models.Index(fields=["area", "name"], name="premises_area"),
            models.Index(fields=["name", "id"], name="premises_name"),
            models.Index(fields=["category", "last_inspected_at"], name="premises_due"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the premises."""
        return page_address("premises:detail", self.pk)

    def clean(self) -> None:
        """Check that coordinates come in pairs."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(_("Give both latitude and longitude, or neither."))

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None where they are not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def active(self) -> bool:
        """True while on the register."""
        return self.closed_on is None or self.closed_on > timezone.localdate()

    @property
    def due_on(self) -> dt.date | None:
        """The day on which the next inspection is due; None when the kind has no interval."""
        interval = self.category.interval_days
        if interval is None:
            return None
        if self.last_inspected_at is None:
            return self.registered_on
        return timezone.localdate(self.last_inspected_at) + dt.timedelta(days=interval)

    @property
    def is_due(self) -> bool:
        """True when the next inspection is due today or was before."""
        due = self.due_on
        return due is not None and self.active and due <= timezone.localdate()

    def exceeded_thresholds(self) -> list[CategoryThreshold]:
        """Return the thresholds of "small" that the known sizes exceed."""
        return [one for one in self.category.thresholds_in_use if one.exceeded_by(self)]
