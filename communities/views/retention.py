"""Retention periods: all on one page, each with its history and its form."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from communities.models import RetentionPeriod
from communities.permissions import SETTINGS_CHANGE, require
from communities.registers import Register, change_record, in_sight
from communities.retention_form import RetentionForm
from communities.whole import may_for_all, require_for_all
from lib.http import SignedInRequest

PERIODS = Register(
    code="communities.retention",
    form=RetentionForm,
    permission=SETTINGS_CHANGE,
    new_title="",
)


def retention(request: SignedInRequest) -> HttpResponse:
    """Show for how long everything is kept."""
    require(request.user, SETTINGS_CHANGE)
    context = {
        "periods": RetentionPeriod.objects.all(),
        "may_change": may_for_all(request.user, SETTINGS_CHANGE),
    }
    return render(request, "communities/retention.html", context)


def retention_period(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a period with its bounds and its history."""
    require(request.user, SETTINGS_CHANGE)
    context = {
        "period": in_sight(request, RetentionPeriod.objects.all(), pk),
        "may_change": may_for_all(request.user, SETTINGS_CHANGE),
    }
    return render(request, "communities/retention_period.html", context)


def retention_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change for how long something is kept."""
    require_for_all(request.user, SETTINGS_CHANGE)
    return change_record(request, PERIODS, in_sight(request, RetentionPeriod.objects.all(), pk))
