"""What waits for a user, for the home page. The lists' addresses show exactly what is counted."""

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of
from programmes.models import Indicator, IndicatorValue, Measure, ValueState
from programmes.models.values import IndicatorValueQuerySet
from programmes.permissions import PROJECT_CHANGE, VALUE_APPROVE, VALUE_SUBMIT


def values_to_approve(user: User, days: Horizon) -> Waiting | None:
    """Values that somebody else submitted and the user may approve."""
    if not may(user, VALUE_APPROVE):
        return None
    rows = IndicatorValue.objects.awaiting_approval_of(user, VALUE_APPROVE)
    return _values(rows, "approve=on", lambda value: str(value.submitted_by))


def values_with_others(user: User, days: Horizon) -> Waiting | None:
    """Values that the user submitted and somebody else has to approve."""
    if not may(user, VALUE_SUBMIT):
        return None
    rows = IndicatorValue.objects.visible_to(user).submitted_by_user(user)
    return _values(rows, "sent=on", lambda value: "")


def _values(
    rows: IndicatorValueQuerySet, query: str, who: Callable[[IndicatorValue], str]
) -> Waiting:
    count, first = first_of(rows.order_by("submitted_at"), lambda found: found.for_list())
    tasks = [
        Task(
            str(one),
            one.get_absolute_url(),
            _day(one.submitted_at),
            str(one.indicator.project),
            who(one),
        )
        for one in first
    ]
    return Waiting(count, f"{reverse('programmes:values')}?{query}", tasks)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


def measures_due(user: User, days: Horizon) -> Waiting | None:
    """Measures of projects under way that are overdue or end today, in the user's charge."""
    return _measures(user, None, days.until)


def measures_due_soon(user: User, days: Horizon) -> Waiting | None:
    """Measures that end in the next three working days."""
    return _measures(user, days.tomorrow, days.soon)


def _measures(user: User, first_day: dt.date | None, last: dt.date) -> Waiting | None:
    if not may(user, PROJECT_CHANGE):
        return None
    rows = Measure.objects.in_force().where_allowed(user, PROJECT_CHANGE)
    rows = rows.not_done(timezone.localdate()).due_between(first_day, last)
    count, first = first_of(rows.order_by("end", "id"), lambda found: found.for_list())
    query = f"state=open&mine=on&end={last}" + (f"&start={first_day}" if first_day else "")
    tasks = [
        Task(
            one.title,
            one.get_absolute_url(),
            one.end,
            str(one.project),
            one.owner_name or str(one.owner or ""),
        )
        for one in first
    ]
    return Waiting(count, f"{reverse('programmes:measures')}?{query}", tasks)


def values_due(user: User, days: Horizon) -> Waiting | None:
    """Manual indicators without a value for their last finished period; a draft goes on."""
    if not may(user, VALUE_SUBMIT):
        return None
    today = days.today
    rows = Indicator.objects.awaiting_value(today).where_allowed(user, VALUE_SUBMIT)
    count, first = first_of(rows, lambda found: found.for_list())
    begun = {
        (draft.indicator_id, draft.period_start): draft
        for draft in IndicatorValue.objects.filter(indicator__in=first, state=ValueState.DRAFT)
    }

    def task(indicator: Indicator) -> Task:
        period = indicator.last_finished(today)
        draft = begun.get((indicator.pk, period.start))
        new = reverse("programmes:value-new", args=[indicator.pk])
        url = draft.get_absolute_url() if draft else new
        return Task(str(indicator), url, period.last_day, f"{indicator.project} · {period}")

    return Waiting(
        count, reverse("programmes:indicators") + "?due=on", [task(one) for one in first]
    )


TASK_LISTS = [
    TaskList(
        key="programmes.values_to_approve",
        label=_("Indicator values to approve"),
        icon="check2-square",
        group=Group.TODAY,
        find=values_to_approve,
        since=True,
    ),
    TaskList(
        key="programmes.measures_due",
        label=_("Measures overdue or due today"),
        icon="calendar-x",
        group=Group.TODAY,
        find=measures_due,
    ),
    TaskList(
        key="programmes.measures_soon",
        label=_("Measures due soon"),
        icon="calendar-week",
        group=Group.SOON,
        find=measures_due_soon,
    ),
    TaskList(
        key="programmes.values_with_others",
        label=_("Indicator values to be approved"),
        icon="check2-square",
        group=Group.OTHERS,
        find=values_with_others,
        since=True,
    ),
    TaskList(
        key="programmes.values_due",
        label=_("Indicator values due"),
        icon="pencil-square",
        group=Group.STANDING,
        find=values_due,
        since=True,
    ),
]
