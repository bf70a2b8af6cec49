"""Counting rows of many places of the tree and many periods by one statement.

The database groups by place and by the days between any two ends of the periods; places and periods
are added up here. So a report, a dashboard or all indicators of all projects cost a statement for
each register that they read, however many areas and months they ask for.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    Case,
    Count,
    Expression,
    F,
    Field,
    Func,
    IntegerField,
    Q,
    Value,
    When,
)

from lib.periods import Period, day_start

#: From the first day until before the last one.
Span = tuple[dt.date, dt.date]
#: Condition of the rows of a span; a row may be one of several spans, or of none between.
OfSpan = Callable[[dt.date, dt.date], Q]
#: A number in a span; how much there is of each, by what the rows are grouped by.
Cell = tuple[str, Span]
Cells = dict[Cell, dict[Any, Any]]


@dataclass(frozen=True)
class Within:
    """Rows that lie where the column `field` says: the rows of two spans that touch are those of
    the days of both."""

    field: str
    #: What the column holds at the beginning of a day.
    begin: Callable[[dt.date], Any]

    def __call__(self, start: dt.date, end: dt.date) -> Q:
        """Return the condition of the rows from the day `start` until before `end`."""
        return Q(**{f"{self.field}__gte": self.begin(start), f"{self.field}__lt": self.begin(end)})

    def part(self, edges: list[dt.date]) -> Expression:
        """Return after how many of `edges` (in order) a row lies."""
        begins = [self.begin(edge) for edge in edges]
        if connection.vendor == "postgresql":
            column, bounds = F(self.field), Value(begins, output_field=Field())
            return Func(column, bounds, function="width_bucket", output_field=IntegerField())
        whens = [
            When(**{f"{self.field}__lt": begin}, then=Value(part))
            for part, begin in enumerate(begins)
        ]
        return Case(*whens, default=Value(len(begins)), output_field=IntegerField())


def on_days(field: str) -> Within:
    """Rows whose day `field` lies within."""
    return Within(field, lambda day: day)


def at_moments(field: str) -> Within:
    """Rows whose moment `field` lies within, by the days of the portal's time zone."""
    return Within(field, day_start)


#: Counts rows; `partial(Sum, "persons")` would add up a column.
ROWS = partial(Count, "pk")


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
    within: Within | OfSpan,
    numbers: Mapping[str, Q | OfSpan],
    amount: Callable[..., Aggregate] = ROWS,
) -> Counted:
    """Count `rows` (of an area-scoped queryset) for each area and period that is asked for.

    `numbers` says what is counted of the rows of a span, by name; `amount` makes the aggregate.
    """
    places = tuple(topmost({area.path for area, _period in asked}))
    spans = {span_of(period) for _area, period in asked}
    below = rows.in_paths(places) if places else rows.none()
    by = f"{rows.area_field}__path"
    return Counted(count_by(below, by, spans, within=within, numbers=numbers, amount=amount))


def count_by(
    rows: Any,
    by: str,
    spans: Collection[Span],
    *,
    within: Within | OfSpan,
    numbers: Mapping[str, Q | OfSpan],
    amount: Callable[..., Aggregate] = ROWS,
) -> Cells:
    """Count `rows` by the column `by` in each of `spans`: one statement, none without a span.

    Where `within` is no `Within` (what is on a register at the end of a span), each span is a
    column of its own, and a number's condition may depend on the span.
    """
    cells: Cells = {(name, span): {} for name in numbers for span in spans}
    if not spans:
        return cells
    if isinstance(within, Within):
        found = _by_part(rows, by, spans, within, numbers, amount)
    else:
        found = _by_span(rows, by, spans, within, numbers, amount)
    for cell, key, number in found:
        cells[cell][key] = cells[cell].get(key, 0) + number
    return cells


def _by_part(
    rows: Any,
    by: str,
    spans: Collection[Span],
    within: Within,
    numbers: Mapping[str, Any],
    amount: Callable[..., Aggregate],
) -> Iterable[tuple[Cell, Any, Any]]:
    """Group by the part of the time, and give each part to the spans that it belongs to."""
    edges = sorted({day for span in spans for day in span})
    spans_of = {
        part: [span for span in spans if span[0] <= edges[part - 1] < span[1]]
        for part in range(1, len(edges))
    }
    wanted = Q()
    for span in joined(spans):
        wanted |= within(*span)
    columns = {f"number{place}": name for place, name in enumerate(numbers)}
    sums = {alias: amount(filter=numbers[name]) for alias, name in columns.items()}
    parts = rows.filter(wanted).order_by().annotate(part_of_time=within.part(edges))
    for row in parts.values(by, "part_of_time").annotate(**sums):
        for alias, name in columns.items():
            if row[alias]:
                for span in spans_of[row["part_of_time"]]:
                    yield (name, span), row[by], row[alias]


def _by_span(
    rows: Any,
    by: str,
    spans: Collection[Span],
    within: OfSpan,
    numbers: Mapping[str, Q | OfSpan],
    amount: Callable[..., Aggregate],
) -> Iterable[tuple[Cell, Any, Any]]:
    """Count each span in a column of its own."""
    cells = [(name, span) for span in spans for name in numbers]
    columns = {f"number{place}": cell for place, cell in enumerate(cells)}
    sums = {
        alias: amount(filter=within(*span) & _condition(numbers[name], span))
        for alias, (name, span) in columns.items()
    }
    wanted = Q()
    for span in spans:
        wanted |= within(*span)
    for row in rows.filter(wanted).order_by().values(by).annotate(**sums):
        yield from ((cell, row[by], row[alias]) for alias, cell in columns.items() if row[alias])


def _condition(number: Q | OfSpan, span: Span) -> Q:
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
