"""Schedules: when reports are made by themselves."""

from uuid import UUID

import django_filters as df
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from communities.permissions import require
from communities.registers import Register, add_record, change_record, in_sight
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from reports.forms import ScheduleForm
from reports.models import ReportSchedule
from reports.permissions import SCHEDULE_CHANGE
from reports.services.schedules import remove_schedule
from reports.tables import SCHEDULE_TABLE

SCHEDULES = Register(
    code="reports.schedule",
    form=ScheduleForm,
    permission=SCHEDULE_CHANGE,
    new_title=_lazy("New schedule"),
    home="reports:schedules",
    edit_template="reports/schedule_edit.html",
)


class ScheduleFilter(df.FilterSet):
    """No filter: an office has a handful of schedules."""

    class Meta:
        model = ReportSchedule
        fields: list[str] = []


def schedule_list(request: SignedInRequest) -> HttpResponseBase:
    """List the schedules that the user may change."""
    require(request.user, SCHEDULE_CHANGE)
    return list_page(
        request,
        Listing(
            name=_("Report schedules"),
            queryset=ReportSchedule.objects.where_allowed(
                request.user, SCHEDULE_CHANGE
            ).select_related("template", "area"),
            filterset=ScheduleFilter,
            table=SCHEDULE_TABLE,
            template="reports/schedule_list.html",
            empty_template="reports/empty_schedules.html",
        ),
    )


def schedule_new(request: SignedInRequest) -> HttpResponse:
    """Add a schedule."""
    return add_record(request, SCHEDULES)


def schedule_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a schedule."""
    return change_record(request, SCHEDULES, _in_sight(request, pk))


@require_POST
def schedule_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a schedule."""
    remove_schedule(actor=request.user, schedule=_in_sight(request, pk))
    messages.success(request, _("The schedule has been removed; its reports stay."))
    return redirect("reports:schedules")


def _in_sight(request: SignedInRequest, pk: UUID) -> ReportSchedule:
    return in_sight(request, ReportSchedule.objects.all(), pk, SCHEDULE_CHANGE)
