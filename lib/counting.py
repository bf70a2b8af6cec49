"""Counting rows of many places of the tree and many periods by one statement.

The database groups by place and counts each period in a column of its own; the tree is added up
here. So a report, a dashboard or all indicators of all projects cost a statement for each register
that they read, however many areas and months they ask for.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Aggregate, Count, Q

from lib.periods import Period, day_start

#: What lies from a day until before another.
Within = Callable[[dt.date, dt.date], Q]
#: From the first day until before the last one.
Span = tuple[dt.date, dt.date]

#: Counts rows; `partial(Sum, "persons")` would add up a column.
ROWS = partial(Count, "pk")


def on_days(field: str) -> Within:
    """Rows whose day `field` lies within."""
    return lambda start, end: Q(**{f"{field}__gte": start, f"{field}__lt": end})


def at_moments(field: str) -> Within:
    """Rows whose moment `field` lies within, by the days of the portal's time zone."""
    return lambda start, end: Q(
        **{f"{field}__gte": day_start(start), f"{field}__lt": day_start(end)}
    )


@dataclass(frozen=True)
class Counted:
    """How much there is of each number in each span, by path of the tree."""

    cells: Mapping[tuple[str, Span], Mapping[str, Any]]

    def of(self, number: str, area: Any, period: Period) -> Any:
        """Return `number` of the whole subtree of `area` in `period`."""
        by_path = self.cells[number, span_of(period)]
        return sum(found for path, found in by_path.items() if path.startswith(area.path))

    def parts(self, number: str, area: Any, period: Period) -> dict[str, Any]:
        """Return `number` right in `area` and in each area below it, by path; none that is 0."""
        length = len(area.path) + area.steplen
        parts: dict[str, Any] = {}
        for path, found in self.cells[number, span_of(period)].items():
            if path.startswith(area.path) and found:
                parts[path[:length]] = parts.get(path[:length], 0) + found
        return parts


def span_of(period: Period) -> Span:
    """Return the first day of `period` and the one after its last."""
    return period.start, period.end


def count_places(
    rows: Any,
    asked: Collection[tuple[Any, Period]],
    *,
    within: Within,
    numbers: Mapping[str, Q | Within],
    amount: Callable[..., Aggregate] = ROWS,
    adjoin: bool = True,
) -> Counted:
    """Count `rows` (of an area-scoped queryset) for each area and period that is asked for.

    `numbers` says what is counted of the rows of a span, by name; a condition may depend on the
    span. `amount` makes the aggregate. Where two adjoining spans together do not have the rows of
    both (what is on a register at the end of each), `adjoin` is False.
    """
    places = tuple(topmost({area.path for area, _period in asked}))
    spans = {span_of(period) for _area, period in asked}
    by = f"{rows.area_field}__path"
    return Counted(
        count_by(
            rows.in_paths(places) if places else rows.none(),
            by,
            spans,
            within=within,
            numbers=numbers,
            amount=amount,
            adjoin=adjoin,
        )
    )


def count_by(
    rows: Any,
    by: str,
    spans: Collection[Span],
    *,
    within: Within,
    numbers: Mapping[str, Q | Within],
    amount: Callable[..., Aggregate] = ROWS,
    adjoin: bool = True,
) -> dict[tuple[str, Span], dict[Any, Any]]:
    """Count `rows` by the column `by` in each of `spans`: one statement, none without a span."""
    columns = {
        f"number{place}": (name, span)
        for place, (name, span) in enumerate((name, span) for span in spans for name in numbers)
    }
    cells: dict[tuple[str, Span], dict[Any, Any]] = {column: {} for column in columns.values()}
    if not columns:
        return cells
    aggregates = {
        alias: amount(filter=within(*span) & _condition(numbers[name], span))
        for alias, (name, span) in columns.items()
    }
    wanted = Q()
    for span in joined(spans) if adjoin else spans:
        wanted |= within(*span)
    for row in rows.filter(wanted).order_by().values(by).annotate(**aggregates):
        for alias, cell in columns.items():
            if row[alias]:
                cells[cell][row[by]] = row[alias]
    return cells


def _condition(number: Q | Within, span: Span) -> Q:
    return number if isinstance(number, Q) else number(*span)


def joined(spans: Collection[Span]) -> list[Span]:
    """Return the same days in as few spans as there can be, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def topmost(paths: Collection[str]) -> list[str]:
    """Return the paths that lie under no other one of them."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found
