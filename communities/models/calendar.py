"""The holidays of a year, as the office has them from the State Council's notice."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.holidays import read_notice
from communities.querysets import SharedQuerySet
from lib.records import Record, page_address


class HolidayNotice(Record):
    """Which days of a year are off and which weekends are worked, in the notice's own lines.

    The text is kept as it was entered, since that is what people compare with the notice;
    `communities.holidays` reads it. A year without a row is reckoned by weekends.
    """

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    text = models.TextField(_("holidays"), max_length=4000)
    source = models.CharField(_("source"), max_length=200)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday notice")
        verbose_name_plural = _("holiday notices")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        """Return the page of the year."""
        return page_address("communities:calendar-year", self.pk)

    def clean(self) -> None:
        """Refuse a text that cannot be read, at its field; without a year no day can."""
        if self.year is None:
            return
        try:
            read_notice(self.text, self.year)
        except ValidationError as error:
            raise ValidationError({"text": error.messages}) from error
