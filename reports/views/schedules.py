"""Schedules: when reports are made by themselves."""

from uuid import UUID

import django_filters as df
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import audit
from communities.permissions import require
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from reports.forms import ScheduleForm
from reports.models import ReportSchedule
from reports.permissions import SCHEDULE_CHANGE
from reports.services.schedules import remove_schedule, save_schedule
from reports.tables import SCHEDULE_TABLE


class ScheduleFilter(df.FilterSet):
    """No filter: an office has a handful of schedules."""

    class Meta:
        model = ReportSchedule
        fields: list[str] = []


def schedule_list(request: SignedInRequest) -> HttpResponse:
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
    require(request.user, SCHEDULE_CHANGE)
    form = ScheduleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if already_sent(form, ReportSchedule.objects.visible_to(request.user)) is None:
            form.instance.pk = form.key
            save_schedule(actor=request.user, schedule=form.instance)
            messages.success(request, _("Saved."))
        return redirect("reports:schedules")
    return render(request, "includes/form_page.html", {"form": form, "title": _("New schedule")})


def schedule_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a schedule."""
    schedule = _in_sight(request, pk)
    before = audit.snapshot(schedule)
    form = ScheduleForm(request.POST or None, instance=schedule, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_schedule(actor=request.user, schedule=form.instance, before=before)
        messages.success(request, _("Saved."))
        return redirect("reports:schedules")
    context = {"form": form, "title": str(schedule), "schedule": schedule}
    return render(request, "reports/schedule_edit.html", context)


@require_POST
def schedule_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a schedule."""
    remove_schedule(actor=request.user, schedule=_in_sight(request, pk))
    messages.success(request, _("The schedule has been removed; its reports stay."))
    return redirect("reports:schedules")


def _in_sight(request: SignedInRequest, pk: UUID) -> ReportSchedule:
    schedule = get_object_or_404(ReportSchedule.objects.visible_to(request.user), pk=pk)
    require(request.user, SCHEDULE_CHANGE, schedule)
    return schedule
