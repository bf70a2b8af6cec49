"""Who is told what of corrective actions: whose they are, who did them, and who verifies."""

import datetime as dt
from collections.abc import Iterator

from accounts.models import User
from actions.models import ActionStep, CorrectiveAction
from actions.workflow import DONE, RETURN, VERIFY, ActionState
from communities.models import Membership
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

#: What has been overdue longer was told before; it stands on the home page until it is done.
TOLD_BACK = dt.timedelta(days=7)


def owners_of(action: CorrectiveAction) -> list[User]:
    """Return the accounts of whoever has to do it: the person, or where none is named the unit."""
    if action.owner is not None:
        return [action.owner]
    if action.owner_name or action.owner_unit_id is None:
        return []
    members = Membership.objects.active_on().filter(organisation=action.owner_unit_id)
    return list(User.objects.filter(pk__in=members.values("user"), is_active=True))


def _who_verifies(action: CorrectiveAction, _step: ActionStep) -> list[User]:
    return who_may(action, VERIFY)


def _who_corrected(action: CorrectiveAction, _step: ActionStep) -> list[User]:
    """Return whose it is and who reported it done: the column is empty again after a return."""
    done = action.steps.filter(target=ActionState.DONE).select_related("actor").last()
    return [*owners_of(action), *people(done.actor if done else None)]


STEP_NOTICES = [
    StepNotice(key="actions.done", kind=REVIEW, moves=(DONE,), to=_who_verifies),
    StepNotice(key="actions.returned", kind=RETURNED, moves=(RETURN,), to=_who_corrected),
    StepNotice(key="actions.verified", kind=APPROVED, moves=(VERIFY,), to=_who_corrected),
]


def actions_due(day: dt.date) -> Iterator[Telling]:
    """Tell the owners of actions due today and tomorrow, on both mornings."""
    days = horizon(day)
    for action in _open(day, days.tomorrow):
        when = "today" if action.due <= days.until else "tomorrow"
        yield Telling(to=owners_of(action), about=action, once=f"{action.due} {when}")


def actions_overdue(day: dt.date) -> Iterator[Telling]:
    """Tell the owners of actions that became overdue."""
    for action in _open(day - TOLD_BACK, day - dt.timedelta(days=1)):
        yield Telling(to=owners_of(action), about=action, once=str(action.due))


def _open(first: dt.date, last: dt.date) -> Iterator[CorrectiveAction]:
    rows = CorrectiveAction.objects.open().due_between(first, last)
    return rows.select_related("owner").order_by("due", "pk").iterator()


DUE_LISTS = [
    DueList(key="actions.due", kind=DUE, find=actions_due),
    DueList(key="actions.overdue", kind=OVERDUE, find=actions_overdue),
]
