"""Events: trainings, lectures, meetings, drills, campaigns, from plan to write-up."""

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import (
    Exists,
    OuterRef,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import CorrectiveAction
from communities.models import Area, Organisation
from communities.querysets import AreaScopedQuerySet
from lib.periods import Period, day_start
from lib.records import Record, page_address
from lib.subqueries import count_of, total_of
from lib.workflow import Step
from programmes.models import Project
from training.kinds import Campaign, EventKind
from training.workflow import EDITABLE, EVENT_TONES, TOOK_PLACE, EventState


def _rows(name: str) -> Any:
    """Return the rows of a model of this room that names events, and so is defined after them."""
    return apps.get_model("training", name).objects.all()


def persons_came() -> Coalesce:
    """Return the sum of an event's audience, for `annotate`."""
    return total_of(_rows("AudienceCount"), "event", "persons")


class EventQuerySet(AreaScopedQuerySet["Event"]):
    """Events."""

    def took_place(self) -> Self:
        """Events that were held, written up or not."""
        return self.filter(state__in=TOOK_PLACE)

    def drills(self) -> Self:
        """Events that are drills."""
        return self.filter(kind=EventKind.DRILL)

    def begun_in(self, period: Period) -> Self:
        """Events that begin in `period`, in the portal's time zone."""
        return self.filter(starts_at__gte=period.start_at, starts_at__lt=period.end_at)

    def begun_between(self, first: dt.date, last: dt.date) -> Self:
        """Events that begin on a day from `first` to `last`, both with."""
        after = day_start(last + dt.timedelta(days=1))
        return self.filter(starts_at__gte=day_start(first), starts_at__lt=after)

    def held_in(self, period: Period) -> Self:
        """Events that took place and began in `period`."""
        return self.took_place().begun_in(period)

    def to_write_up(self, now: dt.datetime | None = None) -> Self:
        """Events that are over and neither written up nor cancelled: work that waits."""
        waiting = (EventState.PLANNED, EventState.HELD)
        return self.filter(state__in=waiting, ends_at__lt=now or timezone.now())

    def for_audience(self, *, group: str = "", age: str = "") -> Self:
        """Events at which somebody of `group` and of age band `age` was counted (either empty)."""
        counts = _rows("AudienceCount").filter(event=OuterRef("pk")).cells(group=group, age=age)
        return self.filter(Exists(counts)) if group or age else self

    def with_persons(self) -> Self:
        """Annotate `persons`: the sum of the audience."""
        return self.annotate(persons=persons_came())

    def for_list(self) -> Self:
        """What a row of a list shows."""
        return self.with_persons().select_related("area", "host")

    def for_drill_list(self) -> Self:
        """What a row of the list of drills shows: points, and findings with those still open."""
        scores, path = _rows("DrillScore"), "drill__event"
        return (
            self.for_list()
            .select_related("drill")
            .with_findings()
            .annotate(
                points=total_of(scores, path, "points"), out_of=total_of(scores, path, "out_of")
            )
        )

    def with_findings(self) -> Self:
        """Annotate how many corrective actions were made of the drill, and how many are open."""
        made = CorrectiveAction.objects.of_kind(_rows("Drill").model._meta.label_lower).standing()
        return self.annotate(
            findings=count_of(made, "source_key", "drill__pk"),
            findings_left=count_of(made.unsettled(), "source_key", "drill__pk"),
        )


class Event(Record):
    """Something to which people come, or by which they are reached (domain facts 7.1).

    Who came is counted in AudienceCount; totals are always sums of it. `disabled_persons` and
    `migrant_persons` say how many of them were disabled or migrants, whatever their group, and are
    empty when nobody counted them. `cost` is in yuan.
    """

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("type"), max_length=20, choices=EventKind)
    title = models.CharField(_("title"), max_length=120)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    campaign = models.CharField(_("campaign"), max_length=20, choices=Campaign, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    host = models.ForeignKey(
        Organisation,
        verbose_name=_("host"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
    )
    co_hosts = models.ManyToManyField(
        Organisation, verbose_name=_("co-hosts"), blank=True, related_name="co_hosted_events"
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    trainers = models.CharField(
        _("trainers"), max_length=200, blank=True, help_text=_("Names with their units.")
    )
    cost = models.DecimalField(
        _("cost (yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    disabled_persons = models.PositiveIntegerField(_("of them disabled"), null=True, blank=True)
    migrant_persons = models.PositiveIntegerField(_("of them migrants"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    follow_up = models.TextField(
        _("follow-up"), blank=True, help_text=_("What is to be done because of this event.")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=EventState, default=EventState.PLANNED, editable=False
    )

    #: Annotated by `with_persons`.
    persons: int
    #: Annotated by `with_findings`.
    findings: int

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="event_starts"),
            models.Index(fields=["area", "-starts_at"], name="event_area_starts"),
            models.Index(fields=["state", "ends_at"], name="event_state_ends"),
            models.Index(fields=["kind", "-starts_at"], name="event_kind_starts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event must end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the event's page."""
        return page_address("training:event", self.pk)

    @property
    def is_drill(self) -> bool:
        """True for a drill."""
        return self.kind == EventKind.DRILL

    @property
    def is_editable(self) -> bool:
        """True while what is recorded may be changed."""
        return self.state in EDITABLE

    @property
    def has_taken_place(self) -> bool:
        """True when it was held, written up or not."""
        return self.state in TOOK_PLACE

    @property
    def tone(self) -> str:
        """Tone of the state's badge."""
        if self.state == EventState.PLANNED and self.waits_for_write_up:
            return "warning"
        return EVENT_TONES[EventState(self.state)]

    @property
    def lies_ahead(self) -> bool:
        """True while the event has not begun."""
        return self.starts_at > timezone.now()

    @property
    def waits_for_write_up(self) -> bool:
        """True when it is over and neither written up nor cancelled."""
        return self.is_editable and self.ends_at < timezone.now()

    @property
    def state_in_words(self) -> str:
        """The state as people speak of it: who is over and not written up waits for its result."""
        if self.state == EventState.PLANNED and self.waits_for_write_up:
            return str(_("result to be recorded"))
        return self.get_state_display()

    @property
    def day(self) -> dt.date:
        """The day on which it begins, in the portal's time zone."""
        return timezone.localdate(self.starts_at)


class EventStep(Step):
    """A step of an event through its states."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="steps")

    states = EventState

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of an event")
        verbose_name_plural = _("steps of events")
        indexes = [models.Index(fields=["event", "at"], name="event_step_at")]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_target_display()}"
