"""What waits for a user, for the home page. The lists' addresses show exactly what is counted."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from lib.waiting import TaskList, Waiting, first_of
from programmes.models import Indicator, IndicatorValue, Measure, ValueState
from programmes.permissions import PROJECT_CHANGE, VALUE_APPROVE, VALUE_SUBMIT


def values_to_approve(user: User) -> Waiting | None:
    """Values that somebody else submitted and the user may approve."""
    if not may(user, VALUE_APPROVE):
        return None
    rows = IndicatorValue.objects.awaiting_approval_of(user, VALUE_APPROVE)
    count, first = first_of(rows.order_by("submitted_at"), lambda found: found.for_list())
    return Waiting(
        count,
        reverse("programmes:values") + "?approve=on",
        [(str(one), one.get_absolute_url(), str(one.indicator.project)) for one in first],
    )


def measures_late(user: User) -> Waiting | None:
    """Measures of projects under way that are overdue, where the user may change projects."""
    if not may(user, PROJECT_CHANGE):
        return None
    rows = Measure.objects.in_force().where_allowed(user, PROJECT_CHANGE)
    rows = rows.late(timezone.localdate())
    count, first = first_of(rows.order_by("end", "id"), lambda found: found.for_list())
    return Waiting(
        count,
        reverse("programmes:measures") + "?state=late&mine=on",
        [
            (one.title, one.get_absolute_url(), date_format(one.end, "SHORT_DATE_FORMAT"))
            for one in first
        ],
    )


def values_due(user: User) -> Waiting | None:
    """Manual indicators without a value for their last finished period; a draft goes on."""
    if not may(user, VALUE_SUBMIT):
        return None
    today = timezone.localdate()
    rows = Indicator.objects.awaiting_value(today).where_allowed(user, VALUE_SUBMIT)
    count, first = first_of(rows, lambda found: found.for_list())
    begun = {
        (draft.indicator_id, draft.period_start): draft
        for draft in IndicatorValue.objects.filter(indicator__in=first, state=ValueState.DRAFT)
    }

    def line(indicator: Indicator) -> tuple[str, str, str]:
        period = indicator.last_finished(today)
        draft = begun.get((indicator.pk, period.start))
        new = reverse("programmes:value-new", args=[indicator.pk])
        return str(indicator), draft.get_absolute_url() if draft else new, str(period)

    return Waiting(
        count,
        reverse("programmes:indicators") + "?due=on",
        [line(one) for one in first],
    )


TASK_LISTS = [
    TaskList(
        key="programmes.values_to_approve",
        label=_("Indicator values to approve"),
        icon="check2-square",
        find=values_to_approve,
        tone="warning",
    ),
    TaskList(
        key="programmes.measures_late",
        label=_("Measures overdue"),
        icon="calendar-x",
        find=measures_late,
        tone="danger",
    ),
    TaskList(
        key="programmes.values_due",
        label=_("Indicator values due"),
        icon="pencil-square",
        find=values_due,
        tone="info",
    ),
]
