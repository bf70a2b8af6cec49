"""Filters of this app's lists."""

import datetime as dt

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checklists.models import Grade, HazardCategory
from communities.filters import AreaChoice
from communities.models import AreaKind
from grids.models import Hazard, HazardState, Inspection, Outcome, TimeLimit
from grids.models.hazards import HazardQuerySet
from grids.models.inspections import InspectionQuerySet
from grids.models.limits import TimeLimitQuerySet
from lib.filters import YES, RecordFilter, ScopeFilter, Words, day, moment
from lib.forms import DateInput
from premises.models import Premises

LEVELS = tuple(kind for kind in AreaKind if kind is not AreaKind.BUILDING)


def colleagues(_user: User) -> QuerySet[User]:
    """Return whose work can be named: everybody, as in the rows themselves."""
    return User.objects.all()


class InspectionFilter(ScopeFilter):
    """Inspections by premises, area, outcome, days."""

    SECONDARY = ("premises", "inspector")
    MAIN = ("area", "outcome")

    q = Words(label=_("Premises"), hint=_("Name of the premises"), through={"premises": ("name",)})
    area = AreaChoice(kinds=LEVELS)
    outcome = df.ChoiceFilter(label=_("Outcome"), choices=Outcome)
    start = day(_("From"), "started_between", "starting")
    end = day(_("To"), "started_between", "ending")
    premises = RecordFilter(label=_("Premises"), rows=Premises.objects.visible_to)
    inspector = RecordFilter(label=_("Inspector"), rows=colleagues)
    flagged = df.ChoiceFilter(
        label=_("Place or time does not fit"), choices=YES, method="is_flagged"
    )

    class Meta:
        model = Inspection
        fields: list[str] = []

    def is_flagged(self, qs: InspectionQuerySet, name: str, value: str) -> InspectionQuerySet:
        """Keep inspections whose place or time does not fit."""
        return qs.filter(Q(far_away=True) | Q(photo_time_differs=True))


class HazardFilter(ScopeFilter):
    """Hazards by text, area, state, grade, category, days."""

    MAIN = ("area", "state", "grade")
    SECONDARY = (
        "due_start",
        "due_end",
        "overdue_at",
        "timely",
        "on_spot",
        "verifiable",
        "rectifiable",
        "rectifier",
        "standing",
        "rectified",
        "premises",
        "inspector",
    )

    q = Words(
        label=_("Words, place, premises"),
        hint=_("What is wrong, place or premises"),
        fields=("description", "place"),
        through={"premises": ("name",)},
    )
    area = AreaChoice(kinds=LEVELS)
    state = df.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[("open", _("Open")), *HazardState.choices],
    )
    grade = df.ChoiceFilter(label=_("Grade"), choices=Grade)
    category = df.ModelChoiceFilter(label=_("Category"), queryset=HazardCategory.objects.all())
    overdue = df.ChoiceFilter(label=_("Overdue"), choices=YES, method="yes")
    start = day(_("Found from"), "found_between", "starting")
    end = day(_("Found to"), "found_between", "ending")
    due_start = df.DateFilter(
        label=_("Deadline from"), field_name="deadline", lookup_expr="gte", widget=DateInput()
    )
    due_end = df.DateFilter(
        label=_("Deadline to"), field_name="deadline", lookup_expr="lte", widget=DateInput()
    )
    overdue_at = moment(_("Overdue at"), "was_overdue")
    timely = df.ChoiceFilter(
        label=_("By the deadline"),
        method="by_timeliness",
        choices=[("on-time", _("rectified on time")), ("late", _("late or not at all"))],
    )
    on_spot = df.ChoiceFilter(label=_("Put right on the spot"), choices=YES, method="was_on_spot")
    repeated = df.ChoiceFilter(label=_("Repeated within 12 months"), choices=YES, method="yes")
    standing = df.ChoiceFilter(label=_("Not withdrawn"), choices=YES, method="yes")
    rectified = df.ChoiceFilter(label=_("Reported as rectified"), choices=YES, method="yes")
    verifiable = df.ChoiceFilter(label=_("For me to verify"), choices=YES, method="waits_for_user")
    rectifiable = df.ChoiceFilter(
        label=_("For me to have rectified"), choices=YES, method="user_sees_to"
    )
    rectifier = RecordFilter(
        label=_("Reported as rectified by"), field_name="fixed_by", rows=colleagues
    )
    premises = RecordFilter(label=_("Premises"), rows=Premises.objects.visible_to)
    inspector = RecordFilter(label=_("Found by"), field_name="found_by", rows=colleagues)

    class Meta:
        model = Hazard
        fields: list[str] = []

    def by_state(self, qs: HazardQuerySet, name: str, value: str) -> HazardQuerySet:
        """Keep one state, or all in which something remains to be done."""
        return qs.open() if value == "open" else qs.filter(state=value)

    def by_timeliness(self, qs: HazardQuerySet, name: str, value: str) -> HazardQuerySet:
        """Keep standing hazards whose deadline has passed: met, or not met."""
        passed = qs.fell_due_between(dt.date(1900, 1, 1), dt.date(9000, 1, 1))
        return passed.rectified_on_time() if value == "on-time" else passed.not_rectified_on_time()

    def was_on_spot(self, qs: HazardQuerySet, name: str, value: str) -> HazardQuerySet:
        """Keep hazards put right on the spot."""
        return qs.filter(on_spot=True)

    def was_overdue(self, qs: HazardQuerySet, name: str, value: dt.datetime) -> HazardQuerySet:
        """Keep hazards that were overdue at a moment."""
        return qs.overdue_at(value)

    def waits_for_user(self, qs: HazardQuerySet, name: str, value: str) -> HazardQuerySet:
        """Keep hazards that the user may verify."""
        return qs.verifiable_by(self.request.user)

    def user_sees_to(self, qs: HazardQuerySet, name: str, value: str) -> HazardQuerySet:
        """Keep hazards that the user has to see to."""
        return qs.rectifiable_by(self.request.user)


class LimitFilter(df.FilterSet):
    """Time limits by category, grade and whether they hold."""

    category = df.ModelChoiceFilter(label=_("Category"), queryset=HazardCategory.objects.all())
    grade = df.ChoiceFilter(label=_("Grade"), choices=Grade)
    state = df.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[("held", _("in force")), ("ahead", _("not in force yet")), ("past", _("ended"))],
    )

    class Meta:
        model = TimeLimit
        fields: list[str] = []

    def by_state(self, qs: TimeLimitQuerySet, name: str, value: str) -> TimeLimitQuerySet:
        """Keep limits that hold, will hold, or held."""
        today = timezone.localdate()
        if value == "held":
            return qs.in_force(today)
        if value == "ahead":
            return qs.filter(valid_from__gt=today)
        return qs.filter(valid_from__lte=today, valid_to__lte=today)
