"""Reports that wait for somebody, for the home page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from lib.waiting import TaskList, Waiting, first_of, task_lists
from reports.models import ReportRun
from reports.models.runs import ReportRunQuerySet
from reports.permissions import RUN_REVIEW, RUN_SIGN
from reports.workflow import RunState


def to_review(user: User) -> Waiting | None:
    """Drafts that the user may review."""
    if not may(user, RUN_REVIEW):
        return None
    drafts = ReportRun.objects.where_allowed(user, RUN_REVIEW).waiting_for_review_by(user)
    return _waiting(drafts, RunState.DRAFT)


def to_sign(user: User) -> Waiting | None:
    """Reviewed reports that the user may sign and has not signed."""
    if not may(user, RUN_SIGN) or user.is_superuser:
        return None
    reviewed = ReportRun.objects.where_allowed(user, RUN_SIGN).waiting_for_signature_of(user)
    return _waiting(reviewed, RunState.REVIEWED)


def _waiting(runs: ReportRunQuerySet, state: RunState) -> Waiting:
    count, first = first_of(runs, lambda found: found.for_list())
    lines = [(str(run), run.get_absolute_url(), "") for run in first]
    return Waiting(count, f"{reverse('reports:runs')}?state={state.value}", lines)


def register() -> None:
    """Register the lists."""
    task_lists.register(
        TaskList(
            key="reports.sign",
            label=_("Reports to sign"),
            icon="pen",
            find=to_sign,
            tone="primary",
        ),
        TaskList(
            key="reports.review",
            label=_("Reports to review"),
            icon="file-earmark-check",
            find=to_review,
            tone="info",
        ),
    )
