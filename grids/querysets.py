"""Reads of this app as chains of business adjectives."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from communities.querysets import AreaScopedQuerySet
from grids.workflow import OPEN, UNRECTIFIED, HazardState
from lib.periods import Period, day_start

REPEAT_DAYS = 365


class InspectionQuerySet(AreaScopedQuerySet):
    """Inspections."""

    def done(self) -> Self:
        """Inspections that were carried out: not absent, not refused."""
        return self.filter(outcome="done")

    def started_between(self, start: dt.date, end: dt.date) -> Self:
        """Inspections begun on a day from `start` until before `end`."""
        return self.filter(started_at__gte=day_start(start), started_at__lt=day_start(end))

    def started_in(self, period: Period) -> Self:
        """Inspections begun in `period`."""
        return self.started_between(period.start, period.end)


class HazardQuerySet(AreaScopedQuerySet):
    """Hazards."""

    def open(self) -> Self:
        """Hazards neither closed nor withdrawn."""
        return self.filter(state__in=OPEN)

    def ended(self) -> Self:
        """Hazards closed or withdrawn."""
        return self.exclude(state__in=OPEN)

    def unrectified(self) -> Self:
        """Hazards that nobody has reported as rectified."""
        return self.filter(state__in=UNRECTIFIED)

    def standing(self) -> Self:
        """Hazards that were not withdrawn: those that numbers are made of."""
        return self.exclude(state=HazardState.WITHDRAWN)

    def found_between(self, start: dt.date, end: dt.date) -> Self:
        """Hazards found on a day from `start` until before `end`."""
        return self.filter(found_at__gte=day_start(start), found_at__lt=day_start(end))

    def found_in(self, period: Period) -> Self:
        """Hazards found in `period`."""
        return self.found_between(period.start, period.end)

    def overdue(self) -> Self:
        """Hazards that are past their deadline now."""
        return self.unrectified().filter(deadline__lt=timezone.localdate())

    def overdue_at(self, moment: dt.datetime) -> Self:
        """Hazards that were past their (latest) deadline at `moment` and not rectified by then."""
        return self.filter(
            Q(rectified_at=None) | Q(rectified_at__gte=moment),
            Q(ended_at=None) | Q(ended_at__gte=moment),
            found_at__lt=moment,
            deadline__lt=timezone.localdate(moment),
        )

    def fell_due_between(self, start: dt.date, end: dt.date) -> Self:
        """Standing hazards whose deadline lay from `start` until before `end` and has passed."""
        end = min(end, timezone.localdate())
        return self.standing().filter(deadline__gte=start, deadline__lt=end)

    def rectified_on_time(self) -> Self:
        """Hazards reported as rectified on or before their deadline."""
        return self._with_rectified_day().filter(_rectified_day__lte=F("deadline"))

    def not_rectified_on_time(self) -> Self:
        """Hazards with a deadline that were rectified after it or not at all."""
        late = Q(rectified_at=None) | Q(_rectified_day__gt=F("deadline"))
        return self._with_rectified_day().filter(late, deadline__lt=timezone.localdate())

    def rectified(self) -> Self:
        """Hazards reported as rectified, whether verified or not yet."""
        return self.filter(state__in=(HazardState.RECTIFIED, HazardState.CLOSED))

    def repeated(self) -> Self:
        """Hazards of which the same item in the same premises failed in the 12 months before."""
        from grids.models import Hazard

        earlier = Hazard.objects.standing().filter(
            premises=OuterRef("premises"),
            item_key=OuterRef("item_key"),
            found_at__lt=OuterRef("found_at"),
            found_at__gte=OuterRef("found_at") - dt.timedelta(days=REPEAT_DAYS),
        )
        return self.exclude(item_key="").exclude(premises=None).filter(Exists(earlier))

    def verifiable_by(self, user: Any) -> Self:
        """Hazards that wait for a verification that `user` may make: not of one's own work."""
        from grids.permissions import HAZARD_VERIFY

        waiting = self.filter(state=HazardState.RECTIFIED).exclude(fixed_by=user)
        return waiting.where_allowed(user, HAZARD_VERIFY)

    def _with_rectified_day(self) -> Self:
        zone = timezone.get_default_timezone()
        return self.annotate(_rectified_day=TruncDate("rectified_at", tzinfo=zone))


class HazardStepQuerySet(AreaScopedQuerySet):
    """Steps of hazards."""

    area_field = "hazard__area"
