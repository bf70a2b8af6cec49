"""Findings of drills: list, page, form, done and verified."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from communities.list_actions import change_action, step_action
from communities.permissions import may, may_step, require
from communities.registers import in_sight, led_on, repeated, saved
from lib.errors import BadUpload, DomainError, NotAllowed
from lib.http import SignedInRequest
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.review import Review
from lib.sending import send_once
from lib.workflow import require_open
from training.filters import FOR_ME, UNSETTLED, FindingFilter
from training.forms import DoneForm, FindingForm, OwnerForm, VerdictForm
from training.models import DrillFinding
from training.permissions import (
    EVENT_CHANGE,
    EVENT_VIEW,
    FINDING_VERIFY,
)
from training.services.findings import (
    assign_finding,
    may_answer,
    refuse_settled,
    report_done,
    return_finding,
    save_finding,
    verify_finding,
)
from training.tables import FINDING_TABLE, judged_columns
from training.views.drills import drill_in_sight
from training.workflow import VERIFY

REVIEW = Review(
    waiting=lambda user: (
        DrillFinding.objects.where_allowed(user, FINDING_VERIFY)
        .verifiable_by(user)
        .order_by("due", "id")
    ),
    url_name="training:finding",
    home=lambda: f"{reverse('training:findings')}?state={FOR_ME}",
)
#: What is done to ticked findings.
ACTIONS = (
    step_action(
        key="verify",
        move=VERIFY,
        icon="check2-square",
        label=gettext_lazy("Close as done"),
        act=lambda *, record, **known: verify_finding(finding=record, **known),
        judged=judged_columns,
    ),
    change_action(
        key="assign",
        permission=EVENT_CHANGE,
        icon="person-check",
        label=gettext_lazy("Assign an owner"),
        form=OwnerForm,
        check=lambda _user, record: refuse_settled(record),
        act=lambda *, record, **known: assign_finding(finding=record, **known),
    ),
    EXPORT_TICKED,
)


def finding_list(request: SignedInRequest) -> HttpResponseBase:
    """List findings in sight, the one due first at the top."""
    require(request.user, EVENT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Drill findings"),
            queryset=DrillFinding.objects.visible_to(request.user).for_list(),
            filterset=FindingFilter,
            table=FINDING_TABLE,
            template="training/finding_list.html",
            empty_template="training/finding_empty.html",
            actions=ACTIONS,
            preset={"state": UNSETTLED},
        ),
    )


def finding_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a finding with its steps."""
    finding = _in_sight(request, pk, EVENT_VIEW)
    return render(
        request,
        "training/finding_detail.html",
        {
            "finding": finding,
            "steps": finding.steps.select_related("actor"),
            "may_change": finding.is_open and may(request.user, EVENT_CHANGE, finding),
            "may_report_done": finding.is_open and may_answer(request.user, finding),
            "may_verify": may_step(request.user, finding, VERIFY),
        },
    )


def finding_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Raise a finding of a drill."""
    drill = drill_in_sight(request, pk, EVENT_CHANGE)
    form = FindingForm(
        request.POST or None,
        instance=DrillFinding(drill=drill),
        user=request.user,
        drill=drill,
        initial=repeated(request, FindingForm),
    )
    if request.method == "POST":
        finding = send_once(form, drill.findings.all(), lambda: _save(request, form))
        if finding is not None:
            messages.success(request, _("Saved."))
            return led_on(request, form, drill)
    context = {"form": form, "title": _("New finding"), "intro": str(drill), "back": drill}
    return render(request, "includes/form_page.html", context)


def finding_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an open finding."""
    finding = _in_sight(request, pk, EVENT_CHANGE)
    refuse_settled(finding)
    form = FindingForm(
        request.POST or None, instance=finding, user=request.user, drill=finding.drill
    )
    if saved(request, form, lambda: _save(request, form)):
        return redirect(finding)
    context = {"form": form, "title": _("Change the finding"), "back": finding}
    return render(request, "includes/form_page.html", context)


def _save(request: SignedInRequest, form: FindingForm) -> DrillFinding:
    return save_finding(actor=request.user, finding=form.instance)


def finding_done(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Report that a finding is dealt with, with evidence."""
    finding = _in_sight(request, pk, EVENT_VIEW)
    if not may_answer(request.user, finding):
        raise NotAllowed(_("Only the owner or staff of the area can report this."))
    refuse_settled(finding)
    initial = {"done_on": timezone.localdate()}
    form = DoneForm(request.POST or None, request.FILES or None, record=finding, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report_done(actor=request.user, finding=finding, **form.cleaned_data)
        except BadUpload as error:
            form.add_error("evidence", str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reported as done; somebody else verifies it now."))
            return redirect(finding)
    context = {"form": form, "title": _("Report as done"), "intro": finding.action, "back": finding}
    return render(request, "includes/form_page.html", context)


def finding_verify(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Verify what somebody else reported as done, or send it back."""
    finding = _in_sight(request, pk, FINDING_VERIFY)
    require_open(finding, VERIFY, request.user)
    form = VerdictForm(request.POST or None, record=finding)
    place = REVIEW.place(request.user, finding)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        judge = verify_finding if given.pop("verdict") == form.ACCEPT else return_finding
        try:
            judge(actor=request.user, finding=finding, **given)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return REVIEW.go_on(request, place, finding)
    context = {
        "form": form,
        "place": place,
        "title": _("Verify"),
        "intro": finding.action,
        "back": finding,
    }
    return render(request, "includes/form_page.html", context)


def _in_sight(request: SignedInRequest, pk: UUID, permission: str) -> DrillFinding:
    rows = DrillFinding.objects.select_related(
        "drill__event__area", "owner", "done_by", "verified_by"
    )
    return in_sight(request, rows, pk, permission)
