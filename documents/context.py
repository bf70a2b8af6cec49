"""What a section builder is given."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from lib.periods import Period


@dataclass(frozen=True)
class ReportContext:
    """The scope of a report: an area's whole subtree, a period, and the moment it speaks of.

    `as_of` is when the figures were read; a builder counts nothing that happened after it. Reports
    are made for the area, not for a reader: builders count with `in_area(context.area)`, and who
    may read the finished report is decided by the report's own area.
    """

    area: Any
    period: Period
    as_of: dt.datetime

    @property
    def last_day(self) -> dt.date:
        """The last day that the report speaks of: of a running period, that of `as_of`."""
        return min(self.period.last_day, timezone.localdate(self.as_of))
