"""Filters of this app's lists.

Filters named in `SECONDARY` are drawn only when the address carries them: they are there for the
numbers that open their rows, and would make the form too tall for everyday use.
"""

import datetime as dt
from typing import Any

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters import AreaChoice
from communities.models import AreaKind
from grids.models import (
    Grade,
    Hazard,
    HazardCategory,
    HazardState,
    Inspection,
    Outcome,
    Premises,
    PremisesCategory,
)
from safecommunity.lib.forms import DateInput
from safecommunity.lib.periods import FIRST_DAY, LAST_DAY, usable

LEVELS = tuple(kind for kind in AreaKind if kind is not AreaKind.BUILDING)
YES = [("yes", _("yes"))]


class ScopeFilter(df.FilterSet):
    """A filter set that hides its secondary filters until they are used."""

    SECONDARY: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.SECONDARY:
            if not (self.data or {}).get(name):
                del self.filters[name]

    def yes(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Apply the queryset's adjective of this name."""
        return getattr(qs, name)()

    def starting(self, qs: QuerySet, name: str, value: dt.date) -> QuerySet:
        """Keep rows from a day on; together with the end, so that one condition is built."""
        return self.ranged(qs, name, value, None)

    def ending(self, qs: QuerySet, name: str, value: dt.date) -> QuerySet:
        """Keep rows up to and with a day."""
        return self.ranged(qs, name, None, value)

    def ranged(
        self, qs: QuerySet, name: str, start: dt.date | None, end: dt.date | None
    ) -> QuerySet:
        """Keep rows of days in the range; `name` is the adjective, e.g. `found_between`."""
        first = usable(start) if start else FIRST_DAY
        after = usable(end or LAST_DAY) + dt.timedelta(days=1)
        return getattr(qs, name)(first, after)


def day(label: Any, adjective: str, method: str) -> df.DateFilter:
    """Return one end of a range of days."""
    return df.DateFilter(label=label, field_name=adjective, method=method, widget=DateInput())


class PremisesFilter(ScopeFilter):
    """Premises by text, kind, area, state."""

    SECONDARY = ("on", "inspected_start", "inspected_end")

    q = df.CharFilter(label=_("Name or address"), method="search")
    area = AreaChoice(kinds=LEVELS)
    category = df.ModelChoiceFilter(
        label=_("Category"), queryset=PremisesCategory.objects.filter(active=True)
    )
    state = df.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[
            ("due", _("inspection due")),
            ("active", _("on the register")),
            ("closed", _("closed")),
        ],
    )
    on = df.DateFilter(
        label=_("On the register on"), field_name="registered_on", method="on_day",
        widget=DateInput(),
    )  # fmt: skip
    inspected_start = df.DateFilter(
        label=_("Inspected from"), method="inspected", widget=DateInput()
    )
    inspected_end = df.DateFilter(label=_("Inspected to"), method="inspected", widget=DateInput())

    class Meta:
        model = Premises
        fields: list[str] = []

    def search(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Match name or address."""
        return qs.filter(Q(name__icontains=value) | Q(address__icontains=value))

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep premises on the register, off it, or due."""
        if value == "due":
            return qs.due()
        active = qs.active()
        return active if value == "active" else qs.exclude(pk__in=active.values("pk"))

    def on_day(self, qs: QuerySet, name: str, value: dt.date) -> QuerySet:
        """Keep premises on the register on a day."""
        return qs.registered_on(value)

    def inspected(self, qs: QuerySet, name: str, value: dt.date) -> QuerySet:
        """Keep premises with an inspection in the range; applied once, with its two ends."""
        data = self.form.cleaned_data
        start, end = data.get("inspected_start"), data.get("inspected_end")
        if name == "inspected_end" and start:
            return qs
        last = (end or dt.date(8999, 1, 1)) + dt.timedelta(days=1)
        return qs.inspected_between(start or dt.date(1900, 1, 1), last)


class InspectionFilter(ScopeFilter):
    """Inspections by premises, area, outcome, days."""

    SECONDARY = ("premises", "inspector", "flagged")

    q = df.CharFilter(label=_("Premises"), field_name="premises__name", lookup_expr="icontains")
    area = AreaChoice(kinds=LEVELS)
    outcome = df.ChoiceFilter(label=_("Outcome"), choices=Outcome)
    start = day(_("From"), "started_between", "starting")
    end = day(_("To"), "started_between", "ending")
    premises = df.UUIDFilter(label=_("Key of the premises"))
    inspector = df.UUIDFilter(label=_("Key of the inspector"))
    flagged = df.ChoiceFilter(
        label=_("Place or time does not fit"), choices=YES, method="is_flagged"
    )

    class Meta:
        model = Inspection
        fields: list[str] = []

    def is_flagged(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep inspections whose place or time does not fit."""
        return qs.filter(Q(far_away=True) | Q(photo_time_differs=True))


class HazardFilter(ScopeFilter):
    """Hazards by text, area, state, grade, category, days."""

    SECONDARY = (
        "due_start", "due_end", "overdue_at", "timely", "on_spot", "repeated", "verifiable",
        "standing", "rectified", "premises", "inspector",
    )  # fmt: skip

    q = df.CharFilter(label=_("Words, place, premises"), method="search")
    area = AreaChoice(kinds=LEVELS)
    state = df.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[("open", _("Open")), *HazardState.choices],
    )
    grade = df.ChoiceFilter(label=_("Grade"), choices=Grade)
    category = df.ModelChoiceFilter(
        label=_("Category"), queryset=HazardCategory.objects.filter(active=True)
    )
    overdue = df.ChoiceFilter(label=_("Overdue"), choices=YES, method="yes")
    start = day(_("Found from"), "found_between", "starting")
    end = day(_("Found to"), "found_between", "ending")
    due_start = df.DateFilter(
        label=_("Deadline from"), field_name="deadline", lookup_expr="gte", widget=DateInput()
    )
    due_end = df.DateFilter(
        label=_("Deadline to"), field_name="deadline", lookup_expr="lte", widget=DateInput()
    )
    overdue_at = df.IsoDateTimeFilter(label=_("Overdue at"), method="was_overdue")
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
    premises = df.UUIDFilter(label=_("Key of the premises"))
    inspector = df.UUIDFilter(label=_("Key of the inspector"), field_name="found_by")

    class Meta:
        model = Hazard
        fields: list[str] = []

    def search(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Match description, place or name of the premises."""
        return qs.filter(
            Q(description__icontains=value)
            | Q(place__icontains=value)
            | Q(premises__name__icontains=value)
        )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep one state, or all in which something remains to be done."""
        return qs.open() if value == "open" else qs.filter(state=value)

    def by_timeliness(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep standing hazards whose deadline has passed: met, or not met."""
        passed = qs.fell_due_between(dt.date(1900, 1, 1), dt.date(9000, 1, 1))
        return passed.rectified_on_time() if value == "on-time" else passed.not_rectified_on_time()

    def was_on_spot(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep hazards put right on the spot."""
        return qs.filter(on_spot=True)

    def was_overdue(self, qs: QuerySet, name: str, value: dt.datetime) -> QuerySet:
        """Keep hazards that were overdue at a moment."""
        return qs.overdue_at(value)

    def waits_for_user(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep hazards that the user may verify."""
        return qs.verifiable_by(self.request.user)
