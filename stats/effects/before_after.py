"""Before against after in one place."""

from dataclasses import dataclass

from stats import checks
from stats.interval import Estimate
from stats.rates import crude_rate, rate_difference, rate_ratio
from stats.words import (
    Phrase,
    Result,
    interval_text,
    number_text,
    p_text,
    percent_text,
)

__all__ = ["before_after"]

LOWER = Phrase(
    en="The rate is {percent} lower after than before (rate ratio {ratio}, {interval}, {p}).",
    zh="干预后的率比干预前低 {percent}（率比 {ratio}，{interval}，{p}）。",
)
HIGHER = Phrase(
    en="The rate is {percent} higher after than before (rate ratio {ratio}, {interval}, {p}).",
    zh="干预后的率比干预前高 {percent}（率比 {ratio}，{interval}，{p}）。",
)
UNCLEAR = Phrase(
    en="The data show no clear change (rate ratio {ratio}, {interval}, {p}).",
    zh="数据未显示明确变化（率比 {ratio}，{interval}，{p}）。",
)
CAVEAT = Phrase(
    en="Before against after alone does not show the cause: other things changed as well.",
    zh="单纯前后对照不能说明原因：同期其他因素也可能变化。",
)


@dataclass(frozen=True)
class BeforeAfter(Result):
    """``before`` and ``after`` crude rates, ``ratio`` after / before, ``difference`` after -
    before, ``percent_change`` = 100 (ratio - 1) with ``percent_low`` and ``percent_high``
    (``None`` where the ratio has no such bound).
    """

    before: Estimate
    after: Estimate
    ratio: Estimate
    difference: Estimate
    percent_change: float | None
    percent_low: float | None
    percent_high: float | None

    def sentence(self, language: str = "en") -> str:
        """The change, called clear only where the interval excludes no change."""
        ratio = self.ratio
        low = 0.0 if ratio.low is None else ratio.low
        high = float("inf") if ratio.high is None else ratio.high
        phrase = LOWER if high < 1 else (HIGHER if low > 1 else UNCLEAR)
        change = None if self.percent_change is None else abs(self.percent_change) / 100
        said = phrase.say(
            language,
            percent=percent_text(change, language),
            ratio=number_text(ratio.value, language),
            interval=interval_text(ratio.low, ratio.high, ratio.level, language),
            p=p_text(ratio.p_value, language),
        )
        return said + ("" if language.startswith("zh") else " ") + CAVEAT.say(language)


def before_after(
    before_events: float,
    before_person_time: float,
    after_events: float,
    after_person_time: float,
    *,
    per: float = 100_000,
    method: str = "exact",
    level: float = 0.95,
) -> BeforeAfter:
    """Rates before and after the start of a measure in one area, compared.

    Assumes independent events at a constant rate within each period; no claim about the cause.

    Args:
        before_events, after_events: events in each period, 0 or more.
        before_person_time, after_person_time: average population x years, above 0; so periods of
            unlike length compare.
        per: multiplier of the rates (100,000).
        method: interval of the ratio: ``exact``, ``midp``, ``wald``, as in ``rate_ratio``.
        level: confidence level.

    Returns:
        BeforeAfter: both rates (Garwood intervals), their ratio, their difference, and the percent
        change. No event before gives an infinite ratio (``null`` in JSON).

    Raises:
        AllZero (no event in either period), ZeroPopulation, NegativeCount, MissingValue,
        NotNumeric, NotFinite, OutOfRange, UnknownChoice.

    Source:
        as ``rate_ratio``, ``crude_rate`` and ``rate_difference``.
    """
    # Checked here as well, so that an error names the argument that the caller knows.
    checks.count(before_events, "before_events")
    checks.population(before_person_time, "before_person_time")
    checks.count(after_events, "after_events")
    checks.population(after_person_time, "after_person_time")
    ratio = rate_ratio(
        after_events,
        after_person_time,
        before_events,
        before_person_time,
        method=method,
        estimator="mle",
        level=level,
    )
    return BeforeAfter(
        before=crude_rate(before_events, before_person_time, per=per, level=level),
        after=crude_rate(after_events, after_person_time, per=per, level=level),
        ratio=ratio,
        difference=rate_difference(
            after_events, after_person_time, before_events, before_person_time, per=per, level=level
        ),
        percent_change=_percent(ratio.value),
        percent_low=_percent(ratio.low),
        percent_high=_percent(ratio.high),
    )


def _percent(ratio: float | None) -> float | None:
    return None if ratio is None or ratio == float("inf") else 100 * (ratio - 1)
