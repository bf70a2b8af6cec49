"""A value against a target, and places against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats import arrays, checks
from stats.errors import OutOfRange
from stats.intervals import POISSON_METHODS
from stats.words import Phrase, Result, interval_text, level_text, number_text

VERDICTS = {
    "below": Phrase(
        en="The value lies below the target {target} ({interval}).",
        zh="该值低于目标值 {target}（{interval}）。",
    ),
    "above": Phrase(
        en="The value lies above the target {target} ({interval}).",
        zh="该值高于目标值 {target}（{interval}）。",
    ),
    "not_distinguishable": Phrase(
        en="The data cannot tell the value from the target {target} ({interval}).",
        zh="现有数据无法区分该值与目标值 {target}（{interval}）。",
    ),
}
RANKING_SAYS = Phrase(
    en="{first} has the {word} rate ({rate}); at {level} confidence {ranks}.",
    zh="{first} 的率{word}（{rate}）；在 {level} 的置信水平下，{ranks}。",
)
SURE = Phrase(en="that rank is certain", zh="该名次确定")
UNSURE = Phrase(
    en="its rank may be {low} to {high} of {n}", zh="其名次可能为第 {low}~{high} 名（共 {n} 个）"
)
WORDS = {"high": Phrase(en="highest", zh="最高"), "low": Phrase(en="lowest", zh="最低")}


@dataclass(frozen=True)
class TargetComparison(Result):
    """``verdict``: ``below``, ``above`` or ``not_distinguishable``; ``good`` is True or False where
    ``better`` is known and the verdict is one-sided, else None.
    """

    verdict: str
    target: float
    low: float
    high: float
    level: float
    good: bool | None

    def sentence(self, language: str = "en") -> str:
        """The verdict with the interval."""
        return VERDICTS[self.verdict].say(
            language,
            target=number_text(self.target, language),
            interval=interval_text(self.low, self.high, self.level, language),
        )


def compare_with_target(
    low: float, high: float, target: float, *, level: float = 0.95, better: str | None = None
) -> TargetComparison:
    """Is a value below or above a target, given its interval?

    Args:
        low, high: confidence limits of the value, ``low`` <= ``high``.
        target: the target, in the same unit. A target that equals a limit is not distinguishable.
        level: the level of the interval, for the sentence.
        better: ``low`` (injuries) or ``high`` (coverage), or None.

    Returns:
        TargetComparison.

    Raises:
        OutOfRange when ``low`` is above ``high``; MissingValue, NotNumeric, NotFinite,
        UnknownChoice.

    Source:
        The rule of the technical guidance of Public Health England (Fingertips): an interval that
        contains the target is no evidence of a difference.
    """
    low, high = checks.number(low, "low"), checks.number(high, "high")
    target, level = checks.number(target, "target"), checks.probability(level, "level")
    if low > high:
        raise OutOfRange("low", value=low, allowed=f"<= {high:g} (high)")
    if better is not None:
        checks.choice(better, ("low", "high"), "better")
    verdict = "below" if high < target else "above" if low > target else "not_distinguishable"
    good = None
    if better is not None and verdict != "not_distinguishable":
        good = (verdict == "below") == (better == "low")
    return TargetComparison(verdict, target, low, high, level, good)


@dataclass(frozen=True)
class RankedArea(Result):
    """One area: rate with its own interval at the level asked for, ``rank`` (ties share the better
    rank) and the ranks ``rank_low`` … ``rank_high`` that the data allow.
    """

    label: str
    rate: float
    low: float | None
    high: float
    rank: int
    rank_low: int
    rank_high: int


@dataclass(frozen=True)
class Ranking(Result):
    """Areas in the order of their rates, ``areas[0]`` first. All rank intervals hold together with
    confidence ``level``.
    """

    areas: tuple[RankedArea, ...]
    first: str
    level: float
    per: float

    def sentence(self, language: str = "en") -> str:
        """Who comes first and how sure that is."""
        top, n = self.areas[0], len(self.areas)
        ranks = SURE if top.rank_low == top.rank_high else UNSURE
        return RANKING_SAYS.say(
            language,
            first=top.label,
            word=WORDS[self.first].say(language),
            rate=number_text(top.rate, language),
            level=level_text(self.level),
            ranks=ranks.say(language, low=top.rank_low, high=top.rank_high, n=n),
        )


def rank_areas(
    labels: Sequence[str],
    cases: Sequence[float],
    population: Sequence[float],
    *,
    per: float = 100_000,
    level: float = 0.95,
    method: str = "exact",
    first: str = "high",
) -> Ranking:
    """Areas ranked by crude rate, with the ranks that chance allows.

    Args:
        labels, cases, population: per area, in the same order.
        per: multiplier of the rates.
        level: confidence that all rank intervals hold at once.
        method: limits of each count: ``exact``, ``byar``, ``midp`` or ``byar-or-exact``.
        first: ``high`` (rank 1 is the highest rate) or ``low``.

    Returns:
        Ranking. Area i can rank no better than 1 + the number of areas whose interval lies wholly
        ahead of its own; these intervals are made at level ** (1 / areas), so that all hold
        together.

    Raises:
        StrataMismatch, ZeroPopulation, NegativeCount, MissingValue, NotNumeric, NotFinite,
        OutOfRange, UnknownChoice, EmptyInput.

    Source:
        Klein, Wright, Wieczorek, J R Stat Soc A 2020;183:589-606 (joint confidence for ranks).
    """
    x, n = arrays.counts(cases, "cases"), arrays.populations(population, "population")
    names = checks.labels(labels, "labels")
    checks.same_length(cases=x, population=n, labels=names)
    per, level = checks.positive(per, "per"), checks.probability(level, "level")
    limits = POISSON_METHODS[checks.choice(method, tuple(POISSON_METHODS), "method")]
    sign = 1 if checks.choice(first, ("high", "low"), "first") == "low" else -1
    keys = sign * x / n
    joint = [limits(float(c), level ** (1 / len(x))) for c in x]
    low, high = np.array([[pair[0] or 0.0, pair[1]] for pair in joint]).T / n
    start, end = (low, high) if sign == 1 else (-high, -low)
    areas = []
    for i in np.argsort(keys, kind="stable"):
        own_low, own_high = limits(float(x[i]), level)
        factor = per / float(n[i])
        areas.append(
            RankedArea(
                names[i],
                float(x[i]) * factor,
                None if own_low is None else own_low * factor,
                own_high * factor,
                rank=1 + int(np.sum(keys < keys[i])),
                rank_low=1 + int(np.sum(end < start[i])),
                rank_high=len(x) - int(np.sum(start > end[i])),
            )
        )
    return Ranking(tuple(areas), first, level, per)
