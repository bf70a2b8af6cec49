"""For how many days things on their way are kept."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.querysets import SharedQuerySet
from communities.retention import PERIODS, Period
from lib.records import Record


class RetentionPeriod(Record):
    """The days that an office has set for one of `communities.retention.PERIODS`."""

    code = models.SlugField(_("code"), max_length=40, unique=True, editable=False)
    days = models.PositiveSmallIntegerField(_("days"))

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.period.label) if self.code in PERIODS else self.code

    def get_absolute_url(self) -> str:
        """Return the page of the period."""
        return reverse("communities:retention-period", args=[self.pk])

    @property
    def period(self) -> Period:
        """What is kept so long."""
        return PERIODS[self.code]

    def clean(self) -> None:
        """Refuse what lies outside of the bounds, and a period that nothing is kept for."""
        if self.code not in PERIODS:
            raise ValidationError(_("Nothing is kept under this name."))
        if self.days is not None and not self.period.least <= self.days <= self.period.most:
            text = _("Choose %(least)d to %(most)d days.")
            bounds = {"least": self.period.least, "most": self.period.most}
            raise ValidationError({"days": text % bounds})
