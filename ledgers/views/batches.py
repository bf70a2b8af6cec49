"""A batch from its columns to its commit or undo, each step by whoever sent the workbook."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from communities.models import Area
from ledgers import services
from ledgers.forms import ColumnsForm, CorrectedForm, SheetForm, WordsForm
from ledgers.machine.preview import kinds, new_headings, shown_rows
from ledgers.models import Batch, Row, RowQuerySet
from ledgers.views.sight import ONWARD, batch_in_sight, go_on, own_batch
from ledgers.wording import note_words
from ledgers.workflow import Stage
from lib.errors import BadUpload, DomainError
from lib.htmx import render_part
from lib.http import SignedInRequest, revision_read

ROWS_A_PAGE = 25
#: What the page of a batch shows of its rows, the first that there is.
TABS = (
    (Row.State.REFUSED, "bad_rows"),
    (Row.State.DOUBTFUL, "doubtful_rows"),
    (Row.State.CHANGED, "changed_rows"),
    (Row.State.NEW, "new_rows"),
    (Row.State.KEPT, "kept_rows"),
)


def batch_columns(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask which sheet is meant, then what each column means."""
    batch = own_batch(request, pk)
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
            return go_on(batch)
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
    batch = own_batch(request, pk)
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
        return go_on(batch)
    context = {"batch": batch, "form": form, "origin": batch.origin}
    return render(request, "ledgers/batch_words.html", context)


def batch_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show where a batch stands; htmx asks again for the part that changes."""
    batch = batch_in_sight(request, pk)
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
    batch = own_batch(request, pk)
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
    batch = batch_in_sight(request, pk)
    try:
        action(actor=request.user, batch=batch, revision=revision_read(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return redirect(batch)
