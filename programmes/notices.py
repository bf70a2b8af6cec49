"""Who is told what of values, projects and measures."""

import datetime as dt
from collections.abc import Iterator

from accounts.models import User
from communities.responsible import in_charge_of, who_may
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
from programmes.models import IndicatorValue, Measure, Project, ProjectStep, ValueStep
from programmes.permissions import PROJECT_CHANGE
from programmes.workflow import APPROVE, APPROVE_PROJECT, RETURN, SUBMIT

#: What has been overdue longer was told before; it stands on the home page until it is done.
TOLD_BACK = dt.timedelta(days=7)


def _who_approves(value: IndicatorValue, _step: ValueStep) -> list[User]:
    return who_may(value, APPROVE)


def _who_submitted(value: IndicatorValue, _step: ValueStep) -> list[User]:
    """Return who submitted it last: a returned value has forgotten it."""
    last = value.steps.filter(target=SUBMIT.target).select_related("actor").last()
    return people(last.actor if last else None, value.created_by)


def _who_planned(project: Project, _step: ProjectStep) -> list[User]:
    return people(project.created_by)


STEP_NOTICES = [
    StepNotice(key="programmes.submitted", kind=REVIEW, moves=(SUBMIT,), to=_who_approves),
    StepNotice(key="programmes.approved", kind=APPROVED, moves=(APPROVE,), to=_who_submitted),
    StepNotice(key="programmes.returned", kind=RETURNED, moves=(RETURN,), to=_who_submitted),
    StepNotice(
        key="programmes.project-approved",
        kind=APPROVED,
        moves=(APPROVE_PROJECT,),
        to=_who_planned,
    ),
]


def measures_due(day: dt.date) -> Iterator[Telling]:
    """Tell who runs the project of measures that end today and tomorrow, on both mornings."""
    days = horizon(day)
    for measure, users in _with_people(day, day, days.tomorrow):
        when = "today" if measure.end <= days.until else "tomorrow"
        yield Telling(to=users, about=measure, once=f"{measure.end} {when}")


def measures_overdue(day: dt.date) -> Iterator[Telling]:
    """Tell who runs the project of measures that became overdue."""
    for measure, users in _with_people(day, day - TOLD_BACK, day - dt.timedelta(days=1)):
        yield Telling(to=users, about=measure, once=str(measure.end))


def _with_people(
    day: dt.date, first: dt.date, last: dt.date
) -> Iterator[tuple[Measure, list[User]]]:
    """Yield what is in force, not done on `day` and ends in these days, with the nearest people."""
    known: dict[str, list[User]] = {}
    rows = Measure.objects.in_force().not_done(day).due_between(first, last)
    for measure in rows.select_related("project__area").order_by("end", "pk"):
        area = measure.project.area
        if area.path not in known:
            known[area.path] = in_charge_of(area, PROJECT_CHANGE)
        yield measure, known[area.path]


DUE_LISTS = [
    DueList(key="programmes.due", kind=DUE, find=measures_due),
    DueList(key="programmes.overdue", kind=OVERDUE, find=measures_overdue),
]
