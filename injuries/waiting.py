"""What waits for people who keep injury records."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from injuries.models import ImportBatch, InjuryRecord
from injuries.permissions import IMPORT_RUN, RECORD_CHANGE
from lib.waiting import TaskList, Waiting, first_of


def imports_waiting(user: User) -> Waiting | None:
    """Imports with columns to confirm, rows to correct or to commit, or stopped."""
    if not may(user, IMPORT_RUN):
        return None
    batches = ImportBatch.objects.visible_to(user).waiting_for_staff()
    count, first = first_of(batches)
    return Waiting(
        count,
        reverse("injuries:imports") + "?waiting=on",
        [(one.filename, one.get_absolute_url(), one.get_stage_display()) for one in first],
    )


def duplicates_waiting(user: User) -> Waiting | None:
    """Cards that look like another one."""
    if not may(user, RECORD_CHANGE):
        return None
    records = (
        InjuryRecord.objects.visible_to(user)
        .where_allowed(user, RECORD_CHANGE)
        .live()
        .suspected_duplicates()
    )
    count, first = first_of(records, lambda found: found.select_related("area"))
    return Waiting(
        count,
        reverse("injuries:records") + "?state=duplicates",
        [(str(one), one.get_absolute_url(), str(one.area)) for one in first],
    )


TASK_LISTS = [
    TaskList(
        key="injuries.imports",
        label=_("Imports that wait"),
        icon="upload",
        find=imports_waiting,
        tone="warning",
    ),
    TaskList(
        key="injuries.duplicates",
        label=_("Possible duplicates"),
        icon="files",
        find=duplicates_waiting,
        tone="info",
    ),
]
