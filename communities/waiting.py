"""What waits for a user: the notice of holidays that nobody has entered yet."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from communities.models import Draft, HolidayNotice
from communities.permissions import CALENDAR_CHANGE, may
from lib.periods import this_and_next_year
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of

#: The notice for 2026 came on 4 November, the one for 2024 on 25 October (domain facts 11.11).
NOTICE_MONTH, NOTICE_DAY = 11, 1


def holidays_to_enter(user: User, days: Horizon) -> Waiting | None:
    """The year whose notice should be out and is not here."""
    if not may(user, CALENDAR_CHANGE):
        return None
    today = days.today
    this, following = this_and_next_year()
    due = today >= dt.date(today.year, NOTICE_MONTH, NOTICE_DAY)
    wanted = [this, following] if due else [this]
    known = set(HolidayNotice.objects.filter(year__in=wanted).values_list("year", flat=True))
    missing = [year for year in wanted if year not in known]
    detail = _("until then deadlines are reckoned by weekends")
    new = reverse("communities:calendar-new")
    lines = [
        Task(_("Holidays of %s") % year, f"{new}?year={year}", where=detail) for year in missing
    ]
    # The list has the years that are there; what is missing is entered one after the other.
    url = lines[0].url if lines else reverse("communities:calendar")
    return Waiting(len(missing), url, lines)


def drafts_of_forms(user: User, days: Horizon) -> Waiting | None:
    """What the user has begun to type into long forms and not saved."""
    count, first = first_of(Draft.objects.filter(owner=user))
    tasks = [Task(one.title, one.path, timezone.localdate(one.saved_at)) for one in first]
    return Waiting(count, reverse("communities:drafts"), tasks)


TASK_LISTS = [
    TaskList(
        key="communities.drafts",
        label=gettext_lazy("Drafts to go on with"),
        icon="pencil-square",
        group=Group.STANDING,
        find=drafts_of_forms,
    ),
    TaskList(
        key="communities.calendar",
        label=gettext_lazy("Holidays to enter"),
        icon="calendar3",
        group=Group.STANDING,
        find=holidays_to_enter,
        for_keepers=True,
    ),
]
