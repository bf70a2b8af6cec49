"""Reports: list, one report, its files, a new one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext as _

from accounts import audit
from accounts.models import User
from communities.permissions import may, may_step, require
from communities.registers import in_sight
from documents import html
from documents.fonts import FontsMissing
from documents.glyphs import lacking
from lib.htmx import render_part
from lib.http import SignedInRequest, portal_address
from lib.jobs import JobState
from lib.listing import Listing, list_page
from lib.review import Panel, Review, Verdict
from reports.digest import digest
from reports.filters import RunFilter
from reports.forms import ReportForm
from reports.models import ReportRun
from reports.permissions import RUN_MAKE, RUN_REVIEW, RUN_SIGN, RUN_VIEW
from reports.services.files import file_of
from reports.services.requests import request_report
from reports.tables import RUN_TABLE
from reports.workflow import REVIEW, SEND_BACK, SIGN, WITHDRAW, RunState

FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


TO_REVIEW = Review(
    waiting=lambda user: ReportRun.objects.where_allowed(user, RUN_REVIEW).waiting_for_review_by(
        user
    ),
    url_name="reports:run",
    home=lambda: f"{reverse('reports:runs')}?state={RunState.DRAFT}",
)
TO_SIGN = Review(
    waiting=lambda user: ReportRun.objects.where_allowed(user, RUN_SIGN).waiting_for_signature_of(
        user
    ),
    url_name="reports:run-sign",
    home=lambda: f"{reverse('reports:runs')}?state={RunState.REVIEWED}",
)


def run_in_sight(request: SignedInRequest, pk: UUID) -> ReportRun:
    """Return the report if the user may read it: 404 out of sight, 403 without the permission."""
    rows = ReportRun.objects.select_related(
        "area", "template", "corrects", "created_by", "reviewed_by"
    )
    return in_sight(request, rows, pk, RUN_VIEW)


def run_list(request: SignedInRequest) -> HttpResponseBase:
    """List the reports in sight."""
    require(request.user, RUN_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Reports"),
            queryset=ReportRun.objects.visible_to(request.user).for_list(),
            filterset=RunFilter,
            table=RUN_TABLE,
            template="reports/run_list.html",
            empty_template="reports/empty_runs.html",
            context={"may_make": may(request.user, RUN_MAKE)},
        ),
    )


def run_new(request: SignedInRequest) -> HttpResponse:
    """Ask for a report; an existing one of the same scope is shown instead of made again."""
    require(request.user, RUN_MAKE)
    form = ReportForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        run, made = request_report(actor=request.user, **form.cleaned_data)
        if not made:
            messages.info(request, _("This report exists already."))
        return redirect(run)
    context = {"form": form, "title": _("New report"), "submit": _("Make the report")}
    return render(request, "includes/form_page.html", context)


def run_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a report, or how far its computation has come (htmx asks again until it is there)."""
    run = run_in_sight(request, pk)
    if run.state == RunState.COMPUTING:
        return _progress(request, run)
    if request.htmx and request.htmx.target == "progress":
        return HttpResponse(headers={"HX-Redirect": run.get_absolute_url()})
    return render(request, "reports/run_detail.html", _page(request, run))


def run_file(request: SignedInRequest, pk: UUID, suffix: str) -> HttpResponse:
    """Send the report as PDF, Word or Excel, as it stands."""
    run = run_in_sight(request, pk)
    if suffix not in FILES or not run.document:
        raise Http404
    language = request.GET.get("language") or get_language() or "zh-hans"
    language = "en" if language == "en" else "zh-hans"
    content = file_of(run, suffix, language, portal_address(request))
    audit.record(
        actor=request.user,
        code="reports.run.downloaded",
        target=run,
        changes={"file": [None, suffix]},
    )
    response = HttpResponse(content, content_type=FILES[suffix])
    response["Content-Disposition"] = content_disposition_header(True, f"{run.file_name}.{suffix}")
    return response


def _progress(request: SignedInRequest, run: ReportRun) -> HttpResponse:
    language = "en" if get_language() == "en" else "zh-hans"
    context = {
        "run": run,
        "section": run.current_section.get(language, ""),
        "failed": run.job_state == JobState.FAILED,
        "may_make": may(request.user, RUN_MAKE, run),
    }
    return render_part(request, "reports/run_progress.html", context, part="progress")


def untyped(run: ReportRun) -> str:
    """Return what is to be said of characters that the PDF of an unsigned report cannot print.

    After the signature nobody can write the name otherwise.
    """
    if run.state not in {RunState.DRAFT, RunState.REVIEWED}:
        return ""
    try:
        letters = " ".join(lacking(run.document))
    except FontsMissing:
        return ""  # the PDF says that itself, with what to do
    text = _("The PDF has no type for %s and prints 〓 instead: write it otherwise before signing.")
    return text % letters if letters else ""


def _page(request: SignedInRequest, run: ReportRun) -> dict[str, object]:
    user = request.user
    drafting = run.state == RunState.DRAFT and may(user, RUN_MAKE, run)
    own = run.signatures.filter(signer=user).exists()
    return {
        "run": run,
        "document": html.render(
            run.snapshot,
            language="en" if get_language() == "en" else "zh-hans",
            seal=run.seal(),
            narrative_url=(lambda key: reverse("reports:narrative", args=[run.pk, key]))
            if drafting
            else None,
        ),
        "untyped": untyped(run),
        "steps": run.steps.select_related("actor"),
        "later": getattr(run, "corrected_by", None),
        "drafting": drafting,
        "panel": _panel(user, run) if may_step(user, run, REVIEW) else None,
        "may_return": may_step(user, run, SEND_BACK),
        "may_sign": may_step(user, run, SIGN) and not own,
        "may_withdraw": may_step(user, run, WITHDRAW),
        "may_correct": run.state in {RunState.SIGNED, RunState.WITHDRAWN}
        and may(user, RUN_MAKE, run)
        and not hasattr(run, "corrected_by"),
    }


def _panel(user: User, run: ReportRun) -> Panel:
    """Return the panel of whoever may hand the report to the committee."""
    found = digest(run.snapshot, get_language() or "zh-hans")
    remarks = [_("“%s” has not been written.") % title for title in found.unwritten]
    remarks += [_("“%s” could not be computed.") % title for title in found.failed]
    url = reverse("reports:run-review", args=[run.pk])
    verdict = Verdict(_("Hand to the committee"), url, "file-earmark-check", True)
    return Panel(run, TO_REVIEW.place(user, run), [verdict], remarks, run.document_hash)
