"""Ledgers: which there are, receive, columns, words, findings, corrections, commit, undo."""

import io
import tempfile
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from communities.models import Area
from communities.permissions import may, require
from communities.registers import in_sight
from ledgers import services
from ledgers.blank_workbook import blank_workbook
from ledgers.declaration import Ledger, other_ways, registers
from ledgers.filters import OPEN, BatchFilter
from ledgers.forms import BatchForm, ColumnsForm, CorrectedForm, SheetForm, WordsForm, cells_in
from ledgers.machine.corrections import correct_cells, decide, take_corrected, write_refused
from ledgers.machine.preview import kinds, new_headings, shown_rows
from ledgers.machine.sheets import opened
from ledgers.models import Batch, Row, RowQuerySet
from ledgers.permissions import LEDGER_RUN
from ledgers.tables import BATCH_TABLE
from ledgers.wording import note_words
from ledgers.workflow import Stage
from lib.errors import BadUpload, DomainError
from lib.exports import tell_listeners
from lib.htmx import render_part
from lib.http import SignedInRequest, revision_read
from lib.listing import Listing, list_page
from lib.sending import send_once

ROWS_A_PAGE = 25
#: In the address of a batch: whoever comes from the step before wants the next one.
ONWARD = "on"
#: What the page of a batch shows of its rows, the first that there is.
TABS = (
    (Row.State.REFUSED, "bad_rows"),
    (Row.State.DOUBTFUL, "doubtful_rows"),
    (Row.State.CHANGED, "changed_rows"),
    (Row.State.NEW, "new_rows"),
    (Row.State.KEPT, "kept_rows"),
)


def home(request: SignedInRequest) -> HttpResponse:
    """Show the registers that the user may bring in, each with its earlier batches."""
    require(request.user, LEDGER_RUN)
    batches = Batch.objects.visible_to(request.user)
    counts: dict[str, int] = {}
    for register in batches.order_by().values_list("register", flat=True):
        counts[register] = counts.get(register, 0) + 1
    cards = [
        {"ledger": ledger, "batches": counts.get(ledger.key, 0)}
        for ledger in registers
        if may(request.user, ledger.permission)
    ]
    others = [one for one in other_ways if may(request.user, one.permission)]
    recent = batches.select_related("area", "created_by").order_by("-created_at")[:8]
    return render(
        request, "ledgers/home.html", {"cards": cards, "others": others, "recent": recent}
    )


def batch_list(request: SignedInRequest) -> HttpResponseBase:
    """List the batches in sight."""
    require(request.user, LEDGER_RUN)
    batches = Batch.objects.visible_to(request.user)
    return list_page(
        request,
        Listing(
            name=_("Workbooks"),
            queryset=batches.select_related("area", "created_by"),
            filterset=BatchFilter,
            table=BATCH_TABLE,
            template="ledgers/batch_list.html",
            preset={"stage": OPEN},
        ),
    )


def _ledger(request: SignedInRequest, key: str) -> Ledger:
    """Return a register that the user may bring in: 404 for none, 403 without the permission."""
    ledger = registers.get(key)
    if ledger is None:
        raise Http404
    require(request.user, LEDGER_RUN)
    require(request.user, ledger.permission)
    return ledger


def template(request: SignedInRequest, register: str) -> FileResponse:
    """Send the empty template of a register."""
    ledger = _ledger(request, register)
    data = blank_workbook(ledger, request.user)
    name = f"{ledger.label}-{_('template')}.xlsx"
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name)


def batch_new(request: SignedInRequest, register: str) -> HttpResponse:
    """Take a workbook."""
    ledger = _ledger(request, register)
    form = BatchForm(request.POST or None, request.FILES or None, user=request.user, ledger=ledger)
    if request.method == "POST":
        rows = Batch.objects.visible_to(request.user)
        batch = send_once(form, rows, lambda: _receive(request, ledger, form))
        if batch is not None:
            return _go_on(batch)
    context = {
        "form": form,
        "ledger": ledger,
        "title": _("Bring in: %s") % ledger.label,
        "submit": _("Upload"),
        "intro": ledger.help,
    }
    return render(request, "ledgers/batch_new.html", context)


def _receive(request: SignedInRequest, ledger: Ledger, form: BatchForm) -> Batch:
    return services.receive_workbook(
        actor=request.user,
        key=form.key,
        ledger=ledger,
        area=form.cleaned_data["area"],
        upload=form.cleaned_data["workbook"],
        origin=form.cleaned_data["origin"],
        clears=form.cleaned_data["clears"],
    )


def batch_columns(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask which sheet is meant, then what each column means."""
    batch = _own(request, pk)
    if batch.at_work or not batch.file:
        return redirect(batch)
    if batch.asks_for_sheet:
        return _ask_sheet(request, batch)
    if batch.stage not in {Stage.MAPPING, Stage.PREVIEW}:
        return redirect(batch)
    form = ColumnsForm(request.POST or None, batch=batch, may_look=True)
    if request.method == "POST" and form.is_valid():
        read = revision_read(request)
        try:
            services.confirm_columns(
                actor=request.user, batch=batch, mapping=form.mapping(), revision=read
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _go_on(batch)
    context = {
        "batch": batch,
        "form": form,
        "origin": batch.origin,
        "notes": note_words(batch.notes),
        "same": services.same_workbook(request.user, batch),
    }
    return render(request, "ledgers/batch_columns.html", context)


def _ask_sheet(request: SignedInRequest, batch: Batch) -> HttpResponse:
    form = SheetForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_sheet(actor=request.user, batch=batch, sheet=form.cleaned_data["sheet"])
        except BadUpload as error:
            form.add_error("sheet", str(error))
        else:
            return redirect(batch)
    intro = _("Several sheets of %s have such rows. Send the workbook again for another one.")
    context = {
        "form": form,
        "title": _("Which sheet is meant?"),
        "intro": intro % batch.filename,
        "submit": _("Read this sheet"),
        "back": batch,
    }
    return render(request, "includes/form_page.html", context)


def batch_words(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask, once a word, what the words mean that no list knows."""
    batch = _own(request, pk)
    if batch.stage not in {Stage.WORDS, Stage.PREVIEW} or not batch.unknown or not batch.file:
        return redirect(batch)
    areas = Area.objects.where_allowed(request.user, batch.ledger.permission).order_by("path")
    form = WordsForm(
        request.POST or None,
        batch=batch,
        register=batch.register,
        fields=batch.ledger.by_key,
        areas=list(areas),
    )
    if request.method == "POST" and form.is_valid():
        services.explain_words(
            actor=request.user, batch=batch, words=form.words(), revision=revision_read(request)
        )
        return _go_on(batch)
    context = {"batch": batch, "form": form, "origin": batch.origin}
    return render(request, "ledgers/batch_words.html", context)


def batch_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show where a batch stands; htmx asks again for the part that changes."""
    batch = _in_sight(request, pk)
    own = batch.is_of(request.user)
    if own and (onward := _onward(batch)):
        if request.htmx:
            return HttpResponseClientRedirect(onward)
        if ONWARD in request.GET:
            return redirect(onward)
    rows, chosen = _asked_rows(request, batch)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "rows": shown_rows(batch, page.object_list, may_look=own),
        "new_headings": new_headings(batch),
        "kinds": [one for one in kinds(batch) if one.state == Row.State.REFUSED],
        "tabs": _tabs(batch),
        "chosen": chosen,
        "kind": request.GET.get("kind", ""),
        "asked": [
            ("state", chosen),
            ("kind", request.GET.get("kind", "")),
            ("page", page.number),
        ],
        "notes": note_words(batch.notes),
        "corrected_form": CorrectedForm(),
        "may_look": own,
        "same": services.same_workbook(request.user, batch),
        "belongs": services.belongs_to(request.user, batch) if own else None,
    }
    return render_part(request, "ledgers/batch_detail.html", context, part="work")


def _go_on(batch: Batch) -> HttpResponse:
    """Lead to the batch, and on to what it asks next, however fast the worker was."""
    return redirect(f"{batch.get_absolute_url()}?{ONWARD}=1")


def _onward(batch: Batch) -> str:
    """Return where the uploader goes on when the worker has come to a question."""
    if batch.stage == Stage.MAPPING:
        return reverse("ledgers:columns", args=[batch.pk])
    return reverse("ledgers:words", args=[batch.pk]) if batch.stage == Stage.WORDS else ""


def _tabs(batch: Batch) -> list[dict[str, object]]:
    words = {Row.State.NEW: _("New"), Row.State.CHANGED: _("Changed")}
    words |= {
        Row.State.DOUBTFUL: _("Doubtful"),
        Row.State.REFUSED: pgettext("rows of a workbook", "Refused"),
    }
    words |= {Row.State.KEPT: _("Have stayed")}
    found = [(state, words[state], getattr(batch, column)) for state, column in TABS]
    return [{"state": s, "label": label, "count": count} for s, label, count in found if count]


def _asked_rows(request: SignedInRequest, batch: Batch) -> tuple[RowQuerySet, str]:
    """Return the rows that the address asks for, else those that first need somebody."""
    rows = batch.rows.filter(written=False)
    states = [str(tab["state"]) for tab in _tabs(batch)]
    asked = request.GET.get("state", "")
    chosen = asked if asked in states else next(iter(states), "")
    rows = rows.filter(state=chosen)
    kind = request.GET.get("kind", "")
    return (rows.of_kind(kind) if kind else rows).order_by("number"), chosen


def batch_refused(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Send the refused rows as a workbook that says what is wrong."""
    batch = _own(request, pk)
    tell_listeners(request, _("Refused rows of %s") % batch.filename, batch.bad_rows)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it
    write_refused(batch, file)
    file.seek(0)
    name = f"{batch.filename.rsplit('.', 1)[0]}-{_('refused')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@require_POST
def batch_correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take corrected rows into the batch."""
    batch = _own(request, pk)
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
    batch = _own(request, pk)
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
    batch = _own(request, pk)
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


@require_POST
def batch_commit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Commit what is new and changed."""
    return _do(request, pk, services.commit_batch)


@require_POST
def batch_retry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Go on with stopped work."""
    return _do(request, pk, services.retry_batch)


@require_POST
def batch_carry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Carry a workbook to the register whose headings it has."""
    batch = _own(request, pk)
    return _do(request, batch.pk, services.carry_over)


@require_POST
def batch_undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the whole batch out."""
    return _do(request, pk, services.undo_batch)


@require_POST
def batch_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take an undone batch up again."""
    return _do(request, pk, services.reopen_batch)


@require_POST
def batch_discard(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give up a batch."""
    return _do(request, pk, services.discard_batch, _("The workbook has been discarded."))


def _do(
    request: SignedInRequest, pk: UUID, action: Callable[..., object], done: str = ""
) -> HttpResponse:
    """Do an action on a batch in sight; a broken rule is said on the batch's page."""
    batch = _in_sight(request, pk)
    try:
        action(actor=request.user, batch=batch, revision=revision_read(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return redirect(batch)


def _own(request: SignedInRequest, pk: UUID) -> Batch:
    """Return a batch of the user's own: nobody else sees or changes its cells."""
    batch = _in_sight(request, pk)
    if not batch.is_of(request.user):
        raise PermissionDenied
    return batch


def _in_sight(request: SignedInRequest, pk: UUID) -> Batch:
    rows = Batch.objects.select_related("area", "origin", "created_by")
    batch = in_sight(request, rows, pk, LEDGER_RUN)
    require(request.user, batch.ledger.permission, batch)
    return batch
