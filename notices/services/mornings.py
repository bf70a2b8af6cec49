"""What falls due and what is overdue, told each morning."""

import datetime as dt

from django.utils import timezone

from lib.notice_kinds import due_lists, tell_all


def tell_what_is_due(day: dt.date | None = None) -> int:
    """Tell what all rooms know to be due or overdue; return how many things were looked at.

    Nobody is told twice of the same deadline, so it may be called again at any time.
    """
    day = day or timezone.localdate()
    looked_at = 0
    for due in due_lists:
        tellings = list(due.find(day))
        tell_all(due.kind, tellings)
        looked_at += len(tellings)
    return looked_at
