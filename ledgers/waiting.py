"""What waits for people who bring registers in."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from ledgers.models import Batch
from ledgers.permissions import LEDGER_RUN
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of


def batches_waiting(user: User, days: Horizon) -> Waiting | None:
    """The user's own workbooks with columns or words to explain, rows to correct or to commit."""
    if not may(user, LEDGER_RUN):
        return None
    batches = Batch.objects.visible_to(user).waiting_for(user).order_by("created_at")
    count, first = first_of(batches, lambda found: found)
    tasks = [
        Task(
            one.filename,
            one.get_absolute_url(),
            timezone.localdate(one.created_at),
            str(one.ledger.label),
            str(one.stage_in_words),
        )
        for one in first
    ]
    return Waiting(count, reverse("ledgers:batches") + "?waiting=on", tasks)


TASK_LISTS = [
    TaskList(
        key="ledgers.batches",
        label=_("Registers being brought in"),
        icon="table",
        group=Group.STANDING,
        find=batches_waiting,
        since=True,
    ),
]
