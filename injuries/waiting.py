"""What waits for people who keep injury records."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from injuries.permissions import IMPORT_RUN, RECORD_CHANGE
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of


def imports_waiting(user: User, days: Horizon) -> Waiting | None:
    """The user's own imports with columns to confirm, rows to correct or to commit, or stopped."""
    if not may(user, IMPORT_RUN):
        return None
    batches = ImportBatch.objects.visible_to(user).waiting_for(user).order_by("created_at")
    count, first = first_of(batches, lambda found: found.select_related("reporting_site"))
    tasks = [
        Task(
            one.filename,
            one.get_absolute_url(),
            timezone.localdate(one.created_at),
            str(one.reporting_site or ""),
            one.stage_in_words,
        )
        for one in first
    ]
    return Waiting(count, reverse("injuries:imports") + "?waiting=on", tasks)


def duplicates_waiting(user: User, days: Horizon) -> Waiting | None:
    """Cards that look like another one, where the user may change cards of every site.

    Which of two sites' cards is the right one a single site cannot tell.
    """
    if not may(user, RECORD_CHANGE) or ReportingSite.objects.of_user(user).exists():
        return None
    records = (
        InjuryRecord.objects.visible_to(user)
        .where_allowed(user, RECORD_CHANGE)
        .live()
        .suspected_duplicates()
    )
    count, first = first_of(records, lambda found: found.select_related("area", "reporting_site"))
    tasks = [
        Task(
            str(one),
            one.get_absolute_url(),
            one.event_date,
            str(one.area),
            str(one.reporting_site or ""),
        )
        for one in first
    ]
    return Waiting(count, reverse("injuries:records") + "?state=duplicates", tasks)


TASK_LISTS = [
    TaskList(
        key="injuries.imports",
        label=_("Imports that wait"),
        icon="upload",
        group=Group.STANDING,
        find=imports_waiting,
        since=True,
    ),
    TaskList(
        key="injuries.duplicates",
        label=_("Possible duplicates"),
        icon="files",
        group=Group.STANDING,
        find=duplicates_waiting,
        since=True,
    ),
]
