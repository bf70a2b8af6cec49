"""Steps of an event: held, written up, cancelled, reopened; each has an address of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from lib.errors import DomainError
from lib.http import SignedInRequest, revision_read
from training.forms import ReasonForm
from training.permissions import EVENT_CHANGE
from training.services.events import move_event
from training.views.events import event_in_sight
from training.workflow import EventState


@require_POST
def event_held(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that the event took place."""
    return _move(request, pk, EventState.HELD)


@require_POST
def event_written_up(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Close the event: everything about it is recorded."""
    return _move(request, pk, EventState.WRITTEN_UP)


def event_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Call the event off, with the reason."""
    return _move_with_reason(request, pk, EventState.CANCELLED, gettext_lazy("Cancel the event"))


def event_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open a closed event again, with the reason."""
    return _move_with_reason(request, pk, EventState.HELD, gettext_lazy("Reopen the event"))


def event_replan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take up a cancelled event again, or put back one marked as held by mistake."""
    title = gettext_lazy("Put the event back to planned")
    return _move_with_reason(request, pk, EventState.PLANNED, title)


def _move(request: SignedInRequest, pk: UUID, target: str) -> HttpResponse:
    event = event_in_sight(request, pk, EVENT_CHANGE)
    try:
        read = revision_read(request)
        move_event(actor=request.user, event=event, target=target, revision=read)
        messages.success(request, _("The event is now: %s.") % event.get_state_display())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(event)


def _move_with_reason(
    request: SignedInRequest, pk: UUID, target: str, title: str | Promise
) -> HttpResponse:
    event = event_in_sight(request, pk, EVENT_CHANGE)
    form = ReasonForm(request.POST or None, record=event)
    if request.method == "POST" and form.is_valid():
        try:
            move_event(actor=request.user, event=event, target=target, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The event is now: %s.") % event.get_state_display())
            return redirect(event)
    context = {"form": form, "title": title, "intro": str(event), "back": event, "submit": title}
    return render(request, "includes/form_page.html", context)
