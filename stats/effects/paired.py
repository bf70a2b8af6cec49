"""The same people asked before and after: McNemar's test."""

import math
from dataclasses import dataclass

from scipy import stats

from stats import checks
from stats.errors import EmptyInput
from stats.intervals import wilson_limits
from stats.words import (
    Phrase,
    Result,
    interval_text,
    number_text,
    p_text,
    percent_text,
)

__all__ = ["mcnemar"]

METHODS = ("exact", "midp", "chi-square", "chi-square-corrected")

CHANGE = {
    "up": Phrase(
        en="The proportion rose from {before} to {after}: difference {points} percentage points"
        " ({interval}, {p}).",
        zh="比例由 {before} 升至 {after}：相差 {points} 个百分点（{interval}，{p}）。",
    ),
    "down": Phrase(
        en="The proportion fell from {before} to {after}: difference {points} percentage points"
        " ({interval}, {p}).",
        zh="比例由 {before} 降至 {after}：相差 {points} 个百分点（{interval}，{p}）。",
    ),
    "unclear": Phrase(
        en="No clear change, {before} before and {after} after: difference {points} percentage"
        " points ({interval}, {p}).",
        zh="无明确变化，此前 {before}，此后 {after}：相差 {points} 个百分点（{interval}，{p}）。",
    ),
}


@dataclass(frozen=True)
class ProportionChange(Result):
    """``before`` and ``after`` proportions, ``difference`` after - before with ``low`` and
    ``high`` (Newcombe), ``p_value`` by ``method``, ``statistic`` of a chi-square test (else
    ``None``), ``n_before`` and ``n_after`` people (the same people when paired).
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    level: float
    method: str
    p_value: float
    statistic: float | None
    n_before: float
    n_after: float

    def sentence(self, language: str = "en") -> str:
        """The change in words, called clear only where both p and interval say so."""
        clear = self.p_value < 1 - self.level and (self.low > 0 or self.high < 0)
        key = ("up" if self.difference > 0 else "down") if clear else "unclear"
        return CHANGE[key].say(
            language,
            before=percent_text(self.before, language),
            after=percent_text(self.after, language),
            points=number_text(100 * self.difference, language),
            interval=interval_text(100 * self.low, 100 * self.high, self.level, language),
            p=p_text(self.p_value, language),
        )


def mcnemar(
    yes_yes: float,
    yes_no: float,
    no_yes: float,
    no_no: float,
    *,
    method: str = "exact",
    level: float = 0.95,
) -> ProportionChange:
    """McNemar's test: did the same people answer otherwise after than before?

    Assumes the same people, matched, each counted once, independent of each other.

    Args:
        yes_yes, yes_no, no_yes, no_no: people by answer before, then after (``no_yes``: wrong
            before, right after); whole numbers.
        method: of the p-value, two-sided: ``exact`` (binomial, conditional on the changers),
            ``midp`` (the same less half of the observed probability: less strict, recommended for
            few changers), ``chi-square``, ``chi-square-corrected`` (continuity).
        level: confidence level of the interval of the difference (Newcombe's method 10 for pairs).

    Returns:
        ProportionChange: proportion of yes before and after. If nobody changed p is 1.

    Raises:
        EmptyInput (nobody at all), NegativeCount, NotWhole, MissingValue, OutOfRange,
        UnknownChoice.

    Source:
        McNemar, Psychometrika 1947;12:153-157; Fagerland, Lydersen, Laake, BMC Med Res Methodol
        2013;13:91 (mid-p; the test reproduces their example); Newcombe, Stat Med
        1998;17:2635-2650 (interval).
    """
    names = ("yes_yes", "yes_no", "no_yes", "no_no")
    given = (yes_yes, yes_no, no_yes, no_no)
    a, b, c, d = (checks.whole_count(v, n) for v, n in zip(given, names, strict=True))
    method = checks.choice(method, METHODS, "method")
    level = checks.probability(level, "level")
    n = a + b + c + d
    if n == 0:
        raise EmptyInput("yes_yes, yes_no, no_yes, no_no")
    statistic, p_value = _test(b, c, method)
    low, high = _paired_limits(a, b, c, d, level)
    return ProportionChange(
        before=(a + b) / n,
        after=(a + c) / n,
        difference=(c - b) / n,
        low=low,
        high=high,
        level=level,
        method=method,
        p_value=p_value,
        statistic=statistic,
        n_before=n,
        n_after=n,
    )


def _test(b: int, c: int, method: str) -> tuple[float | None, float]:
    changers = b + c
    if method.startswith("chi-square"):
        if changers == 0:
            return 0.0, 1.0
        gap = max(abs(b - c) - (method == "chi-square-corrected"), 0)
        statistic = gap**2 / changers
        return statistic, float(stats.chi2.sf(statistic, 1))
    law = stats.binom(changers, 0.5)
    exact = min(1.0, 2 * float(law.cdf(min(b, c))))
    if method == "exact":
        return None, exact
    # With b = c the tail counts the middle twice: mid-p is then 1 less half of it, twice.
    at = float(law.pmf(b))
    return None, 1 - at if b == c else 2 * float(law.cdf(min(b, c))) - at


def _paired_limits(a: int, b: int, c: int, d: int, level: float) -> tuple[float, float]:
    """Newcombe's method 10 for (a + c) / n - (a + b) / n."""
    n = a + b + c + d
    first, second = (a + c) / n, (a + b) / n
    l1, u1 = wilson_limits(a + c, n, level)
    l2, u2 = wilson_limits(a + b, n, level)
    product = (a + b) * (c + d) * (a + c) * (b + d)
    cross = a * d - b * c
    shrunk = cross if cross < 0 else max(cross - n / 2, 0)
    phi = shrunk / math.sqrt(product) if product > 0 else 0.0
    difference = first - second

    def arm(x: float, y: float) -> float:
        return math.sqrt(max(x * x - 2 * phi * x * y + y * y, 0))

    return difference - arm(first - l1, u2 - second), difference + arm(u1 - first, second - l2)
