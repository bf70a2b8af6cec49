"""The way of a report to its seal: write, review, send back, sign, withdraw, correct."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, pgettext
from django.views.decorators.http import require_POST

from communities.permissions import may, may_step, require
from communities.registers import saved
from lib.bilingual import say
from lib.errors import DomainError, WrongState
from lib.http import SignedInRequest, revision_read
from lib.review import opinion_given
from reports.digest import digest
from reports.forms import NarrativeForm, ReasonForm, SignForm
from reports.models import ReportRun
from reports.permissions import RUN_MAKE, RUN_REVIEW, RUN_SIGN, RUN_WITHDRAW
from reports.services import approval, requests
from reports.views.runs import TO_REVIEW, TO_SIGN, run_in_sight, untyped
from reports.workflow import DECLINE, SEND_BACK, RunState


def narrative(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """Write one text of a draft."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_MAKE, run)
    if not run.document or key not in run.snapshot.narratives():
        raise Http404
    form = NarrativeForm(request.POST or None, run=run, key=key)
    if saved(request, form, lambda: _write(request, run, key, form)):
        return redirect(f"{run.get_absolute_url()}#narrative-{key}")
    title = say(run.snapshot.narrative_title(key), get_language())
    context = {"form": form, "title": title, "intro": run, "back": run}
    return render(request, "includes/form_page.html", context)


def _write(request: SignedInRequest, run: ReportRun, key: str, form: NarrativeForm) -> ReportRun:
    return approval.write_narrative(
        actor=request.user,
        run=run,
        key=key,
        text=form.cleaned_data["text"],
        read_hash=run.document_hash,
    )


@require_POST
def review(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Declare a draft fit for the committee."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_REVIEW, run)
    place = TO_REVIEW.place(request.user, run)
    done = _do(
        request,
        run,
        lambda: approval.review(
            actor=request.user,
            run=run,
            read_hash=request.POST.get("read_hash", ""),
            opinion=opinion_given(request),
            revision=revision_read(request),
        ),
        _("The report now waits for the committee's signature."),
    )
    return done if run.state == RunState.DRAFT else TO_REVIEW.go_on(request, place, run)


@require_POST
def recompute(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Compute a draft anew."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_MAKE, run)
    return _do(
        request,
        run,
        lambda: requests.recompute(actor=request.user, run=run, revision=revision_read(request)),
    )


@require_POST
def retry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Try a failed computation again."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_MAKE, run)
    return _do(request, run, lambda: requests.retry(actor=request.user, run=run))


def send_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give a reviewed report back to its writers, with the reason: its reviewer, or a signer."""
    run = run_in_sight(request, pk)
    move = SEND_BACK if may(request.user, RUN_REVIEW, run) else DECLINE
    require(request.user, move.permission, run)
    action = partial(approval.send_back, move=move)
    return _with_reason(request, run, pgettext("report", "Send back"), action)


def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Withdraw a report, with the reason."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_WITHDRAW, run)
    return _with_reason(request, run, pgettext("report", "Withdraw"), approval.withdraw)


def correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make a new version that corrects a signed report, with the reason."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_MAKE, run)

    def action(**given: Any) -> ReportRun:
        version, made = requests.correct_report(**given)
        if not made:
            messages.info(request, _("This report exists already."))
        return version

    return _with_reason(request, run, _("Make a corrected version"), action)


def sign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Sign the report with the user's own password, on a page that says what it says."""
    run = run_in_sight(request, pk)
    require(request.user, RUN_SIGN, run)
    initial = {"read_hash": run.document_hash}
    form = SignForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _do(
            request,
            run,
            lambda: approval.sign(
                actor=request.user,
                run=run,
                read_hash=given["read_hash"],
                opinion=given["reason"],
            ),
            _("You have signed the report."),
        )
    if not run.document:
        raise WrongState(_("This report has not been computed yet."))
    context = {
        "form": form,
        "run": run,
        "digest": digest(run.snapshot, get_language() or "zh-hans"),
        "untyped": untyped(run),
        "steps": run.steps.select_related("actor"),
        "signatures": run.signatures.all(),
        "place": TO_SIGN.place(request.user, run),
        "may_return": any(may_step(request.user, run, one) for one in (SEND_BACK, DECLINE)),
    }
    return render(request, "reports/run_sign.html", context)


def _with_reason(
    request: SignedInRequest, run: ReportRun, title: str, action: Callable[..., ReportRun | None]
) -> HttpResponse:
    form = ReasonForm(request.POST or None, record=run)
    if request.method == "POST" and form.is_valid():
        try:
            result = action(actor=request.user, run=run, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(result or run)
    context = {"form": form, "title": title, "intro": str(run), "submit": title, "back": run}
    return render(request, "includes/form_page.html", context)


def _do(
    request: SignedInRequest, run: ReportRun, action: Callable[[], object], success: str = ""
) -> HttpResponse:
    try:
        action()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if success:
            messages.success(request, success)
    return redirect(run)
