"""Reads of premises as chains of business adjectives."""

import datetime as dt
from typing import Self

from django.db.models import Q
from django.utils import timezone

from communities.querysets import AreaScopedQuerySet
from lib.periods import day_start


class PremisesQuerySet(AreaScopedQuerySet):
    """Premises."""

    def registered_on(self, day: dt.date) -> Self:
        """Premises on the register on `day`."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), registered_on__lte=day)

    def active(self) -> Self:
        """Premises on the register today."""
        return self.registered_on(timezone.localdate())

    def inspected_between(self, start: dt.date, end: dt.date) -> Self:
        """Premises that were inspected (not only visited) on a day from `start` until before
        `end`.
        """
        visited = self.model._base_manager.filter(
            inspections__outcome="done",
            inspections__started_at__gte=day_start(start),
            inspections__started_at__lt=day_start(end),
        )
        return self.filter(pk__in=visited.values("pk"))

    def due(self, day: dt.date | None = None) -> Self:
        """Premises whose inspection is due on `day` (default today).

        One condition for each interval in use: a comparison with a constant can use the index on
        category and last inspection, an arithmetic on the column could not.
        """
        from premises.models import PremisesCategory

        day = day or timezone.localdate()
        condition = Q(pk__in=[])
        intervals: dict[int, list[str]] = {}
        rows = PremisesCategory.objects.exclude(interval_days=None)
        for code, days in rows.values_list("code", "interval_days"):
            intervals.setdefault(days, []).append(code)
        for days, codes in intervals.items():
            latest = day_start(day - dt.timedelta(days=days - 1))
            condition |= Q(category__in=codes) & (
                Q(last_inspected_at=None) | Q(last_inspected_at__lt=latest)
            )
        return self.registered_on(day).filter(condition)
