"""Deleting a record: one page for every kind that may be deleted."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.forms import RemovalForm
from communities.permissions import require
from communities.registers import in_sight
from communities.services.removal import needs_reason, refusal, remove_record
from lib.http import SignedInRequest
from lib.removal import Removal, removals
from lib.sending import carry_out


def record_remove(request: SignedInRequest, key: str, pk: UUID) -> HttpResponse:
    """Ask whether a record is to be deleted, or say why it has to stay; delete it."""
    removal = removals.get(key)
    if removal is None:
        raise Http404
    record = _in_sight(request, removal, pk)
    title = _("Delete: %s") % record
    if words := refusal(record):
        context = {"title": title, "words": words, "record": record, "back": removal.home(record)}
        return render(request, "communities/record_stays.html", context)
    asked = needs_reason(request.user, record)
    form = RemovalForm(request.POST or None, record=record, needs_reason=asked)
    if request.method == "POST" and form.is_valid():
        home, name, given = removal.home(record), str(record), form.cleaned_data
        if carry_out(form, lambda: _remove(request, record, given)):
            messages.success(request, _("Deleted: %s.") % name)
            return redirect(home)
    context = {
        "form": form,
        "title": title,
        "back": record if hasattr(record, "get_absolute_url") else None,
        "intro": _("What it was stays in the audit trail; the record itself cannot be had back."),
        "submit": _("Delete"),
        "danger": True,
    }
    return render(request, "includes/form_page.html", context)


def _in_sight(request: SignedInRequest, removal: Removal, pk: UUID) -> Any:
    """Return the record: 404 out of sight, 403 without the permission where it lies."""
    rows: Any = apps.get_model(removal.key)._default_manager.all()
    record = in_sight(request, rows, pk)
    require(request.user, removal.permission, record)
    return record


def _remove(request: SignedInRequest, record: Any, given: dict[str, Any]) -> bool:
    remove_record(actor=request.user, record=record, **given)
    return True
