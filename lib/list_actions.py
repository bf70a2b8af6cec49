"""What is done to ticked rows of a list: declared with the list, looked at again row by row.

The list posts the ticked rows and the action's key to its own address. An action that only gives
something out (an export, slips to print) answers at once. One that changes records is confirmed
first, on a page that names every row and says of each that is refused why; then each row is done by
itself, as if somebody had opened its page: what one of them refuses stops no other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext

from lib.errors import DomainError
from lib.http import SignedInRequest
from lib.paging import with_key
from lib.table import Column, body

#: More rows than a page has nobody ticks; what an address is stuffed with beyond is not read.
MOST_ROWS = 200
#: So many refused rows are named in one message.
NAMED = 5


@dataclass(frozen=True, kw_only=True)
class ListAction:
    """Something that can be done to ticked rows.

    `offered(user)` says whether a user has it at all. Either `respond(request, listing, rows)`
    answers, or `act(actor=, record=, revision=, **answers)`, a service, does one row after the
    other; `check(user, record)` raises the DomainError that it would raise, before anybody
    confirms. `form(data, user=)` asks for what all rows get. `judged(records)` gives the columns of
    what is judged, looked up for all rows at once; without it the confirmation names the rows.
    """

    key: str
    label: str | Promise
    icon: str
    offered: Callable[[Any], bool]
    check: Callable[[Any, Any], None] | None = None
    act: Callable[..., object] | None = None
    form: Callable[..., BaseForm] | None = None
    judged: Callable[[Sequence[Any]], Sequence[Column]] | None = None
    respond: Callable[[SignedInRequest, Any, QuerySet], HttpResponseBase] | None = None


@dataclass(frozen=True)
class Refused:
    """A row to which the action is not done, and why."""

    record: Model
    why: str


def offered_to(user: Any, actions: Iterable[ListAction]) -> list[ListAction]:
    """Return those of `actions` that `user` has."""
    return [one for one in actions if one.offered(user)]


def answer_action(request: SignedInRequest, listing: Any) -> HttpResponseBase:
    """Answer ticked rows: the confirmation, the list again after it, or what the action gives out.

    Raises PermissionDenied for an action that the list does not offer to this user.
    """
    named = request.POST.get("action")
    action = next(
        (one for one in offered_to(request.user, listing.actions) if one.key == named), None
    )
    if action is None:
        raise PermissionDenied
    rows = listing.queryset.filter(pk__in=_ticked(request))
    if action.respond is not None and rows.exists():
        return action.respond(request, listing, rows)
    records = list(rows.order_by(*with_key(listing.table.order)))
    if not records:
        messages.info(request, _("Tick the rows first."))
        return redirect(request.get_full_path())
    return _confirm(request, action, records)


def _ticked(request: SignedInRequest) -> list[UUID]:
    keys = []
    for text in request.POST.getlist("row")[:MOST_ROWS]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


def _confirm(request: SignedInRequest, action: ListAction, records: list[Any]) -> HttpResponse:
    """Show what would be done to which rows, or do it when that was seen and confirmed."""
    sent = request.POST if "confirmed" in request.POST else None
    form = action.form(sent, user=request.user) if action.form else None
    ready, refused = _sorted_out(request.user, action, records)
    if sent is not None and (form is None or form.is_valid()):
        done, failed = _do(request, action, ready, form.cleaned_data if form else {})
        _tell(request, action, done, [*refused, *failed])
        return redirect(request.get_full_path())
    columns = action.judged(ready) if action.judged and ready else ()
    context = {
        "action": action,
        "form": form,
        "ready": ready,
        "refused": refused,
        "columns": columns,
        "rows": body(columns, ready),
    }
    return render(request, "includes/list_action.html", context)


def _sorted_out(
    user: Any, action: ListAction, records: list[Any]
) -> tuple[list[Any], list[Refused]]:
    """Part the rows into those that can be done and those that are refused, with the reason."""
    ready, refused = [], []
    for record in records:
        try:
            if action.check is not None:
                action.check(user, record)
        except DomainError as error:
            refused.append(Refused(record, str(error)))
        else:
            ready.append(record)
    return ready, refused


def _do(
    request: SignedInRequest, action: ListAction, records: list[Any], answers: dict[str, Any]
) -> tuple[int, list[Refused]]:
    """Do each row by itself; return how many were done, and those that were not."""
    if action.act is None:
        raise TypeError(f"The list action {action.key} neither answers nor acts.")
    failed = []
    for record in records:
        try:
            action.act(
                actor=request.user, record=record, revision=_read(request, record), **answers
            )
        except DomainError as error:
            failed.append(Refused(record, str(error)))
        except ValidationError as error:
            failed.append(Refused(record, " ".join(error.messages)))
    return len(records) - len(failed), failed


def _read(request: SignedInRequest, record: Model) -> int:
    """Return the revision that the confirmation showed; 0, which none is, when it names none."""
    text = request.POST.get(f"read-{record.pk}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _tell(request: SignedInRequest, action: ListAction, done: int, refused: list[Refused]) -> None:
    if done:
        told = ngettext("%(action)s: %(n)s row done.", "%(action)s: %(n)s rows done.", done)
        messages.success(request, told % {"action": action.label, "n": done})
    if not refused:
        return
    names = "；".join(f"{one.record}: {one.why}" for one in refused[:NAMED])
    told = ngettext("%(n)s row not done: %(names)s", "%(n)s rows not done: %(names)s", len(refused))
    more = "…" if len(refused) > NAMED else ""
    messages.warning(request, told % {"n": len(refused), "names": names + more})
