"""Plain registers: one way to fetch, add and change records that have no workflow of their own.

A view is then three lines: `in_sight` answers 404 or 403, `add_record` and `change_record` draw the
form, save what was sent once, and lead to the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from communities.permissions import require
from communities.querysets import WithSight
from communities.services.saving import save_record
from lib.forms import RecordForm
from lib.http import SignedInRequest
from lib.merging import Merging
from lib.records import HasPage, address_of
from lib.sending import carry_out, send_once

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, kw_only=True)
class Register:
    """A plain register. `code` begins its audit codes; `home` is where saving leads, by default
    to the record's page; `unchecked` are columns that others fill in; `save` is the service, for a
    record whose saving moves others.
    """

    code: str
    form: type[RecordForm]
    permission: str
    new_title: str | Promise
    home: str = ""
    edit_template: str = "includes/form_page.html"
    unchecked: tuple[str, ...] = ()
    save: Callable[..., models.Model] = save_record


def in_sight(
    request: SignedInRequest,
    rows: WithSight[Row],
    pk: UUID | str,
    permission: str | None = None,
    *,
    anywhere: str | None = None,
) -> Row:
    """Return the record: 404 out of the user's sight, 403 without `permission` where it lies.

    `anywhere` is a permission that may be held in any area: for records that are seen also from
    areas below theirs, as projects are.
    """
    record = get_object_or_404(rows.visible_to(request.user), pk=pk)
    if anywhere is not None:
        require(request.user, anywhere)
    if permission is not None:
        require(request.user, permission, record)
    return record


def add_record(
    request: SignedInRequest, register: Register, *, initial: dict[str, Any] | None = None
) -> HttpResponse:
    """Draw the form of a new record, or make the record once."""
    require(request.user, register.permission)
    begun = {**(initial or {}), **repeated(request, register.form)}
    form = register.form(request.POST or None, user=request.user, initial=begun)
    if request.method == "POST":
        rows = register.form._meta.model.objects.visible_to(request.user)
        record = send_once(form, rows, lambda: _save(request, register, form))
        if record is not None:
            messages.success(request, _("Saved."))
            return led_on(request, form, _home(register, record))
    return render(request, "includes/form_page.html", {"form": form, "title": register.new_title})


def change_record(
    request: SignedInRequest, register: Register, record: models.Model
) -> HttpResponse:
    """Draw the form of a stored record that may be changed here, or save its changes."""
    title = str(record)
    form = register.form(request.POST or None, instance=record, user=request.user)
    if saved(request, form, lambda: _save(request, register, form)):
        return redirect(_home(register, record))
    context = {"form": form, "title": title, "back": record, "record": record}
    return render(request, register.edit_template, context)


def repeated(request: SignedInRequest, form: type[RecordForm]) -> dict[str, Any]:
    """Return what the form of a new record begins with after "save and add another"."""
    given = {name: request.GET.getlist(name) for name in form.repeats if name in request.GET}
    return {name: one if len(one) > 1 else one[0] for name, one in given.items()}


def led_on(request: SignedInRequest, form: RecordForm, to: str | HasPage) -> HttpResponse:
    """Lead to `to` after a record was added, or to the form of the next one with what repeats.

    The address then says which form was taken: the draft of it in the tab (drafts.js) is not for
    the next one.
    """
    if "another" not in request.POST:
        return redirect(to)
    kept = {name: request.POST.getlist(form.add_prefix(name)) for name in form.repeats}
    kept["taken"] = [request.POST.get(form.add_prefix("record_key"), "")]
    return redirect(f"{request.path}?{urlencode(kept, doseq=True)}")


def _home(register: Register, record: models.Model) -> str:
    """Return where saving leads."""
    return register.home or address_of(record)


def saved(
    request: SignedInRequest, form: Merging, action: Callable[[], object], said: str = ""
) -> bool:
    """Save by `action` what a form has changed and say so; False when it must be drawn again.

    `said` is what is told instead of "Saved.", where more was done. Told too is which fields keep
    what somebody else saved meanwhile.
    """
    if request.method != "POST" or not form.is_valid() or carry_out(form, action) is None:
        return False
    messages.success(request, said or _("Saved."))
    if names := "、".join(str(name) for name in form.merged):
        text = _("Changed by somebody else while you were typing, and kept: %s.")
        messages.info(request, text % names)
    return True


def _save(request: SignedInRequest, register: Register, form: RecordForm) -> models.Model:
    return register.save(
        actor=request.user,
        record=form.instance,
        code=register.code,
        unchecked=register.unchecked,
        **form.together(),
    )
