"""Rows of a batch: refused ones to take home, corrected cells, decisions."""

import tempfile
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from ledgers.forms import CorrectedForm, cells_in
from ledgers.machine.corrections import correct_cells, decide, take_corrected, write_refused
from ledgers.machine.sheets import opened
from ledgers.models import Batch, Row
from ledgers.views.sight import own_batch
from lib.errors import DomainError
from lib.exports import tell_listeners
from lib.http import SignedInRequest


def batch_refused(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Send the refused rows as a workbook that says what is wrong."""
    batch = own_batch(request, pk)
    tell_listeners(request, _("Refused rows of %s") % batch.filename, batch.bad_rows)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it
    write_refused(batch, file)
    file.seek(0)
    name = f"{batch.filename.rsplit('.', 1)[0]}-{_('refused')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@require_POST
def batch_correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take corrected rows into the batch."""
    batch = own_batch(request, pk)
    form = CorrectedForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("workbook", []))))
        return redirect(batch)
    upload = form.cleaned_data["workbook"]
    try:
        with opened(upload.chunks(), upload.name) as path:
            good, bad = take_corrected(actor=request.user, batch=batch, path=path)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(batch)
    text = ngettext("%(good)d row is right now", "%(good)d rows are right now", good)
    text += ngettext(", %(bad)d is still refused.", ", %(bad)d are still refused.", bad)
    messages.success(request, text % {"good": good, "bad": bad})
    return redirect(batch)


@require_POST
def row_correct(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    """Take corrected cells of one row."""
    batch = own_batch(request, pk)
    return _answer_row(
        request,
        batch,
        lambda: correct_cells(
            actor=request.user, batch=batch, number=number, cells=cells_in(request.POST.dict())
        ),
    )


@require_POST
def row_decide(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    """Take what a doubtful row means."""
    batch = own_batch(request, pk)
    decision = request.POST.get("decision", "")
    return _answer_row(
        request,
        batch,
        lambda: decide(actor=request.user, batch=batch, number=number, decision=decision),
    )


def _answer_row(request: SignedInRequest, batch: Batch, action: Callable[[], Row]) -> HttpResponse:
    """Do something to a row, say what it is now, and lead back to the rows of its kind."""
    try:
        row = action()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        text = _("Row %(row)s is now: %(state)s.")
        messages.success(request, text % {"row": row.number, "state": row.get_state_display()})
    query = {name: request.POST.get(name, "") for name in ("state", "kind", "page")}
    asked = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return redirect(f"{batch.get_absolute_url()}?{asked}#rows" if asked else batch)
