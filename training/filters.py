"""Filters of this app's lists. Days are those of the portal's time zone, both ends with."""

import datetime as dt
from typing import Any

import django_filters as df
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters import AreaChoice
from communities.models import AreaKind
from lib.filters import ScopeFilter, Words
from lib.forms import DateInput
from lib.periods import day_start, usable
from programmes.models import Project
from training.kinds import AudienceAge, AudienceGroup, Campaign, DrillKind, EventKind, MaterialKind
from training.models import Event, Material, MaterialIssue
from training.models.events import EventQuerySet
from training.workflow import EventState

#: Every level of which reports are made, so that a report's numbers can open their rows.
LEVELS = tuple(kind for kind in AreaKind if kind != AreaKind.BUILDING)

OPEN = "open"
TOOK_PLACE = "took-place"
TO_WRITE_UP = "to-write-up"
EVENT_STATES = [
    (OPEN, _("ahead or to be written up")),
    (TOOK_PLACE, _("took place")),
    (TO_WRITE_UP, _("over, to be written up")),
    *EventState.choices,
]


class FromDay(df.DateFilter):
    """Rows of which the moment `field_name` lies on a day or later, compared as moments."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("From"))
        super().__init__(field_name=field_name, widget=DateInput(), **kwargs)

    def filter(self, qs: QuerySet, value: dt.date | None) -> QuerySet:
        """Keep rows from the first moment of the day."""
        if value is None:
            return qs
        return qs.filter(**{f"{self.field_name}__gte": day_start(usable(value))})


class UntilDay(FromDay):
    """Rows of which the moment `field_name` lies on a day or earlier."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, label=_("To"), **kwargs)

    def filter(self, qs: QuerySet, value: dt.date | None) -> QuerySet:
        """Keep rows before the first moment of the next day."""
        if value is None:
            return qs
        return qs.filter(
            **{f"{self.field_name}__lt": day_start(usable(value) + dt.timedelta(days=1))}
        )


def visible_projects(request: Any) -> QuerySet:
    """Return the projects in the user's sight."""
    return Project.objects.visible_to(request.user).order_by("title", "pk")


class PlainEventFilter(ScopeFilter):
    """What the lists of events and of drills share."""

    q = Words(
        label=_("Title, topic, place or trainer"),
        fields=("title", "topic", "place", "trainers"),
    )
    MAIN = ("area", "state", "kind", "form_of_drill")

    area = AreaChoice(kinds=LEVELS)
    start = FromDay("starts_at")
    end = UntilDay("starts_at")
    state = df.ChoiceFilter(label=_("State"), choices=EVENT_STATES, method="in_state")

    class Meta:
        model = Event
        fields: list[str] = []

    def in_state(self, qs: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """Keep events of a state, or of a set of states with a name of its own."""
        if value == OPEN:
            return qs.filter(state__in=(EventState.PLANNED, EventState.HELD))
        if value == TOOK_PLACE:
            return qs.took_place()
        return qs.to_write_up() if value == TO_WRITE_UP else qs.filter(state=value)


class EventFilter(PlainEventFilter):
    """Events by text, type, campaign, project, audience, area, date, state."""

    kind = df.ChoiceFilter(label=_("Type"), choices=EventKind)
    group = df.ChoiceFilter(label=_("Audience group"), choices=AudienceGroup, method="nothing")
    age = df.ChoiceFilter(label=_("Age of the audience"), choices=AudienceAge, method="nothing")
    campaign = df.ChoiceFilter(label=_("Campaign"), choices=Campaign)
    project = df.ModelChoiceFilter(label=_("Project"), queryset=visible_projects)

    class Meta(PlainEventFilter.Meta):
        pass

    def nothing(self, qs: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """Leave the rows alone: group and age must hold of the same persons; see below."""
        return qs

    def filter_queryset(self, queryset: EventQuerySet) -> EventQuerySet:
        """Apply all filters, then those of the audience together."""
        return super().filter_queryset(queryset).for_audience(**self.audience)

    @property
    def audience(self) -> dict[str, str]:
        """Group and age band that were chosen (empty: all)."""
        data = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return {name: data.get(name) or "" for name in ("group", "age")}


class DrillFilter(PlainEventFilter):
    """Drills by text, form, area, date, state."""

    form_of_drill = df.ChoiceFilter(label=_("Form"), choices=DrillKind, field_name="drill__kind")

    class Meta(PlainEventFilter.Meta):
        pass


class MaterialFilter(df.FilterSet):
    """Materials by title, kind, area."""

    q = Words(label=_("Title"), fields=("title",))
    kind = df.ChoiceFilter(label=_("Kind"), choices=MaterialKind)
    area = AreaChoice(kinds=LEVELS)

    class Meta:
        model = Material
        fields: list[str] = []


class IssueFilter(df.FilterSet):
    """Materials given, by title, kind, area and date of the event."""

    q = Words(
        label=_("Material or event"),
        through={"material": ("title",), "event": ("title",)},
    )
    kind = df.ChoiceFilter(label=_("Kind"), choices=MaterialKind, field_name="material__kind")
    area = AreaChoice(kinds=LEVELS)
    start = FromDay("event__starts_at")
    end = UntilDay("event__starts_at")

    class Meta:
        model = MaterialIssue
        fields: list[str] = []
