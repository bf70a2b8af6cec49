"""What a report is made of, and when reports are made by themselves."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from documents import sections
from lib.periods import PERIOD_KIND_LABELS, Period, PeriodKind
from lib.records import Record, page_address

PERIOD_KINDS = [(kind.value, label) for kind, label in PERIOD_KIND_LABELS.items()]


class ReportTemplate(models.Model):
    """A kind of report: its period and its sections, in order.

    `section_keys` empty takes every registered section. `required_signatures` is how many
    committee members must sign before the report is sealed.
    """

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60)
    period_kind = models.CharField(_("period"), max_length=8, choices=PERIOD_KINDS)
    section_keys = models.JSONField(_("sections"), default=list, blank=True)
    required_signatures = models.PositiveSmallIntegerField(
        _("signatures needed"), default=1, validators=[MinValueValidator(1)]
    )
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    def keys(self) -> list[str]:
        """Return the section keys in the order of the report."""
        return self.section_keys or [kind.key for kind in sections]


class ReportSchedule(Record):
    """Reports made by themselves: so many days after the end of every period, at an hour.

    The schedule is a row that staff edit; a task looks every minute for what is due. A report that
    exists already is not made again, so a task that runs twice, or late after a standstill, makes
    each report once.
    """

    template = models.ForeignKey(
        ReportTemplate, verbose_name=_("template"), on_delete=models.PROTECT
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="report_schedules"
    )
    each_community = models.BooleanField(
        _("one for each community below as well"),
        default=False,
    )
    days_after = models.PositiveSmallIntegerField(
        _("days after the end of the period"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("Late cards and inspections come in meanwhile."),
    )
    hour = models.PositiveSmallIntegerField(
        _("hour"), default=6, validators=[MaxValueValidator(23)]
    )
    active = models.BooleanField(_("active"), default=True)

    objects = AreaScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("report schedule")
        verbose_name_plural = _("report schedules")
        ordering = ["area__path", "template__order"]
        constraints = [
            models.UniqueConstraint(fields=["template", "area"], name="report_schedule_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.area}"

    def get_absolute_url(self) -> str:
        """Return the address of the schedule's form."""
        return page_address("reports:schedule-edit", self.pk)

    def due_period(self, now: dt.datetime) -> Period:
        """Return the last period whose report is due at `now`."""
        kind = PeriodKind(self.template.period_kind)
        last = Period.containing(timezone.localdate(now), kind).previous
        return last if self.due_at(last) <= now else last.previous

    def due_at(self, period: Period) -> dt.datetime:
        """Return the moment at which the report of `period` is due."""
        day = period.end + dt.timedelta(days=self.days_after - 1)
        return timezone.make_aware(dt.datetime.combine(day, dt.time(self.hour)))

    def next_due(self, now: dt.datetime) -> dt.datetime:
        """Return when the next report will be made."""
        return self.due_at(self.due_period(now).shifted(1))

    def areas(self) -> list[Area]:
        """Return the areas that get a report of their own."""
        if not self.each_community:
            return [self.area]
        below = Area.objects.subtree(self.area).of_kind("community").valid_on()
        return [self.area, *below.exclude(pk=self.area_id)]
