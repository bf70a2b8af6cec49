"""Imports: receive, say what the columns mean, look at the findings, commit, correct, undo."""

import tempfile
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from communities.models import Area
from communities.permissions import PERSONAL_REVEAL, may, require
from communities.registers import in_sight
from injuries.filters import OPEN, BatchFilter
from injuries.import_forms import ColumnsForm, CorrectedForm, ImportForm, SheetForm
from injuries.imports import neiss
from injuries.imports.asked import FIELDS, REGISTER
from injuries.imports.corrections import correct_cells, take_corrected, write_refused
from injuries.imports.masked import is_personal
from injuries.imports.preview import FindingRow, finding_rows
from injuries.models import ImportBatch, InjuryRecord
from injuries.models.records import InjuryQuerySet
from injuries.permissions import IMPORT_RUN, RECORD_VIEW
from injuries.services.imports import (
    choose_sheet,
    commit_import,
    confirm_columns,
    discard_import,
    explain_words,
    look_at_cells,
    receive_workbook,
    reopen_import,
    retry_import,
    same_workbook,
    undo_import,
)
from injuries.tables import BATCH_TABLE
from injuries.wording import note_words
from ledgers.forms import WordsForm, cells_in
from ledgers.machine.sheets import opened
from lib.errors import BadUpload, DomainError, NotAllowed
from lib.exports import tell_listeners
from lib.htmx import render_part
from lib.http import SignedInRequest, revision_read
from lib.listing import Listing, list_page
from lib.sending import send_once

FINDINGS_A_PAGE = 25
#: Where whoever waits on the page of an import is led when it asks something.
ONWARD: dict[str, str] = {
    ImportBatch.Stage.MAPPING: "injuries:import-columns",
    ImportBatch.Stage.WORDS: "injuries:import-words",
}


def import_list(request: SignedInRequest) -> HttpResponseBase:
    """List the imports in sight."""
    require(request.user, IMPORT_RUN)
    batches = ImportBatch.objects.visible_to(request.user)
    return list_page(
        request,
        Listing(
            name=_("Imports"),
            queryset=batches.select_related("area", "reporting_site", "created_by"),
            filterset=BatchFilter,
            table=BATCH_TABLE,
            template="injuries/import_list.html",
            empty_template="injuries/import_empty.html",
            preset={"stage": OPEN},
        ),
    )


def import_new(request: SignedInRequest) -> HttpResponse:
    """Take a workbook."""
    require(request.user, IMPORT_RUN)
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST":
        rows = ImportBatch.objects.visible_to(request.user)
        batch = send_once(form, rows, lambda: _receive(request, form))
        if batch is not None:
            return redirect(batch)
    context = {"form": form, "title": _("Import cards"), "submit": _("Upload")}
    return render(request, "injuries/import_new.html", context)


def _receive(request: SignedInRequest, form: ImportForm) -> ImportBatch:
    return receive_workbook(
        actor=request.user,
        key=form.key,
        site=form.cleaned_data["reporting_site"],
        area=form.cleaned_data["area"],
        upload=form.cleaned_data["workbook"],
    )


def import_columns(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask which sheet is meant, then what each column means; both show cells of the workbook."""
    batch = _in_sight(request, pk)
    if not _may_download(request, batch):
        raise PermissionDenied
    if batch.at_work or not batch.file:
        return redirect(batch)
    if batch.asks_for_sheet:
        return _ask_sheet(request, batch)
    stages = {ImportBatch.Stage.MAPPING, ImportBatch.Stage.PREVIEW}
    if batch.stage not in stages or batch.profile == neiss.KEY:
        return redirect(batch)
    form = ColumnsForm(
        request.POST or None,
        batch=batch,
        samples=batch.samples,
        may_reveal=may(request.user, PERSONAL_REVEAL, batch),
    )
    if request.method == "POST" and form.is_valid():
        read = revision_read(request)
        confirm_columns(actor=request.user, batch=batch, mapping=form.mapping(), revision=read)
        return redirect(batch)
    look_at_cells(actor=request.user, batch=batch)
    context = {
        "batch": batch,
        "form": form,
        "origin": batch.reporting_site,
        "notes": note_words(batch.notes),
        "same": same_workbook(request.user, batch),
    }
    return render(request, "injuries/import_columns.html", context)


def _ask_sheet(request: SignedInRequest, batch: ImportBatch) -> HttpResponse:
    form = SheetForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            choose_sheet(actor=request.user, batch=batch, sheet=form.cleaned_data["sheet"])
        except BadUpload as error:
            form.add_error("sheet", str(error))
        else:
            return redirect(batch)
    intro = _("Several sheets of %s have injury cards. Send the workbook again for another one.")
    context = {
        "form": form,
        "title": _("Which sheet is meant?"),
        "intro": intro % batch.filename,
        "submit": _("Read this sheet"),
        "back": batch,
    }
    return render(request, "includes/form_page.html", context)


def import_words(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask, once a word, what the words mean that no list of the card knows."""
    batch = _in_sight(request, pk)
    if not _may_download(request, batch):
        raise PermissionDenied
    stages = {ImportBatch.Stage.WORDS, ImportBatch.Stage.PREVIEW}
    if batch.stage not in stages or not batch.unknown or not batch.file:
        return redirect(batch)
    form = WordsForm(
        request.POST or None,
        batch=batch,
        register=REGISTER,
        fields=FIELDS,
        areas=list(Area.objects.where_allowed(request.user, IMPORT_RUN).order_by("path")),
        refuses=True,
    )
    if request.method == "POST" and form.is_valid():
        read = revision_read(request)
        explain_words(actor=request.user, batch=batch, words=form.words(), revision=read)
        return redirect(batch)
    look_at_cells(actor=request.user, batch=batch)
    context = {"batch": batch, "form": form, "origin": batch.reporting_site}
    return render(request, "injuries/import_words.html", context)


def import_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show where an import stands; htmx asks again for the part that changes, and for columns."""
    batch = _in_sight(request, pk)
    onward = ONWARD.get(batch.stage)
    if request.htmx and onward and _may_download(request, batch):
        return HttpResponseClientRedirect(reverse(onward, args=[batch.pk]))
    pages = Paginator(batch.rows.told(), FINDINGS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    findings = finding_rows(
        batch,
        page.object_list,
        _openable(request),
        may_look=_may_download(request, batch),
        own=_may_correct(request, batch),
    )
    if _may_correct(request, batch) and _shows_persons(batch, findings):
        look_at_cells(actor=request.user, batch=batch)
    context = {
        "batch": batch,
        "page": page,
        "findings": findings,
        "asked": [("page", page.number)],
        "may_correct": _may_correct(request, batch),
        "notes": note_words(batch.notes),
        "corrected_form": CorrectedForm(),
        "may_download": _may_download(request, batch),
        "same": same_workbook(request.user, batch),
        "is_neiss": batch.profile == neiss.KEY,
    }
    return render_part(request, "injuries/import_detail.html", context, part="work")


def _openable(request: SignedInRequest) -> InjuryQuerySet:
    return InjuryRecord.objects.visible_to(request.user).where_allowed(request.user, RECORD_VIEW)


def _may_download(request: SignedInRequest, batch: ImportBatch) -> bool:
    """Whoever sent the workbook has its cells anyway; others must be allowed to see persons."""
    return batch.created_by_id == request.user.pk or may(request.user, PERSONAL_REVEAL, batch)


def _may_correct(request: SignedInRequest, batch: ImportBatch) -> bool:
    """Whoever sent the workbook sees the cells that are wrong as they are, and corrects them."""
    stages = {ImportBatch.Stage.PREVIEW, ImportBatch.Stage.COMMITTED}
    return batch.created_by_id == request.user.pk and batch.stage in stages and bool(batch.file)


def _shows_persons(batch: ImportBatch, findings: list[FindingRow]) -> bool:
    return any(is_personal(batch, cell.place) for one in findings for cell in one.to_correct)


def import_refused(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Send the refused rows as a workbook that says what is wrong."""
    batch = _in_sight(request, pk)
    if not _may_download(request, batch):
        raise PermissionDenied
    tell_listeners(request, _("Refused rows of %s") % batch.filename, batch.bad_rows)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it
    write_refused(batch, file)
    file.seek(0)
    name = f"{batch.filename.rsplit('.', 1)[0]}-{_('refused')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@require_POST
def import_correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take corrected rows into the batch."""
    batch = _in_sight(request, pk)
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
def import_row_correct(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    """Take corrected cells of one row."""
    batch = _in_sight(request, pk)
    try:
        cells = cells_in(request.POST.dict())
        row = correct_cells(actor=request.user, batch=batch, number=number, cells=cells)
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as error:
        messages.error(request, str(error))
    else:
        text = _("Row %(row)s is now: %(state)s.")
        messages.success(request, text % {"row": number, "state": row.get_state_display()})
    page = request.POST.get("page", "")
    asked = f"?page={page}" if page.isdecimal() else ""
    return redirect(f"{batch.get_absolute_url()}{asked}#rows")


@require_POST
def import_commit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Commit the good rows."""
    return _do(request, pk, commit_import)


@require_POST
def import_retry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Go on with stopped work."""
    return _do(request, pk, retry_import)


@require_POST
def import_undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the whole batch out."""
    return _do(request, pk, undo_import, _("The import has been undone; its records are gone."))


@require_POST
def import_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take an undone import up again."""
    return _do(request, pk, reopen_import)


@require_POST
def import_discard(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give up an import."""
    return _do(request, pk, discard_import, _("The import has been discarded."))


def _do(
    request: SignedInRequest, pk: UUID, action: Callable[..., object], done: str = ""
) -> HttpResponse:
    """Do an action on an import in sight; a broken rule is said on the import's page."""
    batch = _in_sight(request, pk)
    try:
        action(actor=request.user, batch=batch, revision=revision_read(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return redirect(batch)


def _in_sight(request: SignedInRequest, pk: UUID) -> ImportBatch:
    rows = ImportBatch.objects.select_related("area", "reporting_site", "created_by")
    return in_sight(request, rows, pk, IMPORT_RUN)
