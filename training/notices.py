"""Who is told what of findings of drills: their owner, and who verifies."""

import datetime as dt
from collections.abc import Iterator

from accounts.models import User
from communities.responsible import who_may
from communities.working_days import horizon
from lib.notice_kinds import (
    APPROVED,
    DUE,
    OVERDUE,
    RETURNED,
    REVIEW,
    DueList,
    StepNotice,
    Telling,
    people,
)
from training.models import DrillFinding, FindingStep
from training.workflow import DONE, RETURN, VERIFY

#: What has been overdue longer was told before; it stands on the home page until it is done.
TOLD_BACK = dt.timedelta(days=7)


def _who_verifies(finding: DrillFinding, _step: FindingStep) -> list[User]:
    return who_may(finding, VERIFY)


def _who_corrected(finding: DrillFinding, _step: FindingStep) -> list[User]:
    return people(finding.owner, finding.done_by)


STEP_NOTICES = [
    StepNotice(key="training.finding-done", kind=REVIEW, moves=(DONE,), to=_who_verifies),
    StepNotice(key="training.finding-returned", kind=RETURNED, moves=(RETURN,), to=_who_corrected),
    StepNotice(key="training.finding-verified", kind=APPROVED, moves=(VERIFY,), to=_who_corrected),
]


def findings_due(day: dt.date) -> Iterator[Telling]:
    """Tell the owners of findings due today and tomorrow, on both mornings."""
    days = horizon(day)
    for finding in _open(day, days.tomorrow):
        when = "today" if finding.due <= days.until else "tomorrow"
        yield Telling(to=people(finding.owner), about=finding, once=f"{finding.due} {when}")


def findings_overdue(day: dt.date) -> Iterator[Telling]:
    """Tell the owners of findings that became overdue."""
    for finding in _open(day - TOLD_BACK, day - dt.timedelta(days=1)):
        yield Telling(to=people(finding.owner), about=finding, once=str(finding.due))


def _open(first: dt.date, last: dt.date) -> Iterator[DrillFinding]:
    rows = DrillFinding.objects.open().due_between(first, last).exclude(owner=None)
    return rows.select_related("owner").order_by("due", "pk").iterator()


DUE_LISTS = [
    DueList(key="training.findings-due", kind=DUE, find=findings_due),
    DueList(key="training.findings-overdue", kind=OVERDUE, find=findings_overdue),
]
