"""Filters of this app's lists."""

import datetime as dt

import django_filters as df
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.filters import AreaChoice
from lib.filters import ScopeFilter, Words
from lib.forms import DateInput
from programmes.models import (
    Domain,
    Indicator,
    IndicatorKind,
    IndicatorValue,
    Light,
    Measure,
    MeasureKind,
    MeasureState,
    Project,
    Rollout,
    Stage,
    ValueState,
)
from programmes.models.indicators import IndicatorQuerySet
from programmes.models.measures import MeasureQuerySet
from programmes.models.projects import ProjectQuerySet
from programmes.models.values import IndicatorValueQuerySet
from programmes.permissions import PROJECT_CHANGE, VALUE_APPROVE, VALUE_SUBMIT

OPEN = "open"
ON_TIME = "on-time"
DONE_LATE = "done-late"


def day_filter(method: str, label: object) -> df.DateFilter:
    """Return a filter by a day that `method` of the set applies."""
    return df.DateFilter(label=label, method=method, widget=DateInput())


class Tick(df.BooleanFilter):
    """A box that narrows when ticked and does nothing otherwise."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(widget=forms.CheckboxInput(), **kwargs)


class ProjectFilter(ScopeFilter):
    """Projects by words, domain, stage, area, pilot, light and when they ran."""

    MAIN = ("domain", "stage", "area")

    q = Words(
        label=_("Title, code or unit"),
        fields=("title", "code", "sub_domain"),
        through={"lead_unit": ("name",)},
    )
    domain = df.ChoiceFilter(label=_("Domain"), choices=Domain)
    stage = df.ChoiceFilter(label=_("Stage"), choices=Stage)
    area = AreaChoice()
    rollout = df.ChoiceFilter(label=_("Pilot or extension"), choices=Rollout)
    light = df.ChoiceFilter(label=_("Traffic light"), choices=Light, method="with_light")
    start = day_filter("ran_after", _("Running on or after"))
    end = day_filter("ran_before", _("Running on or before"))

    class Meta:
        model = Project
        fields: list[str] = []

    def with_light(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        """Keep projects that have an indicator with this light."""
        return qs.filter(pk__in=Indicator.objects.filter(light=value).values("project"))

    def ran_after(self, qs: ProjectQuerySet, name: str, value: dt.date) -> ProjectQuerySet:
        """Keep projects that ran on or after a day."""
        return qs.running_between(value, None)

    def ran_before(self, qs: ProjectQuerySet, name: str, value: dt.date) -> ProjectQuerySet:
        """Keep projects that ran on or before a day."""
        return qs.running_between(None, value)


class MeasureFilter(ScopeFilter):
    """Measures by words, kind, state, area and planned end."""

    MAIN = ("state", "area", "kind")

    q = Words(label=_("Measure"), fields=("title",))
    kind = df.ChoiceFilter(label=_("Kind"), choices=MeasureKind)
    state = df.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[
            (OPEN, _("not done")),
            *MeasureState.choices,
            (ON_TIME, _("done on time")),
            (DONE_LATE, _("done too late")),
        ],
    )
    area = AreaChoice()
    start = day_filter("due_after", _("Planned end from"))
    end = day_filter("due_before", _("Planned end to"))
    on = day_filter("as_it_stood", _("State on"))
    mine = Tick(label=_("Under way and in my charge"), method="in_my_charge")

    class Meta:
        model = Measure
        fields: list[str] = []

    def in_state(self, qs: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        """Keep measures in a state on the day of `on` (today), or done on time or too late.

        Only what was promised can be overdue: the measures of a draft are not.
        """
        if value == ON_TIME:
            return qs.promised().on_time()
        if value == DONE_LATE:
            return qs.promised().exclude(done_on=None).exclude(pk__in=qs.on_time().values("pk"))
        day = self.form.cleaned_data.get("on") or timezone.localdate()
        if value == OPEN:
            return qs.not_done(day)
        return qs.in_state(value, day)

    def as_it_stood(self, qs: MeasureQuerySet, name: str, value: dt.date) -> MeasureQuerySet:
        """Read by `in_state`; by itself it narrows nothing."""
        return qs

    def due_after(self, qs: MeasureQuerySet, name: str, value: dt.date) -> MeasureQuerySet:
        """Keep measures planned to end on or after a day."""
        return qs.due_between(value, None)

    def due_before(self, qs: MeasureQuerySet, name: str, value: dt.date) -> MeasureQuerySet:
        """Keep measures planned to end on or before a day."""
        return qs.due_between(None, value)

    def in_my_charge(self, qs: MeasureQuerySet, name: str, value: bool) -> MeasureQuerySet:
        """Keep measures of projects under way that the user may change."""
        return qs.in_force().where_allowed(self.request.user, PROJECT_CHANGE) if value else qs


class IndicatorFilter(ScopeFilter):
    """Indicators by words, kind, light, area, and whether a value is awaited."""

    q = Words(label=_("Project"), through={"project": ("title",)})
    kind = df.ChoiceFilter(label=_("Kind"), choices=IndicatorKind)
    light = df.ChoiceFilter(label=_("Traffic light"), choices=Light)
    area = AreaChoice()
    due = Tick(label=_("Value of the last period awaited from me"), method="awaited")

    class Meta:
        model = Indicator
        fields: list[str] = []

    def awaited(self, qs: IndicatorQuerySet, name: str, value: bool) -> IndicatorQuerySet:
        """Keep indicators whose last finished period has no value that the user may submit."""
        if not value:
            return qs
        rows = qs.awaiting_value(timezone.localdate())
        return rows.where_allowed(self.request.user, VALUE_SUBMIT)


class ValueFilter(ScopeFilter):
    """Values by state, area, and whether they wait for the user's approval."""

    q = Words(label=_("Project"), through={"indicator__project": ("title",)})
    state = df.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[(OPEN, _("not approved yet")), *ValueState.choices],
    )
    area = AreaChoice()
    approve = Tick(label=_("Waiting for my approval"), method="waiting_for_me")
    sent = Tick(label=_("Submitted by me, to be approved"), method="sent_by_me")

    class Meta:
        model = IndicatorValue
        fields: list[str] = []

    def in_state(self, qs: IndicatorValueQuerySet, name: str, value: str) -> IndicatorValueQuerySet:
        """Keep one state, or all in which something remains to be done."""
        return qs.exclude(state=ValueState.APPROVED) if value == OPEN else qs.filter(state=value)

    def waiting_for_me(
        self, qs: IndicatorValueQuerySet, name: str, value: bool
    ) -> IndicatorValueQuerySet:
        """Keep submitted values that somebody else submitted and the user may approve."""
        return qs.awaiting_approval_of(self.request.user, VALUE_APPROVE) if value else qs

    def sent_by_me(
        self, qs: IndicatorValueQuerySet, name: str, value: bool
    ) -> IndicatorValueQuerySet:
        """Keep values that the user submitted and nobody has judged yet."""
        return qs.submitted_by_user(self.request.user) if value else qs
