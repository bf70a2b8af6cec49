"""Reports that wait for somebody, for the home page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from lib.waiting import Group, Horizon, Task, TaskList, Waiting, first_of, task_lists
from reports.filters import FOR_REVIEW, FOR_SIGNATURE, WITH_OTHERS
from reports.models import ReportRun
from reports.models.runs import ReportRunQuerySet
from reports.permissions import RUN_MAKE, RUN_REVIEW, RUN_SIGN


def to_review(user: User, days: Horizon) -> Waiting | None:
    """Drafts that the user may review."""
    if not may(user, RUN_REVIEW):
        return None
    return _waiting(ReportRun.objects.to_review_by(user), FOR_REVIEW)


def to_sign(user: User, days: Horizon) -> Waiting | None:
    """Reviewed reports that the user may sign and has not signed."""
    if not may(user, RUN_SIGN) or user.is_superuser:
        return None
    return _waiting(ReportRun.objects.to_sign_by(user), FOR_SIGNATURE)


def with_others(user: User, days: Horizon) -> Waiting | None:
    """Reports that the user wrote in or reviewed, and the committee has to sign."""
    if not (may(user, RUN_MAKE) or may(user, RUN_REVIEW)):
        return None
    return _waiting(ReportRun.objects.visible_to(user).with_others_for(user), WITH_OTHERS)


def _waiting(runs: ReportRunQuerySet, words: str) -> Waiting:
    count, first = first_of(runs.order_by("updated_at"), lambda found: found.for_list())
    tasks = [
        Task(
            str(run),
            run.get_absolute_url(),
            timezone.localdate(run.updated_at),
            str(run.area),
            str(run.reviewed_by or ""),
        )
        for run in first
    ]
    return Waiting(count, f"{reverse('reports:runs')}?waiting={words}", tasks)


def register() -> None:
    """Register the lists."""
    task_lists.register(
        TaskList(
            key="reports.sign",
            label=_("Reports to sign"),
            icon="pen",
            group=Group.TODAY,
            find=to_sign,
            since=True,
        ),
        TaskList(
            key="reports.review",
            label=_("Reports to review"),
            icon="file-earmark-check",
            group=Group.TODAY,
            find=to_review,
            since=True,
        ),
        TaskList(
            key="reports.with-others",
            label=_("Reports to be signed"),
            icon="pen",
            group=Group.OTHERS,
            find=with_others,
            since=True,
        ),
    )
