"""How long the rectification of a hazard may take."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Grade, HazardCategory
from communities.models import Area
from communities.querysets import SharedQuerySet
from lib.records import Record, page_address

#: Working days of a year: who needs longer has a project, not a time limit.
LONGEST_LIMIT = 250
BOUNDS = [MinValueValidator(1), MaxValueValidator(LONGEST_LIMIT)]


class TimeLimitQuerySet(SharedQuerySet["TimeLimit"]):
    """Time limits."""

    def in_force(self, day: dt.date | None = None) -> Self:
        """Limits that hold for hazards found on `day` (default today)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def same_key(self, limit: "TimeLimit") -> Self:
        """The other limits of the same area, category and grade."""
        rows = self.exclude(pk=limit.pk)
        return rows.filter(area=limit.area_id, category=limit.category_id, grade=limit.grade)


class TimeLimit(Record):
    """Working days until a hazard must be rectified, by grade and, if given, category and area.

    Limits are local: no national rule was found, so they are data. One holds for hazards found from
    `valid_from` until before `valid_to`: a change is a new row, and deadlines that were reckoned
    before stay. A limit of the category goes before one of all, then one of the nearest area.
    `at_most` bounds extensions, in working days since the hazard was found; empty is no bound.
    """

    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: everywhere."),
    )
    category = models.ForeignKey(
        HazardCategory,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: all categories that have no limit of their own."),
    )
    grade = models.CharField(_("grade"), max_length=8, choices=Grade)
    working_days = models.PositiveSmallIntegerField(_("working days"), validators=BOUNDS)
    at_most = models.PositiveSmallIntegerField(
        _("with extension at most"),
        null=True,
        blank=True,
        validators=BOUNDS,
        help_text=_("Working days since the hazard was found; empty is without a bound."),
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("The local rule, with its article.")
    )
    valid_from = models.DateField(_("for hazards found from"), default=timezone.localdate)
    valid_to = models.DateField(_("until before"), null=True, blank=True)

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["category", "grade", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "category", "grade", "valid_from"], name="limit_once"
            ),
            models.UniqueConstraint(
                fields=["area", "grade", "valid_from"],
                condition=Q(category=None),
                name="limit_of_area_once",
            ),
            models.UniqueConstraint(
                fields=["category", "grade", "valid_from"],
                condition=Q(area=None),
                name="limit_of_category_once",
            ),
            models.UniqueConstraint(
                fields=["grade", "valid_from"],
                condition=Q(area=None, category=None),
                name="limit_of_grade_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="limit_valid_range",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        parts = [self.area, self.category, self.get_grade_display()]
        return " · ".join(str(one) for one in parts if one)

    def get_absolute_url(self) -> str:
        """Return the page of the limit."""
        return page_address("grids:limit", self.pk)

    def clean(self) -> None:
        """An extension ends after the time that it extends."""
        if self.at_most is None or self.working_days is None:
            return
        if self.at_most < self.working_days:
            text = _("With an extension it cannot be shorter than without.")
            raise ValidationError({"at_most": text})

    @property
    def state(self) -> str:
        """`ahead`, `held` or `past`: how it stands today."""
        today = timezone.localdate()
        if self.valid_from > today:
            return "ahead"
        return "held" if self.valid_to is None or self.valid_to > today else "past"

    def holds(self, area: Area | None, day: dt.date) -> bool:
        """Tell whether it is a limit for hazards found in `area` on `day`."""
        there = self.area is None or (area is not None and self.area.contains(area))
        return there and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
