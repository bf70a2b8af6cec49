"""Corrective actions: the register, one action, the form, done, verified, given up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from actions.filters import FOR_ME, UNSETTLED, CorrectiveActionFilter
from actions.forms import CorrectiveActionForm, DoneForm, OwnerForm, VerdictForm, WithdrawForm
from actions.models import CorrectiveAction
from actions.permissions import ACTION_CHANGE, ACTION_VERIFY, ACTION_VIEW
from actions.services import (
    assign_action,
    may_answer,
    refuse_settled,
    report_done,
    return_action,
    save_action,
    verify_action,
    withdraw_action,
)
from actions.sources import action_sources, name_of, record_of
from actions.tables import ACTION_TABLE, judged_columns
from actions.workflow import VERIFY, WITHDRAW
from communities.list_actions import change_action, step_action
from communities.permissions import may, may_step, require
from communities.registers import in_sight, led_on, repeated, saved
from lib.errors import BadUpload, DomainError, NotAllowed
from lib.http import SignedInRequest
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.review import Review
from lib.sending import send_once
from lib.workflow import require_open

REVIEW = Review(
    waiting=lambda user: (
        CorrectiveAction.objects.where_allowed(user, ACTION_VERIFY)
        .verifiable_by(user)
        .order_by("due", "id")
    ),
    url_name="actions:action",
    home=lambda: f"{reverse('actions:actions')}?state={FOR_ME}",
)
#: What is done to ticked actions.
ACTIONS = (
    step_action(
        key="verify",
        move=VERIFY,
        icon="check2-square",
        label=gettext_lazy("Close as done"),
        act=lambda *, record, **known: verify_action(action=record, **known),
        judged=judged_columns,
    ),
    change_action(
        key="assign",
        permission=ACTION_CHANGE,
        icon="person-check",
        label=gettext_lazy("Assign an owner"),
        form=OwnerForm,
        check=lambda _user, record: refuse_settled(record),
        act=lambda *, record, **known: assign_action(action=record, **known),
    ),
    EXPORT_TICKED,
)


def action_list(request: SignedInRequest) -> HttpResponseBase:
    """List corrective actions in sight, the one due first at the top."""
    require(request.user, ACTION_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Corrective actions"),
            queryset=CorrectiveAction.objects.visible_to(request.user).for_list(),
            filterset=CorrectiveActionFilter,
            table=ACTION_TABLE,
            template="actions/action_list.html",
            empty_template="actions/action_empty.html",
            actions=ACTIONS,
            preset={"state": UNSETTLED},
            context={"may_add": may(request.user, ACTION_CHANGE)},
        ),
    )


def action_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an action with its steps."""
    action = _in_sight(request, pk)
    return render(
        request,
        "actions/action_detail.html",
        {
            "action": action,
            "steps": action.steps.select_related("actor"),
            "record": record_of(request.user, action),
            "kind": name_of(action.source_kind),
            "may_change": action.is_open and may(request.user, ACTION_CHANGE, action),
            "may_report_done": action.is_open and may_answer(request.user, action),
            "may_verify": may_step(request.user, action, VERIFY),
            "may_withdraw": may_step(request.user, action, WITHDRAW),
        },
    )


def action_new(request: SignedInRequest) -> HttpResponse:
    """Record an action that comes from no record of the portal."""
    require(request.user, ACTION_CHANGE)
    return _record(request, CorrectiveAction(), {}, reverse("actions:actions"))


def action_of(request: SignedInRequest, key: str, pk: UUID) -> HttpResponse:
    """Make an action of a record: a hazard, a drill, a report."""
    source = action_sources.get(key)
    record = source.find(request.user, pk) if source else None
    if source is None or record is None:
        raise Http404
    require(request.user, ACTION_CHANGE, record)
    if not source.offered(record):
        raise NotAllowed(_("Nothing can follow from this any more."))
    action = CorrectiveAction(
        area=record.area,
        source_kind=key,
        source_key=record.pk,
        source=str(record)[:200],
        found_on=min(source.day(record), timezone.localdate()),
    )
    return _record(request, action, source.begins(record), record)


def _record(
    request: SignedInRequest, action: CorrectiveAction, begins: dict[str, str], home: Any
) -> HttpResponse:
    """Draw the form of a new action, or record it once and lead to `home`."""
    form = CorrectiveActionForm(
        request.POST or None,
        instance=action,
        user=request.user,
        initial={**begins, **repeated(request, CorrectiveActionForm)},
    )
    if request.method == "POST":
        rows = CorrectiveAction.objects.visible_to(request.user)
        stored = send_once(form, rows, lambda: _save(request, form))
        if stored is not None:
            messages.success(request, _("Saved."))
            return led_on(request, form, home if action.source_kind else stored)
    context = {
        "form": form,
        "title": _("New corrective action"),
        "intro": action.source,
        "back": home if action.source_kind else None,
    }
    return render(request, "includes/form_page.html", context)


def action_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an open action."""
    action = _in_sight(request, pk, ACTION_CHANGE)
    refuse_settled(action)
    form = CorrectiveActionForm(request.POST or None, instance=action, user=request.user)
    if saved(request, form, lambda: _save(request, form)):
        return redirect(action)
    context = {"form": form, "title": _("Change the corrective action"), "back": action}
    return render(request, "includes/form_page.html", context)


def _save(request: SignedInRequest, form: CorrectiveActionForm) -> CorrectiveAction:
    return save_action(actor=request.user, action=form.instance)


def action_done(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Report that an action was taken, with evidence."""
    action = _in_sight(request, pk)
    if not may_answer(request.user, action):
        raise NotAllowed(_("Only the owner or staff of the area can report this."))
    refuse_settled(action)
    initial = {"done_on": timezone.localdate()}
    form = DoneForm(request.POST or None, request.FILES or None, record=action, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report_done(actor=request.user, action=action, **form.cleaned_data)
        except BadUpload as error:
            form.add_error("evidence", str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reported as done; somebody else verifies it now."))
            return redirect(action)
    context = {"form": form, "title": _("Report as done"), "intro": action.action, "back": action}
    return render(request, "includes/form_page.html", context)


def action_verify(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Verify what somebody else reported as done, or send it back."""
    action = _in_sight(request, pk, ACTION_VERIFY)
    require_open(action, VERIFY, request.user)
    form = VerdictForm(request.POST or None, record=action)
    place = REVIEW.place(request.user, action)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        judge = verify_action if given.pop("verdict") == form.ACCEPT else return_action
        try:
            judge(actor=request.user, action=action, **given)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return REVIEW.go_on(request, place, action)
    context = {
        "form": form,
        "place": place,
        "title": _("Verify"),
        "intro": action.action,
        "back": action,
    }
    return render(request, "includes/form_page.html", context)


def action_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give up an open action, with the reason."""
    action = _in_sight(request, pk, ACTION_CHANGE)
    require_open(action, WITHDRAW, request.user)
    form = WithdrawForm(request.POST or None, record=action)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_action(actor=request.user, action=action, **form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(action)
    context = {"form": form, "title": _("Not pursue"), "intro": action.action, "back": action}
    return render(request, "includes/form_page.html", context)


def _in_sight(
    request: SignedInRequest, pk: UUID, permission: str | None = None
) -> CorrectiveAction:
    """Return the action: 404 out of sight; 403 without `permission` where it lies.

    Seeing takes the permission where it lies, or anywhere for whoever has it to do.
    """
    rows = CorrectiveAction.objects.select_related(
        "area", "owner", "owner_unit", "done_by", "verified_by"
    )
    action = in_sight(request, rows, pk, permission, anywhere=ACTION_VIEW)
    if not action.is_owed_by(request.user):
        require(request.user, ACTION_VIEW, action)
    return action
