"""What became of an event: one short page, also on a phone in the hall."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.registers import saved
from lib.errors import WrongState
from lib.http import SignedInRequest
from training.forms import AudienceForm, ResultForm
from training.models import Event
from training.permissions import EVENT_CHANGE
from training.services.events import audience_of, record_result, refuse_closed
from training.views.events import event_in_sight


def event_result(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Record who came, photographs, sign-in sheet and summary of an event that has begun."""
    event = event_in_sight(request, pk, EVENT_CHANGE)
    refuse_closed(event)
    if event.lies_ahead:
        raise WrongState(_("An event that lies ahead cannot have been held."))
    audience = AudienceForm(request.POST or None, counts=audience_of(event), event=event)
    form = ResultForm(
        request.POST or None,
        request.FILES or None,
        instance=event,
        user=request.user,
        audience=audience,
    )
    if saved(request, form, lambda: _record(request, form)):
        return redirect(event)
    context = {
        "form": form,
        "audience": audience,
        "title": _("Result: %s") % event.title,
        "back": event,
        "submit": _("Save without finishing"),
        "submit_aside": True,
    }
    return render(request, "training/result_form.html", context)


def _record(request: SignedInRequest, form: ResultForm) -> Event:
    return record_result(
        actor=request.user,
        event=form.instance,
        counts=form.audience.counts(),
        files=form.files_given,
        finish=form.finishes,
    )
