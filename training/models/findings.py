"""Findings of drills: problem → cause → corrective action → done → verified by somebody else."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    F,
    Q,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from lib.records import Record, page_address
from lib.workflow import Step, WrittenBy, not_own
from training.models.drills import Drill
from training.workflow import FINDING_TONES, VERIFY, FindingState

CLOSED_IN_TIME = Q(state=FindingState.VERIFIED, done_on__lte=F("due"))


class FindingQuerySet(AreaScopedQuerySet["DrillFinding"]):
    """Findings of drills."""

    area_field = "drill__event__area"

    def open(self) -> Self:
        """Findings that nobody has dealt with."""
        return self.filter(state=FindingState.OPEN)

    def overdue(self, day: dt.date | None = None) -> Self:
        """Findings not done although their day has passed."""
        return self.open().filter(due__lt=day or timezone.localdate())

    def to_verify(self) -> Self:
        """Findings reported as done that nobody else has looked at."""
        return self.filter(state=FindingState.DONE)

    def verifiable_by(self, user: User) -> Self:
        """Findings that wait for a verification that `user` may make: not of one's own work."""
        return not_own(self, VERIFY, user).where_allowed(user, VERIFY.permission)

    def sent_by(self, user: User) -> Self:
        """Findings that `user` reported done and nobody else has looked at."""
        return self.to_verify().filter(done_by=user)

    def due_between(self, first: dt.date, last: dt.date) -> Self:
        """Findings whose day lies from `first` to `last`, both with."""
        return self.filter(due__gte=first, due__lte=last)

    def closed_on_time(self) -> Self:
        """Findings verified by another person and done on or before their day."""
        return self.filter(CLOSED_IN_TIME)

    def for_list(self) -> Self:
        """What a row of a list shows: what is not closed first, the earliest day at the top."""
        closed = Case(When(state=FindingState.VERIFIED, then=1), default=0)
        rows = self.select_related("drill__event__area", "owner", "done_by")
        return rows.annotate(closed=closed).order_by("closed", "due", "pk")


class DrillFinding(WrittenBy, Record):
    """A problem that a drill showed, and what is done about it (domain facts 7.2).

    The owner is a user, or a name where the person has no account. `done_on` is the day of which
    the owner says so; who verifies it is neither the owner nor the one who reported it done.
    """

    drill = models.ForeignKey(
        Drill, verbose_name=_("drill"), on_delete=models.PROTECT, related_name="findings"
    )
    problem = models.TextField(_("problem"))
    cause = models.TextField(_("cause"), blank=True)
    action = models.TextField(_("corrective action"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drill_findings",
    )
    owner_name = models.CharField(
        _("owner without account"), max_length=80, blank=True, help_text=_("Name and unit.")
    )
    due = models.DateField(_("due"))
    state = models.CharField(
        _("state"), max_length=12, choices=FindingState, default=FindingState.OPEN, editable=False
    )
    done_on = models.DateField(_("done on"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported done by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("drill finding")
        verbose_name_plural = _("drill findings")
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["state", "due"], name="finding_state_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_by=None) | ~models.Q(verified_by=models.F("done_by")),
                name="finding_verified_by_another",
                violation_error_message=_("Somebody else has to verify it."),
            )
        ]

    def __str__(self) -> str:
        return self.problem if len(self.problem) <= 60 else self.problem[:59] + "…"

    def get_absolute_url(self) -> str:
        """Return the finding's page."""
        return page_address("training:finding", self.pk)

    @property
    def area(self) -> Area:
        """The area of the drill's event."""
        return self.drill.event.area

    @property
    def responsible(self) -> str:
        """Who is to act: the owner's name, or the name given."""
        return str(self.owner) if self.owner_id else self.owner_name

    @property
    def tone(self) -> str:
        """Tone of the state's badge."""
        return FINDING_TONES[FindingState(self.state)]

    @property
    def is_open(self) -> bool:
        """True while nobody has dealt with it."""
        return self.state == FindingState.OPEN

    def is_overdue(self, day: dt.date | None = None) -> bool:
        """True when it is open although its day has passed."""
        return self.is_open and self.due < (day or timezone.localdate())


class FindingStep(Step):
    """A step of a finding through its states, with the evidence or the reason in its note."""

    finding = models.ForeignKey(DrillFinding, on_delete=models.PROTECT, related_name="steps")

    states = FindingState

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of a finding")
        verbose_name_plural = _("steps of findings")
        indexes = [models.Index(fields=["finding", "at"], name="finding_step_at")]

    def __str__(self) -> str:
        return f"{self.finding}: {self.get_target_display()}"
