"""Events: list with its year, page, form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.permissions import may, require
from communities.registers import in_sight, led_on, repeated, saved
from lib.http import SignedInRequest
from lib.list_filters import narrowed
from lib.listing import Listing, list_page
from lib.sending import send_once
from programmes.models import Project
from training.filters import EventFilter
from training.forms import AudienceForm, EventForm, IssueForm
from training.forms.events import next_hours
from training.kinds import EventKind
from training.models import AudienceCount, Event
from training.permissions import EVENT_CHANGE, EVENT_VIEW
from training.services.events import audience_of, record_event, refuse_closed
from training.tables import EVENT_TABLE
from training.tally import Tally
from training.views.calendar import year_strip


def event_list(request: SignedInRequest) -> HttpResponseBase:
    """List events in sight, below a strip of the year's months."""
    require(request.user, EVENT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Training events"),
            queryset=Event.objects.visible_to(request.user).for_list(),
            filterset=EventFilter,
            table=EVENT_TABLE,
            template="training/event_list.html",
            empty_template="training/event_empty.html",
            context={
                "may_add": may(request.user, EVENT_CHANGE),
                "strip": year_strip(request.user, request.GET.get("start", "")),
            },
            prepare=_for_export,
            summary=_person_times,
        ),
    )


def _for_export(rows: Any) -> Any:
    return rows.select_related("area", "host", "project").prefetch_related(
        "audience", "issues", "co_hosts"
    )


def _person_times(filterset: EventFilter) -> str:
    """Say what the listed events that took place add up to, of the group and age chosen."""
    events = narrowed(filterset).took_place().order_by().values("pk")
    counts = AudienceCount.objects.filter(event__in=events).cells(**filterset.audience)
    return _("%(count)s person-times") % {"count": f"{counts.person_times():,}"}


def event_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an event: when, where, who held it, who came, what was given."""
    event = event_in_sight(request, pk, EVENT_VIEW)
    changeable = event.is_editable and may(request.user, EVENT_CHANGE, event)
    return render(
        request,
        "training/event_detail.html",
        {
            "event": event,
            "project": _project_in_sight(request, event),
            "tally": Tally.of(event.audience.all()),
            "issues": event.issues.select_related("material"),
            "issue_form": IssueForm(event=event) if changeable else None,
            "steps": event.steps.select_related("actor"),
            "drill": getattr(event, "drill", None),
            "changeable": changeable,
            "may_change": may(request.user, EVENT_CHANGE, event),
        },
    )


def _project_in_sight(request: SignedInRequest, event: Event) -> Project | None:
    """Return the project of an event, unless the user does not see it."""
    if event.project_id is None:
        return None
    return Project.objects.visible_to(request.user).filter(pk=event.project_id).first()


def event_new(request: SignedInRequest) -> HttpResponse:
    """Add an event, planned or already held."""
    require(request.user, EVENT_CHANGE)
    audience = AudienceForm(request.POST or None)
    kind = request.GET.get("kind", "")
    begun = {**next_hours(), "kind": kind if kind in EventKind.values else None}
    initial = begun | repeated(request, EventForm)
    form = EventForm(request.POST or None, user=request.user, audience=audience, initial=initial)
    if request.method == "POST":
        rows = Event.objects.visible_to(request.user)
        event = send_once(form, rows, lambda: _record(request, form))
        if event is not None:
            messages.success(request, _("Saved."))
            return led_on(request, form, _after(event))
    context = {"form": form, "audience": audience, "title": _("New event")}
    return render(request, "training/event_form.html", context)


def _after(event: Event) -> str:
    """Return where to go after an event was added: a drill is described next."""
    if event.is_drill:
        return reverse("training:drill-edit", args=[event.pk])
    return event.get_absolute_url()


def event_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an event that is not closed."""
    event = event_in_sight(request, pk, EVENT_CHANGE)
    refuse_closed(event)
    title = str(event)
    audience = AudienceForm(request.POST or None, counts=audience_of(event), event=event)
    form = EventForm(request.POST or None, instance=event, user=request.user, audience=audience)
    if saved(request, form, lambda: _record(request, form)):
        return redirect(event)
    context = {"form": form, "audience": audience, "title": title, "back": event}
    return render(request, "training/event_form.html", context)


def _record(request: SignedInRequest, form: EventForm) -> Event:
    return record_event(
        actor=request.user,
        event=form.instance,
        co_hosts=form.cleaned_data["co_hosts"],
        counts=form.audience.counts(),
        stage=form.cleaned_data["stage"],
    )


def event_in_sight(request: SignedInRequest, pk: UUID, permission: str) -> Event:
    """Return the event; 404 and 403 as `in_sight`."""
    rows = Event.objects.select_related("area", "host", "project", "drill")
    return in_sight(request, rows, pk, permission)
