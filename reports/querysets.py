"""Reading reports."""

import datetime as dt
from typing import Self

from communities.querysets import AreaScopedQuerySet
from lib.jobs import JobQuerySet
from reports.workflow import RunState


class ReportRunQuerySet(JobQuerySet, AreaScopedQuerySet):
    """Reports."""

    def for_list(self) -> Self:
        """Without the document, which can weigh megabytes."""
        return self.select_related("area", "template").defer("document")

    def waiting_for_review(self) -> Self:
        """Drafts."""
        return self.filter(state=RunState.DRAFT)

    def waiting_for_signature(self) -> Self:
        """Reviewed but not sealed."""
        return self.filter(state=RunState.REVIEWED)

    def to_compute(self, now: dt.datetime | None = None) -> Self:
        """Reports whose figures nobody is computing although they should be."""
        return self.filter(state=RunState.COMPUTING).overdue_jobs(now)
