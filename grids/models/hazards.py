"""Hazards and their history."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from checklists.models import ChecklistItem, Grade, HazardCategory
from communities.models import Area, Attachment
from communities.querysets import AreaScopedQuerySet
from grids.models.inspections import Inspection
from grids.permissions import HAZARD_RECTIFY, HAZARD_REPORT, HAZARD_VERIFY
from grids.workflow import MOVES, OPEN, TONES, UNRECTIFIED, Action, HazardState
from lib.periods import Period, day_start
from lib.records import Record, page_address
from lib.workflow import Step, not_own
from premises.models import Premises

REPEAT_DAYS = 365
REPORTED_RECTIFIED = Q(state__in=(HazardState.RECTIFIED, HazardState.CLOSED))
#: Of rows with their `with_rectified_day`.
RECTIFIED_ON_TIME = Q(_rectified_day__lte=F("deadline"))


def is_overdue_now() -> Q:
    """Return the condition "past its deadline now"."""
    return Q(state__in=UNRECTIFIED, deadline__lt=timezone.localdate())


def was_overdue(moment: dt.datetime) -> Q:
    """Return the condition "past its (latest) deadline at `moment`, and not rectified by then"."""
    return was_unrectified(moment) & Q(deadline__lt=timezone.localdate(moment))


def was_unrectified(moment: dt.datetime) -> Q:
    """Return the condition "known at `moment`, and neither rectified nor ended by then"."""
    return (
        (Q(rectified_at=None) | Q(rectified_at__gte=moment))
        & (Q(ended_at=None) | Q(ended_at__gte=moment))
        & Q(found_at__lt=moment)
    )


class HazardQuerySet(AreaScopedQuerySet["Hazard"]):
    """Hazards."""

    def open(self) -> Self:
        """Hazards neither closed nor withdrawn."""
        return self.filter(state__in=OPEN)

    def ended(self) -> Self:
        """Hazards closed or withdrawn."""
        return self.exclude(state__in=OPEN)

    def unrectified(self) -> Self:
        """Hazards that nobody has reported as rectified."""
        return self.filter(state__in=UNRECTIFIED)

    def standing(self) -> Self:
        """Hazards that were not withdrawn: those that numbers are made of."""
        return self.exclude(state=HazardState.WITHDRAWN)

    def found_between(self, start: dt.date, end: dt.date) -> Self:
        """Hazards found on a day from `start` until before `end`."""
        return self.filter(found_at__gte=day_start(start), found_at__lt=day_start(end))

    def found_in(self, period: Period) -> Self:
        """Hazards found in `period`."""
        return self.found_between(period.start, period.end)

    def overdue(self) -> Self:
        """Hazards that are past their deadline now."""
        return self.filter(is_overdue_now())

    def overdue_at(self, moment: dt.datetime) -> Self:
        """Hazards that were past their (latest) deadline at `moment` and not rectified by then."""
        return self.filter(was_overdue(moment))

    def pressing_at(self, moment: dt.datetime) -> Self:
        """Hazards overdue at `moment`, and major ones not rectified by then: the worst first."""
        late = Q(deadline__lt=timezone.localdate(moment))
        rows = self.filter(was_unrectified(moment), late | Q(grade=Grade.MAJOR))
        return rows.order_by(F("grade").desc(), F("deadline").asc(nulls_last=True), "pk")

    def fell_due_between(self, start: dt.date, end: dt.date) -> Self:
        """Standing hazards whose deadline lay from `start` until before `end` and has passed."""
        end = min(end, timezone.localdate())
        return self.standing().filter(deadline__gte=start, deadline__lt=end)

    def rectified_on_time(self) -> Self:
        """Hazards reported as rectified on or before their deadline."""
        return self.with_rectified_day().filter(RECTIFIED_ON_TIME)

    def not_rectified_on_time(self) -> Self:
        """Hazards with a deadline that were rectified after it or not at all."""
        late = Q(rectified_at=None) | Q(_rectified_day__gt=F("deadline"))
        return self.with_rectified_day().filter(late, deadline__lt=timezone.localdate())

    def rectified(self) -> Self:
        """Hazards reported as rectified, whether verified or not yet."""
        return self.filter(REPORTED_RECTIFIED)

    def repeated(self) -> Self:
        """Hazards of which the same item in the same premises failed in the 12 months before."""
        earlier = self.model.objects.standing().filter(
            premises=OuterRef("premises"),
            item_key=OuterRef("item_key"),
            found_at__lt=OuterRef("found_at"),
            found_at__gte=OuterRef("found_at") - dt.timedelta(days=REPEAT_DAYS),
        )
        return self.exclude(item_key="").exclude(premises=None).filter(Exists(earlier))

    def verifiable_by(self, user: User) -> Self:
        """Hazards that wait for a verification that `user` may make: not of one's own work."""
        return not_own(self, MOVES[Action.VERIFY], user).where_allowed(user, HAZARD_VERIFY)

    def rectifiable_by(self, user: User) -> Self:
        """Hazards not rectified yet that `user`, who works in the field there, has to see to."""
        rows = self.unrectified().where_allowed(user, HAZARD_REPORT)
        return rows.where_allowed(user, HAZARD_RECTIFY)

    def with_rectified_day(self) -> Self:
        """Annotate the day of `rectified_at` in the portal's time zone."""
        zone = timezone.get_default_timezone()
        return self.annotate(_rectified_day=TruncDate("rectified_at", tzinfo=zone))


class HazardStepQuerySet(AreaScopedQuerySet["HazardStep"]):
    """Steps of hazards."""

    area_field = "hazard__area"


class Hazard(Record):
    """A hidden danger (事故隐患): a state of things, a behaviour or a gap in management that may
    lead to an accident (Order 16 of 2007, Art. 3).

    It lies in premises or, without them, at a `place`. `item_key` names the failed item across
    versions of its checklist ("nine-small:A11"), to find repeats. A deadline that the time limit
    gave keeps what it was reckoned from, `reckoned_days` working days after `reckoned_since`, and
    whether the holidays of a year in between were not known yet (`by_weekends`).
    """

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="hazards"
    )
    premises = models.ForeignKey(
        Premises,
        verbose_name=_("premises"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hazards",
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    inspection = models.ForeignKey(
        Inspection,
        verbose_name=_("inspection"),
        on_delete=models.PROTECT,
        null=True,
        related_name="hazards",
        editable=False,
    )
    item = models.ForeignKey(
        ChecklistItem,
        verbose_name=_("checklist item"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    item_key = models.CharField(max_length=60, blank=True, editable=False)
    category = models.ForeignKey(
        HazardCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+"
    )
    grade = models.CharField(_("grade"), max_length=8, choices=Grade, default=Grade.GENERAL)
    description = models.TextField(_("what is wrong, and where exactly"))
    advice = models.TextField(_("what is to be done"), blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=HazardState, default=HazardState.FOUND, editable=False
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("found by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    reckoned_since = models.DateField(null=True, editable=False)
    reckoned_days = models.PositiveSmallIntegerField(null=True, editable=False)
    by_weekends = models.BooleanField(_("reckoned by weekends"), default=False, editable=False)
    on_spot = models.BooleanField(_("put right on the spot"), default=False, editable=False)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported as rectified by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    rectified_at = models.DateTimeField(_("rectified"), null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    ended_at = models.DateTimeField(_("closed or withdrawn"), null=True, editable=False)

    objects = HazardQuerySet.as_manager()

    class Meta:
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        ordering = ["-found_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(fixed_by=None) | ~Q(verified_by=F("fixed_by")),
                name="hazard_verified_by_another",
                violation_error_message=_("Who reported it as rectified cannot verify it."),
            ),
            models.CheckConstraint(
                # An earlier register does not say which account reported it as rectified.
                condition=~Q(state=HazardState.CLOSED)
                | Q(verified_by__isnull=False, rectified_at__isnull=False),
                name="hazard_closed_is_verified",
            ),
            models.CheckConstraint(
                condition=~Q(state=HazardState.ADVISED) | Q(deadline__isnull=False),
                name="hazard_advised_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[HazardState.CLOSED, HazardState.WITHDRAWN])
                ^ Q(ended_at=None),
                name="hazard_end_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-found_at", "-id"], name="hazard_at"),
            models.Index(fields=["area", "-found_at"], name="hazard_area"),
            models.Index(fields=["premises", "item_key", "found_at"], name="hazard_repeat"),
            models.Index(fields=["deadline"], name="hazard_deadline"),
            # What was still to be rectified at a moment: never, or since.
            models.Index(fields=["rectified_at"], name="hazard_rectified"),
            models.Index(
                fields=["area", "state", "deadline"],
                name="hazard_open",
                condition=Q(state__in=["found", "advised", "rectified"]),
            ),
            # What waits longest, whoever asks: the few open ones in the order of the task lists.
            models.Index(
                fields=["deadline", "found_at"],
                name="hazard_waiting",
                condition=Q(state__in=["found", "advised", "rectified"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.description[:40]}"

    def get_absolute_url(self) -> str:
        """Return the page of the hazard."""
        return page_address("grids:hazard", self.pk)

    @property
    def number(self) -> str:
        """A number to quote on paper: day of finding and the end of the key, made offline too."""
        return f"{timezone.localdate(self.found_at):%Y%m%d}-{self.pk.hex[-6:].upper()}"

    @property
    def where(self) -> str:
        """Premises or place in words."""
        return str(self.premises) if self.premises_id else self.place

    @property
    def tone(self) -> str:
        """Colour of the state's badge."""
        return TONES[HazardState(self.state)]

    @property
    def deadline_in_words(self) -> str:
        """The deadline, and that it may still move; empty without one."""
        if self.deadline is None:
            return ""
        day = date_format(self.deadline, "SHORT_DATE_FORMAT")
        return _in_words(day) if self.by_weekends else day

    @property
    def is_overdue(self) -> bool:
        """True when the deadline has passed and nobody has reported it as rectified."""
        return self.overdue_days > 0

    @property
    def overdue_days(self) -> int:
        """Calendar days since the deadline, 0 when not overdue."""
        if self.state not in UNRECTIFIED or self.deadline is None:
            return 0
        return max(0, (timezone.localdate() - self.deadline).days)

    @property
    def on_time(self) -> bool | None:
        """Whether it was rectified by its deadline; None while open or without a deadline."""
        if self.rectified_at is None or self.deadline is None:
            return None
        return timezone.localdate(self.rectified_at) <= self.deadline

    def earlier_alike(self) -> models.QuerySet["Hazard"]:
        """Return hazards of the same item in the same premises in the 12 months before."""
        if not self.item_key or self.premises_id is None:
            return Hazard.objects.none()
        return Hazard.objects.filter(
            premises_id=self.premises_id,
            item_key=self.item_key,
            found_at__lt=self.found_at,
            found_at__gte=self.found_at - dt.timedelta(days=365),
        ).exclude(state=HazardState.WITHDRAWN)


def _in_words(day: str) -> str:
    return gettext("%s (reckoned by weekends: the holidays of the year are not known yet)") % day


class HazardStep(Step):
    """One step of a hazard's history; photos are its attachments."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(_("action"), max_length=12, choices=Action)
    deadline = models.DateField(_("new deadline"), null=True, blank=True)

    states = HazardState
    #: Photos are evidence: only the service that makes the row opens it for them.
    files_locked = True
    #: Set for a page that shows them, by `_steps_with_photos`.
    photos: list[Attachment]

    objects = HazardStepQuerySet.as_manager()

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of a hazard")
        verbose_name_plural = _("steps of hazards")
        indexes = [models.Index(fields=["hazard", "at"], name="hazard_step")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Return the page of the hazard, at this step."""
        return f"{self.hazard.get_absolute_url()}#step-{self.pk}"

    @property
    def area(self) -> Area:
        """Where the hazard lies, so that sight and permission treat a step as any record."""
        return self.hazard.area
