"""Values of indicators: register, page, entering, submitting, approving, returning, correcting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.list_actions import step_action
from communities.permissions import may, may_step, require
from communities.registers import saved
from lib.errors import WrongState
from lib.http import SignedInRequest, revision_read
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.review import OpinionForm, Panel, Review, Verdict, opinion_given
from lib.sending import carry_out, send_once
from programmes.charts import goal_chart
from programmes.filters import ValueFilter
from programmes.forms import ReturnForm, ValueForm
from programmes.models import Indicator, IndicatorValue, ValueState
from programmes.permissions import PROJECT_VIEW, VALUE_APPROVE, VALUE_SUBMIT
from programmes.readings import readings
from programmes.services import values as services
from programmes.tables import VALUE_TABLE, judged_columns
from programmes.value_story import ValueStory, remarks_on, story_of
from programmes.views.forms import form_taken, show_form
from programmes.views.sight import indicator_in_sight, value_in_sight
from programmes.workflow import APPROVE, RETURN

#: Periods shown above the form of a value.
SHOWN = 12
REVIEW = Review(
    waiting=lambda user: IndicatorValue.objects.awaiting_approval_of(user, VALUE_APPROVE).order_by(
        "submitted_at", "id"
    ),
    url_name="programmes:value",
    home=lambda: reverse("programmes:values") + "?approve=on",
)
#: What is done to ticked values.
ACTIONS = (
    step_action(
        key="approve",
        move=APPROVE,
        icon="check2-square",
        form=OpinionForm,
        act=lambda *, record, **known: services.approve_value(value=record, **known),
        judged=judged_columns,
    ),
    EXPORT_TICKED,
)


def value_list(request: SignedInRequest) -> HttpResponseBase:
    """List the values in sight that were entered by hand."""
    require(request.user, PROJECT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Indicator values"),
            queryset=IndicatorValue.objects.visible_to(request.user).for_list(),
            filterset=ValueFilter,
            table=VALUE_TABLE,
            template="programmes/value_list.html",
            preset={"state": "open"},
            actions=ACTIONS,
        ),
    )


def value_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a value among the others of its indicator, and what can be done with it."""
    value = value_in_sight(request, pk)
    story = story_of(value)
    may_submit = may(request.user, VALUE_SUBMIT, value)
    may_approve = may(request.user, VALUE_APPROVE, value)
    submitted = value.state == ValueState.SUBMITTED
    judges = may_step(request.user, value, APPROVE)
    marked = None if value.state == ValueState.APPROVED else story.own
    context = {
        "value": value,
        "indicator": value.indicator,
        "project": value.indicator.project,
        "story": story,
        "chart": goal_chart(value.indicator, story.rows, request.LANGUAGE_CODE, marked),
        "steps": value.steps.select_related("actor"),
        "is_draft": value.state == ValueState.DRAFT,
        "may_submit": may_submit and value.state == ValueState.DRAFT,
        "may_return": may_approve and submitted and not judges,
        "panel": _panel(request, value, story) if judges else None,
        "own": submitted and may_approve and not judges,
        "may_correct": may_submit
        and value.state == ValueState.APPROVED
        and not hasattr(value, "correction"),
    }
    return render(request, "programmes/value_detail.html", context)


def _panel(request: SignedInRequest, value: IndicatorValue, story: ValueStory) -> Panel:
    """Return the panel of whoever may approve `value`."""
    return Panel(
        value,
        REVIEW.place(request.user, value),
        [
            Verdict(
                APPROVE.label,
                reverse("programmes:value-approve", args=[value.pk]),
                "check-lg",
                True,
            ),
            Verdict(RETURN.label, reverse("programmes:value-return", args=[value.pk]), "reply"),
        ],
        remarks_on(value, story.earlier),
    )


def value_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Enter a value of a manual indicator as a draft."""
    indicator = indicator_in_sight(request, pk, VALUE_SUBMIT)
    if not indicator.is_manual:
        raise WrongState(_("The portal computes this indicator itself."))
    fresh = IndicatorValue(indicator=indicator)
    return _enter(request, fresh, _("New value: %s") % indicator, indicator)


def value_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a draft."""
    value = value_in_sight(request, pk, VALUE_SUBMIT)
    if value.state != ValueState.DRAFT:
        raise WrongState(_("Only a draft can be changed."))
    title = str(value)
    form = _value_form(request, value)
    said = _("Submitted; somebody else has to approve it.") if form.submits else ""
    if saved(request, form, lambda: _save(request, form), said):
        return form_taken(request, value)
    return show_form(request, form, title, value, **_known(request, value.indicator))


def value_correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Enter a correction of an approved value as a new draft that names the old one."""
    value = value_in_sight(request, pk, VALUE_SUBMIT)
    if hasattr(value, "correction"):
        messages.info(request, _("A correction of this value exists already."))
        return form_taken(request, value.correction)
    fresh = services.new_correction(value)
    return _enter(request, fresh, _("Correct: %s") % value, value)


@require_POST
def value_submit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give a draft in for approval."""
    value = value_in_sight(request, pk, VALUE_SUBMIT)
    services.submit_value(actor=request.user, value=value, revision=revision_read(request))
    messages.success(request, _("Submitted; somebody else has to approve it."))
    return redirect(value)


@require_POST
def value_approve(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Approve a submitted value."""
    value = value_in_sight(request, pk, VALUE_APPROVE)
    place = REVIEW.place(request.user, value)
    services.approve_value(
        actor=request.user,
        value=value,
        opinion=opinion_given(request),
        revision=revision_read(request),
    )
    messages.success(request, _("Approved and locked: %s.") % value)
    return REVIEW.go_on(request, place, value)


def value_return(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give a submitted value back with a reason."""
    value = value_in_sight(request, pk, VALUE_APPROVE)
    form = ReturnForm(request.POST or None, record=value)
    if request.method == "POST" and form.is_valid():
        place = REVIEW.place(request.user, value)
        returned = carry_out(
            form,
            lambda: services.return_value(actor=request.user, value=value, **form.cleaned_data),
        )
        if returned is not None:
            messages.success(request, _("Returned: %s.") % value)
            return REVIEW.go_on(request, place, value)
    return show_form(request, form, _("Return: %s") % value, value)


def _value_form(request: SignedInRequest, value: IndicatorValue) -> ValueForm:
    return ValueForm(request.POST or None, request.FILES or None, user=request.user, instance=value)


def _enter(
    request: SignedInRequest, fresh: IndicatorValue, title: str, back: object
) -> HttpResponse:
    form = _value_form(request, fresh)
    if request.method == "POST":
        value = send_once(form, fresh.indicator.values.all(), lambda: _save(request, form))
        if value is not None:
            messages.success(request, _kept(value))
            return form_taken(request, value)
    return show_form(request, form, title, back, **_known(request, fresh.indicator))


def _kept(value: IndicatorValue) -> str:
    """Say what became of a value that was entered."""
    if value.state == ValueState.DRAFT:
        return _("Saved as a draft.")
    return _("Submitted; somebody else has to approve it.")


def _known(request: SignedInRequest, indicator: Indicator) -> dict[str, Any]:
    """Return what stands above the form of a value."""
    last = indicator.last_finished(timezone.localdate())
    rows = readings(indicator, last.back(SHOWN))
    known = [row for row in reversed(rows) if row.value is not None]
    return {
        "above": "programmes/value_context.html",
        "next_button": "programmes/value_submit_button.html",
        "submit_aside": True,
        "indicator": indicator,
        "known": known[:3],
        "chart": goal_chart(indicator, rows, request.LANGUAGE_CODE),
    }


def _save(request: SignedInRequest, form: ValueForm) -> IndicatorValue:
    save = services.save_and_submit if form.submits else services.save_value
    return save(actor=request.user, value=form.instance, evidence=form.cleaned_data["evidence"])
