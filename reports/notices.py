"""Who is told what of reports."""

from accounts.models import User
from communities.responsible import who_may
from lib.notice_kinds import RETURNED, REVIEW, SIGNED, TO_SIGN, StepNotice, people
from reports.models import ReportRun, RunStep
from reports.workflow import COMPUTED, DECLINE, REVIEW as REVIEW_MOVE, SEND_BACK, SIGN


def _who_reviews(run: ReportRun, _step: RunStep) -> list[User]:
    return who_may(run, REVIEW_MOVE)


def _who_signs(run: ReportRun, _step: RunStep) -> list[User]:
    return who_may(run, SIGN)


def _who_made_it(run: ReportRun, _step: RunStep) -> list[User]:
    """Return who asked for it, who wrote in it and who reviewed it."""
    return people(run.created_by, run.reviewed_by, *run.written_by.all())


STEP_NOTICES = [
    StepNotice(key="reports.computed", kind=REVIEW, moves=(COMPUTED,), to=_who_reviews),
    StepNotice(key="reports.reviewed", kind=TO_SIGN, moves=(REVIEW_MOVE,), to=_who_signs),
    StepNotice(key="reports.returned", kind=RETURNED, moves=(SEND_BACK, DECLINE), to=_who_made_it),
    StepNotice(key="reports.signed", kind=SIGNED, moves=(SIGN,), to=_who_made_it),
]
