"""Reading injuries: sight, what counts, the adjectives of lists and figures."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communities.querysets import AreaScopedQuerySet
from injuries.codes import AGE_RANGES, AgeGroup, Outcome
from injuries.permissions import IMPORT_RUN, RECORD_VIEW
from lib.jobs import JobQuerySet, JobState
from lib.periods import Period

#: Cards go to the county's centre monthly (domain facts 5.1 [S27]): one that comes more than a
#: month after its event has missed its month.
LATE_AFTER = dt.timedelta(days=31)
#: Refused rows of a committed batch are work for this long; then they count as left out.
CORRECTION_TIME = dt.timedelta(days=30)


class SiteQuerySet(AreaScopedQuerySet):
    """Reporting sites."""

    def active(self) -> Self:
        """Sites that report today."""
        return self.filter(active=True)

    def reporting_on(self, area: Any) -> Self:
        """Sites in `area`, below it or above it: their cards may lie in `area`."""
        above = [area.path[:length] for length in range(4, len(area.path), 4)]
        return self.filter(Q(area__path__startswith=area.path) | Q(area__path__in=above))


class InjuryQuerySet(AreaScopedQuerySet):
    """Injury records. `area` is where the injured person lives (see InjuryRecord)."""

    def visible_to(self, user: Any) -> Self:
        """Records of areas in which `user` may read injuries.

        Narrower than the sight of other records: cards are health data (PIPL, article 28), so for
        a grid worker or a partner they do not exist at all, nor do their files.
        """
        return self.where_allowed(user, RECORD_VIEW)

    def live(self) -> Self:
        """Records that count: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Self:
        """Records taken back."""
        return self.exclude(withdrawn_at=None)

    def happened_between(self, start: dt.date, end: dt.date) -> Self:
        """Records with an event date from `start` until before `end`."""
        return self.filter(event_date__gte=start, event_date__lt=end)

    def happened_in(self, period: Period) -> Self:
        """Records with an event date in `period`."""
        return self.happened_between(period.start, period.end)

    def counted_in_rates(self) -> Self:
        """Records of residents from sources that report every injury.

        Sentinel hospitals see an unknown share of the injured, so their cards have no population
        behind them (domain facts 5.6): they give proportions, never rates.
        """
        return self.filter(Q(reporting_site=None) | Q(reporting_site__sentinel=False)).filter(
            resident=True
        )

    def deaths(self) -> Self:
        """Records whose outcome is death."""
        return self.filter(outcome=Outcome.DEATH)

    def of_age_group(self, group: str) -> Self:
        """Records of an AgeGroup."""
        if group == AgeGroup.UNKNOWN:
            return self.filter(age_years=None)
        low, high = AGE_RANGES[group]
        rows = self.filter(age_years__gte=low)
        return rows if high is None else rows.filter(age_years__lte=high)

    def late(self) -> Self:
        """Records reported more than LATE_AFTER after their event date."""
        return self.filter(reported_on__gt=F("event_date") + LATE_AFTER)

    def suspected_duplicates(self) -> Self:
        """Records that look like another one and that nobody has judged."""
        return self.filter(duplicate_state=self.model.DuplicateState.SUSPECTED)

    def for_list(self) -> Self:
        """With what a list prints."""
        return self.select_related("area", "reporting_site")


class BatchQuerySet(JobQuerySet, AreaScopedQuerySet):
    """Import batches."""

    def visible_to(self, user: Any) -> Self:
        """Batches of areas in which `user` may import."""
        return self.where_allowed(user, IMPORT_RUN)

    def waiting_for_staff(self, now: dt.datetime | None = None) -> Self:
        """Batches with which a person has to go on: columns, commit, a failure, refused rows."""
        stage = self.model.Stage
        lately = (now or timezone.now()) - CORRECTION_TIME
        return self.filter(
            Q(stage__in=[stage.MAPPING, stage.PREVIEW])
            | Q(stage__in=[stage.CHECKING, stage.COMMITTING], job_state=JobState.FAILED)
            | Q(stage=stage.COMMITTED, bad_rows__gt=0, committed_at__gte=lately)
        )


class ImportRowQuerySet(models.QuerySet):
    """Rows of a batch about which there is something to say."""

    def refused(self) -> Self:
        """Rows with errors: they are not committed."""
        return self.filter(state=self.model.State.REFUSED)

    def told(self) -> Self:
        """Rows with errors or warnings, those first that wait for a correction."""
        refused = models.Case(models.When(state=self.model.State.REFUSED, then=0), default=1)
        return self.exclude(errors=[], warnings=[]).order_by(refused, "number")
