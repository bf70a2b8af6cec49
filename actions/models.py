"""Corrective actions: problem → cause → action → owner → due → evidence → verified by another."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.workflow import TONES, UNSETTLED, VERIFY, ActionState
from communities.models import Area, Organisation
from communities.querysets import AreaScopedQuerySet, under
from communities.sight import Viewer, sight_of
from lib.records import Record, page_address
from lib.workflow import Step, WrittenBy, not_own

CLOSED_IN_TIME = Q(state=ActionState.VERIFIED, done_on__lte=F("due"))


def owed_by(user: User) -> Q:
    """Return the condition "of this person": named, or nobody else of his or her unit is."""
    units = sight_of(user).units
    return Q(owner=user) | Q(owner=None, owner_name="", owner_unit__in=units)


class CorrectiveActionQuerySet(AreaScopedQuerySet["CorrectiveAction"]):
    """Corrective actions."""

    def visible_to(self, user: Viewer) -> Self:
        """Actions in the sight of `user`, and those that are his or hers or the unit's to do."""
        sight = sight_of(user)
        if sight.paths is None:
            return self
        if user is None or not sight.paths:
            return self.none()
        areas = Area.objects.order_by().filter(under(sight.paths)).values("pk")
        mine = Q(owner=user.pk) | Q(owner_unit__in=sight.units)
        return self.filter(Q(area__in=areas) | mine)

    def open(self) -> Self:
        """Actions that nobody has taken."""
        return self.filter(state=ActionState.OPEN)

    def unsettled(self) -> Self:
        """Actions that are not taken, or not verified."""
        return self.filter(state__in=UNSETTLED)

    def standing(self) -> Self:
        """Actions that were not given up: those that numbers are made of."""
        return self.exclude(state=ActionState.WITHDRAWN)

    def overdue(self, day: dt.date | None = None) -> Self:
        """Actions not taken although their day has passed."""
        return self.open().filter(due__lt=day or timezone.localdate())

    def to_verify(self) -> Self:
        """Actions reported as done that nobody else has looked at."""
        return self.filter(state=ActionState.DONE)

    def verifiable_by(self, user: User) -> Self:
        """Actions that wait for a verification that `user` may make: not of one's own work."""
        return not_own(self, VERIFY, user).where_allowed(user, VERIFY.permission)

    def sent_by(self, user: User) -> Self:
        """Actions that `user` reported done and nobody else has looked at."""
        return self.to_verify().filter(done_by=user)

    def owned_by(self, user: User) -> Self:
        """Actions of `user`, or of the unit where no person of it is named."""
        return self.filter(owed_by(user))

    def due_between(self, first: dt.date, last: dt.date) -> Self:
        """Actions whose day lies from `first` to `last`, both with."""
        return self.filter(due__gte=first, due__lte=last)

    def closed_on_time(self) -> Self:
        """Actions verified by another person and done on or before their day."""
        return self.filter(CLOSED_IN_TIME)

    def of_kind(self, source: str) -> Self:
        """Actions made of records of the model `source` (its label); "" is of none."""
        return self.filter(source_kind=source)

    def of_record(self, record: models.Model) -> Self:
        """Actions made of `record`."""
        return self.filter(source_kind=record._meta.label_lower, source_key=record.pk)

    def for_list(self) -> Self:
        """What a row of a list shows: what is not settled first, the earliest day at the top."""
        settled = Case(When(state__in=UNSETTLED, then=0), default=1)
        rows = self.select_related("area", "owner", "owner_unit")
        return rows.annotate(settled=settled).order_by("settled", "due", "pk")


class CorrectiveAction(WrittenBy, Record):
    """A problem, what is done about it, by whom and until when (domain facts 1, element 11).

    `source_kind` and `source_key` name the record that it was made of, by its model's label and its
    key; without one `source` says in words where it comes from ("committee meeting of 3 March").
    With a record `source` is its name on that day. `found_on` is the day on which the problem was
    noticed. The owner is an account, a name where the person has none, a unit, or a person of a
    unit. `done_on` is the day of which the owner says so; nobody verifies who had a hand in it.
    """

    #: Where the audit trail told of a row before it moved into this register.
    former_labels = ("training.drillfinding",)

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="corrective_actions"
    )
    source_kind = models.CharField(max_length=60, blank=True, editable=False)
    source_key = models.UUIDField(null=True, editable=False)
    source = models.CharField(
        _("where it comes from"),
        max_length=200,
        blank=True,
        help_text=_("E.g. a meeting with its day, a letter, a tour."),
    )
    found_on = models.DateField(_("noticed on"), default=timezone.localdate)
    problem = models.TextField(_("problem"))
    cause = models.TextField(_("cause"), blank=True)
    action = models.TextField(_("corrective action"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrective_actions",
    )
    owner_name = models.CharField(
        _("owner without account"), max_length=80, blank=True, help_text=_("Name and post.")
    )
    owner_unit = models.ForeignKey(
        Organisation,
        verbose_name=_("responsible unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrective_actions",
    )
    due = models.DateField(_("due"))
    state = models.CharField(
        _("state"), max_length=12, choices=ActionState, default=ActionState.OPEN, editable=False
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

    objects = CorrectiveActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["state", "due"], name="action_state_due"),
            models.Index(fields=["area", "due"], name="action_area_due"),
            models.Index(fields=["source_kind", "source_key"], name="action_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("done_by")),
                name="action_verified_by_another",
                violation_error_message=_("Somebody else has to verify it."),
            ),
            models.CheckConstraint(
                condition=~Q(owner=None, owner_name="", owner_unit=None),
                name="action_has_owner",
                violation_error_message=_("Somebody has to be responsible: a person or a unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.problem if len(self.problem) <= 60 else self.problem[:59] + "…"

    def get_absolute_url(self) -> str:
        """Return the action's page."""
        return page_address("actions:action", self.pk)

    @property
    def responsible(self) -> str:
        """Who is to act: the person, and the unit."""
        person = str(self.owner) if self.owner_id else self.owner_name
        unit = str(self.owner_unit) if self.owner_unit_id else ""
        return " · ".join(filter(None, (person, unit)))

    def is_owed_by(self, user: User) -> bool:
        """Tell whether it is for `user` to do, or for the unit of `user`."""
        return self.owner_id == user.pk or self.owner_unit_id in sight_of(user).units

    @property
    def tone(self) -> str:
        """Tone of the state's badge."""
        return TONES[ActionState(self.state)]

    @property
    def is_open(self) -> bool:
        """True while nobody has taken it."""
        return self.state == ActionState.OPEN

    def is_overdue(self, day: dt.date | None = None) -> bool:
        """True when it is open although its day has passed."""
        return self.is_open and self.due < (day or timezone.localdate())


class ActionStep(Step):
    """A step of a corrective action, with what was done or the reason in its note."""

    corrective_action = models.ForeignKey(
        CorrectiveAction, on_delete=models.PROTECT, related_name="steps"
    )

    states = ActionState

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of a corrective action")
        verbose_name_plural = _("steps of corrective actions")
        indexes = [models.Index(fields=["corrective_action", "at"], name="action_step_at")]

    def __str__(self) -> str:
        return f"{self.corrective_action}: {self.get_target_display()}"
