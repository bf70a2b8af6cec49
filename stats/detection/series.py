"""From dated events to a complete weekly series that is fit to be judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from stats import arrays, checks
from stats.detection.weeks import monday_of, parse_day, parse_week, week_name
from stats.errors import OutOfRange, StrataMismatch, TooShort
from stats.words import Phrase, Result, percent_text

__all__ = ["reporting_delay", "weekly_series"]

MAX_WEEKS = 5_220  # a hundred years: more is a typing error in a date

AT_MOST = Phrase(en=f"at most {MAX_WEEKS} weeks", zh=f"最多 {MAX_WEEKS} 周")
SERIES = Phrase(
    en="{weeks} complete weeks, {first} to {last}, {events:,.0f} events.",
    zh="共 {weeks} 个完整周，{first} 至 {last}，事件 {events:,.0f} 起。",
)
HELD_BACK = Phrase(
    en="{late:,.0f} events of later weeks are left out: those weeks are not complete yet.",
    zh="其后各周尚不完整，未计入的事件 {late:,.0f} 起。",
)
UNKNOWN = Phrase(
    en="{n} weeks without reporting are unknown, not 0.",
    zh="{n} 周无报告，视为未知而非 0。",
)
DELAY = Phrase(
    en="Wait {weeks} weeks: by then {share} of {n} events were reported.",
    zh="应等待 {weeks} 周：届时 {n} 起事件中已有 {share} 报告。",
)
NEVER = Phrase(
    en="Within {weeks} weeks only {share} of {n} events were reported: reports come too late"
    " for a weekly judgement.",
    zh="{weeks} 周内 {n} 起事件中仅有 {share} 报告：报告过迟，不宜按周判断。",
)


@dataclass(frozen=True)
class WeeklySeries(Result):
    """``start`` first Monday (ISO date); ``weeks`` ISO week names; ``counts`` events per week,
    ``None`` where nobody reported; ``held_back`` events of weeks not yet complete; ``outside``
    events before the first week.
    """

    start: str
    weeks: tuple[str, ...]
    counts: tuple[float | None, ...]
    held_back: float
    outside: float

    def sentence(self, language: str = "en") -> str:
        """How many weeks and events, and what was left out."""
        known = [count for count in self.counts if count is not None]
        parts = [
            SERIES.say(
                language,
                weeks=len(self.weeks),
                first=self.weeks[0],
                last=self.weeks[-1],
                events=sum(known),
            )
        ]
        if self.held_back:
            parts.append(HELD_BACK.say(language, late=self.held_back))
        if len(known) < len(self.counts):
            parts.append(UNKNOWN.say(language, n=len(self.counts) - len(known)))
        return ("" if language.startswith("zh") else " ").join(parts)


def weekly_series(
    days: Sequence[Any],
    *,
    counts: Sequence[float] | None = None,
    as_of: Any,
    reporting_delay_weeks: int = 0,
    first_week: Any = None,
    not_reported: Sequence[Any] = (),
) -> WeeklySeries:
    """Dated events as a complete series of ISO weeks (Monday to Sunday, years of 52 or 53 weeks).

    A week without an event counts 0; a week in which nobody reported is unknown (null); weeks that
    are not over on ``as_of``, and the ``reporting_delay_weeks`` before that, are held back,
    because late reports would make them look quiet.

    Args:
        days: ISO dates of events, in any order, repeated as often as events happened.
        counts: events of each of ``days``; None: 1 each.
        as_of: the day on which the data were drawn (ISO date); on a Sunday that day's week counts
            as over.
        reporting_delay_weeks: whole weeks to wait, see ``reporting_delay``.
        first_week: Monday or ISO week name (2020-W53) of the first week; None: that of the first
            event.
        not_reported: Mondays or week names of weeks without reporting.

    Returns:
        WeeklySeries; its ``counts`` and ``start`` are what the detectors take.

    Raises:
        EmptyInput, StrataMismatch, OutOfRange (no date; an event after ``as_of``), TooShort (no
        complete week), NegativeCount, MissingValue.

    Source:
        ISO 8601 (weeks).
    """
    per_week = _events_per_week(days, counts, parse_day(as_of, "as_of"))
    wait = checks.whole(reporting_delay_weeks, "reporting_delay_weeks", high=520)
    end = monday_of(parse_day(as_of, "as_of") + timedelta(days=1)) - timedelta(weeks=wait)
    start = min(per_week) if first_week is None else parse_week(first_week, "first_week")
    length = (end - start).days // 7
    if length < 1:
        raise TooShort("days", found=0, needed=1)
    if length > MAX_WEEKS:
        raise OutOfRange("days", value=str(start), allowed=AT_MOST)
    mondays = [start + timedelta(weeks=i) for i in range(length)]
    unknown = {parse_week(w, "not_reported", i) for i, w in enumerate(_optional(not_reported))}
    return WeeklySeries(
        start=start.isoformat(),
        weeks=tuple(week_name(monday) for monday in mondays),
        counts=tuple(None if m in unknown else float(per_week.get(m, 0)) for m in mondays),
        held_back=float(sum(n for m, n in per_week.items() if m >= end)),
        outside=float(sum(n for m, n in per_week.items() if m < start)),
    )


def _optional(weeks: Any) -> list[Any]:
    """A list that may be empty."""
    empty = isinstance(weeks, (list, tuple)) and not weeks
    return [] if empty else checks.items(weeks, "not_reported")


def _events_per_week(
    days: Sequence[Any], counts: Sequence[float] | None, as_of: date
) -> Counter[date]:
    parsed = _days(days, "days")
    amounts = np.ones(len(parsed)) if counts is None else arrays.counts(counts, "counts")
    checks.same_length(days=parsed, counts=amounts)
    per_week: Counter[date] = Counter()
    for i, (day, amount) in enumerate(zip(parsed, amounts.tolist(), strict=True)):
        if day > as_of:
            raise OutOfRange("days", position=i, value=str(day), allowed=f"≤ {as_of} (as_of)")
        per_week[monday_of(day)] += amount
    return per_week


def _days(values: Any, argument: str) -> list[date]:
    return [parse_day(value, argument, i) for i, value in enumerate(checks.items(values, argument))]


@dataclass(frozen=True)
class ReportingDelay(Result):
    """``weeks`` to wait (``None``: not even ``max_weeks`` suffice); ``share`` of events reported
    by then; ``shares`` reported within 0, 1, … ``max_weeks`` weeks after the week of the event;
    ``n`` events.
    """

    weeks: int | None
    share: float
    shares: tuple[float, ...]
    n: int

    def sentence(self, language: str = "en") -> str:
        """How long to wait before a week may be judged."""
        phrase = NEVER if self.weeks is None else DELAY
        return phrase.say(
            language,
            weeks=len(self.shares) - 1 if self.weeks is None else self.weeks,
            share=percent_text(self.share, language),
            n=self.n,
        )


def reporting_delay(
    event_days: Sequence[Any],
    report_days: Sequence[Any],
    *,
    completeness: float = 0.9,
    max_weeks: int = 12,
) -> ReportingDelay:
    """How many whole weeks to wait until a week's count can be trusted.

    The least number of weeks after the week of the event by whose end at least ``completeness`` of
    the events had been reported. Use events old enough that all their reports are in: recent ones
    make the delay look shorter than it is.

    Args:
        event_days: ISO dates of the events.
        report_days: ISO dates on which each of them was reported.
        completeness: share of events that must be in, below 1.
        max_weeks: the longest wait considered.

    Returns:
        ReportingDelay.

    Raises:
        EmptyInput, StrataMismatch, OutOfRange (no date; a report before its event), MissingValue.

    Source:
        the empirical distribution of the delay; no model.
    """
    events, reports = _days(event_days, "event_days"), _days(report_days, "report_days")
    if len(events) != len(reports):
        raise StrataMismatch(
            "report_days", other="event_days", found=len(reports), expected=len(events)
        )
    wanted = checks.probability(completeness, "completeness")
    horizon = checks.whole(max_weeks, "max_weeks", low=0, high=520)
    for i, (event, report) in enumerate(zip(events, reports, strict=True)):
        if report < event:
            raise OutOfRange("report_days", position=i, value=str(report), allowed=f"≥ {event}")
    weeks = [(monday_of(r) - monday_of(e)).days // 7 for e, r in zip(events, reports, strict=True)]
    shares = tuple(float(np.mean([w <= k for w in weeks])) for k in range(horizon + 1))
    enough = next((k for k, share in enumerate(shares) if share >= wanted), None)
    share = shares[-1] if enough is None else shares[enough]
    return ReportingDelay(weeks=enough, share=share, shares=shares, n=len(events))
