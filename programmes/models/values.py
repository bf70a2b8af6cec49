"""Values of indicators that are entered by hand, with evidence and approval."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Area
from lib.periods import Period
from lib.records import Record, page_address
from lib.workflow import Step, WrittenBy, not_own
from programmes.models.indicators import Indicator
from programmes.models.parts import ProjectPartQuerySet
from programmes.workflow import APPROVE, ValueState


class IndicatorValueQuerySet(ProjectPartQuerySet["IndicatorValue"]):
    """Values entered by hand."""

    project_field = "indicator__project"

    def in_force(self, at: dt.datetime | None = None) -> Self:
        """Approved values in whose place no approved correction stands, now or at a past moment."""
        rows = self.filter(state="approved")
        if at is None:
            return rows.exclude(correction__state="approved")
        return rows.filter(approved_at__lte=at).exclude(
            correction__state="approved", correction__approved_at__lte=at
        )

    def awaiting_approval_of(self, user: User, permission: str) -> Self:
        """Submitted values that `user` may approve: not those that the user had a hand in."""
        rows = not_own(self, APPROVE, user)
        return rows.where_allowed(user, permission)

    def submitted_by_user(self, user: User) -> Self:
        """Values that `user` submitted and nobody has judged yet."""
        return self.filter(state="submitted", submitted_by=user)

    def for_list(self) -> Self:
        """What the register of values shows."""
        return self.select_related(
            "indicator__project__area",
            "indicator__place",
            "submitted_by",
            "approved_by",
            "correction",
        )


class IndicatorValue(WrittenBy, Record):
    """A value of a manual indicator for one period.

    Approval locks it with its files: a correction is a new row that names the old one in
    `corrects`, and counts once it is approved itself. `value` is in the indicator's unit (0–100 for
    a percentage, computed from `numerator` and `denominator`).
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    period_start = models.DateField(_("period"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    numerator = models.DecimalField(
        _("numerator"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(_("how it was found out"), blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ValueState, default=ValueState.DRAFT, editable=False
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="correction",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        ordering = ["-period_start", "-created_at"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="value_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period_start"],
                condition=models.Q(corrects=None),
                name="value_once_a_period",
                violation_error_message=_("This period already has a value."),
            ),
            models.CheckConstraint(
                condition=models.Q(denominator=None) | models.Q(denominator__gt=0),
                name="value_denominator",
                violation_error_message=_("The denominator must be larger than 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.period}"

    def get_absolute_url(self) -> str:
        """Return the value's page."""
        return page_address("programmes:value", self.pk)

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.indicator.project.area

    @property
    def period(self) -> Period:
        """The period that it speaks of."""
        return Period(self.period_start, self.indicator.period_kind)

    @property
    def files_locked(self) -> bool:
        """True once submitted: what is judged or was approved keeps its evidence as it is."""
        return self.state != ValueState.DRAFT

    @property
    def is_superseded(self) -> bool:
        """True when an approved correction stands in its place."""
        correction = getattr(self, "correction", None)
        return correction is not None and correction.state == ValueState.APPROVED


class ValueStep(Step):
    """A step of a value: submitted, approved, returned with the reason."""

    value = models.ForeignKey(IndicatorValue, on_delete=models.CASCADE, related_name="steps")

    states = ValueState

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"
