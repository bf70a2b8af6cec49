"""The holidays of each year: list, page, form."""

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy as _lazy, pgettext_lazy

from communities.filters import CalendarFilter
from communities.forms import CalendarForm
from communities.holidays import names_of, read_notice
from communities.models import HolidayNotice
from communities.permissions import AREA_VIEW, CALENDAR_CHANGE, may, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.services.calendar import save_notice
from communities.tables import CALENDAR_TABLE
from communities.working_days import work_calendar
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from lib.periods import this_and_next_year

YEARS = Register(
    code="communities.calendar",
    form=CalendarForm,
    permission=CALENDAR_CHANGE,
    new_title=_lazy("Enter the holidays of a year"),
    save=save_notice,
)


WEEKDAYS = (
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
)


class Day(NamedTuple):
    """A day of a month's sheet: outside it (None), off, worked, or as every week."""

    day: dt.date | None
    kind: str


def calendar_list(request: SignedInRequest) -> HttpResponseBase:
    """List the years whose notice is known, and say which one is missing."""
    require(request.user, AREA_VIEW)
    known = work_calendar().years
    return list_page(
        request,
        Listing(
            name=_("Working days"),
            queryset=HolidayNotice.objects.visible_to(request.user),
            filterset=CalendarFilter,
            table=CALENDAR_TABLE,
            template="communities/calendar_list.html",
            context={
                "may_add": may(request.user, CALENDAR_CHANGE),
                "unknown": [year for year in this_and_next_year() if year not in known],
            },
        ),
    )


def calendar_year(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the twelve months of a year with what departs from weekends."""
    notice = in_sight(request, HolidayNotice.objects.all(), pk, anywhere=AREA_VIEW)
    days = read_notice(notice.text, notice.year)
    context = {
        "notice": notice,
        "holidays": names_of(notice.text),
        "weekdays": WEEKDAYS,
        "months": [_sheet(notice.year, month, days) for month in range(1, 13)],
        "may_change": may(request.user, CALENDAR_CHANGE),
    }
    return render(request, "communities/calendar_year.html", context)


def calendar_new(request: SignedInRequest) -> HttpResponse:
    """Enter the holidays of a year, by default the next one."""
    asked = request.GET.get("year", "")
    year = asked if asked.isdecimal() else this_and_next_year()[-1]
    return add_record(request, YEARS, initial={"year": year})


def calendar_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change the holidays of a year."""
    notice = in_sight(request, HolidayNotice.objects.all(), pk, anywhere=CALENDAR_CHANGE)
    return change_record(request, YEARS, notice)


def _sheet(year: int, month: int, days: Mapping[dt.date, bool]) -> tuple[dt.date, list[list[Day]]]:
    """Return the first of a month and its weeks from Monday to Sunday."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return dt.date(year, month, 1), [[_day(day, month, days) for day in week] for week in weeks]


def _day(day: dt.date, month: int, days: Mapping[dt.date, bool]) -> Day:
    if day.month != month:
        return Day(None, "")
    if day in days:
        return Day(day, "worked" if days[day] else "off")
    return Day(day, "weekend" if day.weekday() >= 5 else "")
