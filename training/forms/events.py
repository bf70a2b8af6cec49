"""The form of an event: plan, audience and result in one, so that one visit is enough."""

import datetime as dt
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Organisation
from lib.form_layout import section
from lib.forms import ActionForm, DateTimeInput, RecordForm, offer, offer_words
from programmes.models import Project
from training.forms.audience import AudienceForm
from training.kinds import UNCOUNTED_KINDS
from training.models import Event
from training.permissions import EVENT_CHANGE
from training.workflow import TOOK_PLACE, EventState

GRID = HTML("{% include 'training/audience_grid.html' %}")


class EventForm(RecordForm):
    """An event; `audience` is the grid that stands inside the same form."""

    repeats = ("kind", "area", "host", "campaign", "project")

    stage = forms.ChoiceField(label=_("State"))

    sections = (
        section(_("What"), ("kind", "campaign"), "title", ("topic", "project")),
        section(_("When and where"), ("starts_at", "ends_at"), ("area", "place")),
        section(_("Who held it"), ("host", "co_hosts"), "trainers"),
        section(_("Who came"), GRID, ("disabled_persons", "migrant_persons")),
        section(_("Result"), ("stage", "cost"), "summary", "follow_up"),
    )

    class Meta:
        model = Event
        fields = [
            "kind",
            "title",
            "topic",
            "campaign",
            "project",
            "area",
            "place",
            "starts_at",
            "ends_at",
            "host",
            "co_hosts",
            "trainers",
            "cost",
            "disabled_persons",
            "migrant_persons",
            "summary",
            "follow_up",
        ]
        widgets = {
            "starts_at": DateTimeInput(),
            "ends_at": DateTimeInput(),
            "co_hosts": forms.SelectMultiple(attrs={"size": 4}),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "follow_up": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, audience: AudienceForm, **kwargs: Any) -> None:
        self.audience = audience
        super().__init__(*args, **kwargs)

    @property
    def parts(self) -> tuple[AudienceForm]:
        """The grid, whose mistakes stand in the form's summary too."""
        return (self.audience,)

    def limit_choices(self) -> None:
        """Offer areas where the user records events, projects and organisations in sight, states.

        What the event already has stays on offer, even where this user would not see it.
        """
        event = self.instance
        offer(self, "area", Area.objects.to_choose(self.user, EVENT_CHANGE, event.area_id))
        seen = Organisation.objects.visible_to(self.user).filter(active=True).values("pk")
        kept = Q(pk=event.host_id)
        if not event._state.adding:
            kept |= Q(co_hosted_events=event)
        projects = Project.objects.filter(
            Q(pk__in=Project.objects.visible_to(self.user).values("pk")) | Q(pk=event.project_id)
        )
        offer(self, "project", projects.order_by("title", "pk"))
        organisations = Organisation.objects.filter(Q(pk__in=seen) | kept).distinct()
        offer(self, "host", organisations)
        offer(self, "co_hosts", organisations)
        stages: tuple[EventState, ...] = TOOK_PLACE
        if event.state == EventState.PLANNED:
            stages = (EventState.PLANNED, *TOOK_PLACE)
        offer_words(self, "stage", [(one.value, one.label) for one in stages])
        self.fields["stage"].initial = event.state

    def clean(self) -> dict[str, Any]:
        """Check times, state and audience against each other, each at its field."""
        super().clean()
        data = self.cleaned_data
        self._check_times(data)
        if self.audience.is_valid():
            self._check_audience(data, sum(self.audience.counts().values()))
        elif not self.audience.clashes:
            self.add_error(None, _("Look at the numbers in the audience grid."))
        self.clashes = [*self.clashes, *self.audience.clashes]
        self.merged = [*self.merged, *self.audience.merged]
        if data.get("stage") == EventState.WRITTEN_UP and not data.get("summary", "").strip():
            self.add_error("summary", _("An event is written up with a summary."))
        return data

    def _check_times(self, data: dict[str, Any]) -> None:
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The event must end after it begins."))
        if starts and data.get("stage") in TOOK_PLACE and starts > timezone.now():
            self.add_error("starts_at", _("An event that lies ahead cannot have been held."))

    def _check_audience(self, data: dict[str, Any], total: int) -> None:
        for name in ("disabled_persons", "migrant_persons"):
            if (data.get(name) or 0) > total:
                message = _("More than the %(total)d persons counted above.")
                self.add_error(name, ValidationError(message, params={"total": total}))
        if total and data.get("stage") == EventState.PLANNED:
            self.add_error("stage", _("Persons are counted when the event was held: say so here."))
        counted = data.get("kind") not in UNCOUNTED_KINDS
        if not total and counted and data.get("stage") == EventState.WRITTEN_UP:
            self.add_error("stage", _("An event is written up when it says who came."))


def next_hours() -> dict[str, dt.datetime]:
    """Return the times that a new form offers: the next full hour, for two hours."""
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    starts = now + dt.timedelta(hours=1)
    return {"starts_at": starts, "ends_at": starts + dt.timedelta(hours=2)}


class ReasonForm(ActionForm):
    """Why a state is left."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
