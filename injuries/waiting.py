"""What waits for people who keep injury records."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.permissions import may
from injuries.models import ImportBatch, InjuryRecord
from injuries.permissions import IMPORT_RUN, RECORD_CHANGE
from lib.waiting import TaskList, Waiting

SHOWN = 5


def imports_waiting(user: Any) -> Waiting | None:
    """Imports with columns to confirm, rows to correct or to commit, or stopped."""
    if not may(user, IMPORT_RUN):
        return None
    batches = ImportBatch.objects.visible_to(user).waiting_for_staff()
    first = [
        (batch.filename, batch.get_absolute_url(), batch.get_stage_display())
        for batch in batches[:SHOWN]
    ]
    return Waiting(batches.count(), reverse("injuries:imports") + "?waiting=on", first)


def duplicates_waiting(user: Any) -> Waiting | None:
    """Cards that look like another one."""
    if not may(user, RECORD_CHANGE):
        return None
    records = (
        InjuryRecord.objects.visible_to(user)
        .where_allowed(user, RECORD_CHANGE)
        .live()
        .suspected_duplicates()
        .select_related("area")
    )
    first = [(str(one), one.get_absolute_url(), str(one.area)) for one in records[:SHOWN]]
    return Waiting(records.count(), reverse("injuries:records") + "?state=duplicates", first)


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
