"""Injury records: list, page, form, reveal, withdrawal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.permissions import PERSONAL_REVEAL, may, require
from communities.registers import in_sight, led_on, repeated, saved
from communities.sight import sight_of
from injuries.checks import warnings_of
from injuries.duplicates import duplicates_of
from injuries.filters import InjuryFilter
from injuries.forms import InjuryForm, WithdrawForm
from injuries.models import InjuryRecord
from injuries.models.sites import own_sites
from injuries.permissions import IMPORT_RUN, RECORD_ADD, RECORD_CHANGE, RECORD_VIEW, SITE_CHANGE
from injuries.services.records import (
    add_record,
    change_record,
    dismiss_duplicate,
    restore_record,
    reveal_record,
    withdraw_record,
)
from injuries.tables import INJURY_TABLE, PERSON_INJURY_TABLE
from injuries.wording import words_of
from lib.http import SignedInRequest, revision_read
from lib.listing import EXPORT_TICKED, Listing, list_page
from lib.records import column_of
from lib.sending import send_once


def record_list(request: SignedInRequest) -> HttpResponseBase:
    """List the records in sight; only those who keep all of them see (masked) names."""
    require(request.user, RECORD_VIEW)
    sight = sight_of(request.user)
    keeps = sight.paths_for(RECORD_VIEW) == sight.paths_for(RECORD_CHANGE)
    return list_page(
        request,
        Listing(
            name=_("Injuries"),
            queryset=InjuryRecord.objects.visible_to(request.user).for_list(),
            filterset=InjuryFilter,
            table=PERSON_INJURY_TABLE if keeps else INJURY_TABLE,
            template="injuries/record_list.html",
            empty_template="injuries/record_empty.html",
            actions=(EXPORT_TICKED,),
            context={
                "may_add": may(request.user, RECORD_ADD),
                "may_import": may(request.user, IMPORT_RUN),
                "may_sites": may(request.user, SITE_CHANGE),
            },
        ),
    )


def record_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a card; personal data masked, and only to those who keep records."""
    record = _in_sight(request, pk, RECORD_VIEW)
    return _page(request, record, revealed=False)


@require_POST
def record_reveal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a card with its personal data, once, and write down that they were shown."""
    record = _in_sight(request, pk, PERSONAL_REVEAL)
    reveal_record(actor=request.user, record=record)
    response = _page(request, record, revealed=True)
    return response


def _page(request: SignedInRequest, record: InjuryRecord, *, revealed: bool) -> HttpResponse:
    card = {field.name: getattr(record, field.attname) for field in record._meta.concrete_fields}
    odd = warnings_of(card, timezone.localdate(record.created_at))
    duplicates = duplicates_of(record, InjuryRecord.objects.visible_to(request.user)).for_list()
    may_change = may(request.user, RECORD_CHANGE, record)
    return render(
        request,
        "injuries/record_detail.html",
        {
            "record": record,
            "revealed": revealed,
            "keeps": may_change,
            "may_change": may_change and record.is_live,
            "may_reveal": may(request.user, PERSONAL_REVEAL, record),
            "warnings": [words_of(problem) for problem in odd],
            "duplicates": duplicates if may_change else [],
            "assumed": [
                column_of(record, name).verbose_name for name in record.extra.get("assumed", [])
            ],
        },
    )


def record_new(request: SignedInRequest) -> HttpResponse:
    """Enter a card; warnings are shown once and can be confirmed."""
    require(request.user, RECORD_ADD)
    form = InjuryForm(request.POST or None, user=request.user, initial=_initial(request))
    if request.method == "POST":
        rows = InjuryRecord.objects.visible_to(request.user)
        record = send_once(form, rows, lambda: _add(request, form))
        if record is not None:
            return led_on(request, form, record)
    return render(request, "injuries/record_form.html", {"form": form, "title": _("New card")})


def _add(request: SignedInRequest, form: InjuryForm) -> InjuryRecord | None:
    """Keep the card unless it is to be confirmed first."""
    if form.needs_confirmation():
        return None
    record = add_record(actor=request.user, record=form.instance)
    messages.success(request, _("The card has been kept."))
    if record.duplicate_state:
        messages.warning(request, _("It looks like a card that is already there."))
    return record


def _initial(request: SignedInRequest) -> dict[str, object]:
    """Return what most cards have in common: who fills them in, for which hospital, today."""
    sites = list(own_sites(request.user).active()[:2])
    begun: dict[str, object] = {
        "reporter_name": request.user.full_name,
        "reported_on": timezone.localdate(),
        "reporting_site": sites[0].pk if len(sites) == 1 else None,
    }
    return begun | repeated(request, InjuryForm)


def record_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a card."""
    record = _in_sight(request, pk, RECORD_CHANGE)
    form = InjuryForm(request.POST or None, instance=record, user=request.user)
    if saved(request, form, lambda: _change(request, form)):
        return redirect(record)
    context = {"form": form, "title": _("Change card"), "back": record}
    return render(request, "injuries/record_form.html", context)


def _change(request: SignedInRequest, form: InjuryForm) -> InjuryRecord | None:
    """Save the changed card unless it is to be confirmed first."""
    if form.needs_confirmation():
        return None
    return change_record(actor=request.user, record=form.instance)


def record_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a card back, with the reason."""
    record = _in_sight(request, pk, RECORD_CHANGE)
    form = WithdrawForm(request.POST or None, record=record)
    if request.method == "POST" and form.is_valid():
        withdraw_record(actor=request.user, record=record, **form.cleaned_data)
        messages.success(request, _("The card has been withdrawn and no longer counts."))
        return redirect(record)
    context = {
        "form": form,
        "title": _("Withdraw card"),
        "back": record,
        "submit": _("Withdraw card"),
        "intro": _("The card stays in the register with its history but counts nowhere."),
    }
    return render(request, "includes/form_page.html", context)


@require_POST
def record_restore(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let a withdrawn card count again."""
    record = _in_sight(request, pk, RECORD_CHANGE)
    restore_record(actor=request.user, record=record, revision=revision_read(request))
    messages.success(request, _("The card counts again."))
    return redirect(record)


@require_POST
def record_not_duplicate(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Judge that a card is no duplicate."""
    record = _in_sight(request, pk, RECORD_CHANGE)
    dismiss_duplicate(actor=request.user, record=record, revision=revision_read(request))
    messages.success(request, _("Saved."))
    return redirect(record)


def _in_sight(request: SignedInRequest, pk: UUID, permission: str) -> InjuryRecord:
    rows = InjuryRecord.objects.select_related(
        "area", "occurred_area", "reporting_site", "batch", "withdrawn_by", "created_by"
    )
    return in_sight(request, rows, pk, permission)
