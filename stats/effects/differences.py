"""Difference-in-differences: the change in the pilot areas less that in comparison areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stats import arrays, checks
from stats.effects.regression import (
    ERRORS,
    FEW_CLUSTERS,
    cluster_codes,
    indicator,
    least_squares,
)
from stats.effects.terms import RatioTerm, Term, make_ratio, make_term
from stats.errors import AllZero, BadShape, TooShort
from stats.words import Phrase, Result

__all__ = [
    "difference_in_differences",
    "difference_in_differences_cells",
    "difference_in_differences_rates",
]

CELLS = ("comparison_before", "comparison_after", "pilot_before", "pilot_after")

CELL_EMPTY = {
    "comparison_before": Phrase(en="no row for comparison before", zh="缺少对照组干预前的数据"),
    "comparison_after": Phrase(en="no row for comparison after", zh="缺少对照组干预后的数据"),
    "pilot_before": Phrase(en="no row for pilot before", zh="缺少试点组干预前的数据"),
    "pilot_after": Phrase(en="no row for pilot after", zh="缺少试点组干预后的数据"),
}
PAIR_NEEDED = Phrase(en="[events, person-time] is needed", zh="需要 [事件数, 人时]")

CLEAR = Phrase(
    en="The pilot areas changed otherwise than the comparison areas: difference {term}.",
    zh="试点地区与对照地区的变化不同：差值 {term}。",
)
UNCLEAR = Phrase(
    en="The pilot areas did not clearly change otherwise than the comparison areas: difference"
    " {term}.",
    zh="试点地区与对照地区的变化无明确差别：差值 {term}。",
)
RATIO_CLEAR = Phrase(
    en="The rate in the pilot areas changed by another factor than in the comparison areas: ratio"
    " of rate ratios {term}.",
    zh="试点地区率的变化倍数与对照地区不同：率比之比 {term}。",
)
RATIO_UNCLEAR = Phrase(
    en="The rate in the pilot areas did not clearly change otherwise than in the comparison areas:"
    " ratio of rate ratios {term}.",
    zh="试点地区与对照地区率的变化无明确差别：率比之比 {term}。",
)
ASSUMES = Phrase(
    en="This assumes that both would have changed alike without the measure.",
    zh="前提：若无该措施，两者的变化本应相同。",
)
FEW = Phrase(
    en="With only {n} clusters the limits are too narrow.",
    zh="仅有 {n} 个群组，区间偏窄。",
)


def _join(parts: list[str], language: str) -> str:
    return ("" if language.startswith("zh") else " ").join(parts)


@dataclass(frozen=True)
class DifferenceInDifferences(Result):
    """``effect``: (pilot after - before) - (comparison after - before), in the unit of the
    outcome; ``constant`` mean of comparison before, ``after`` its change, ``pilot`` the difference
    before; ``means`` and ``sizes`` of the four cells; ``n``, ``r_squared``, ``df``; ``errors``
    method; ``clusters`` (``None`` without).
    """

    effect: Term
    constant: Term
    after: Term
    pilot: Term
    means: dict[str, float]
    sizes: dict[str, float]
    n: float
    r_squared: float
    df: int
    errors: str
    clusters: int | None = None

    def sentence(self, language: str = "en") -> str:
        """The effect, called clear only where its limits exclude 0, and the assumption."""
        clear = self.effect.low > 0 or self.effect.high < 0
        phrase = CLEAR if clear else UNCLEAR
        parts = [phrase.say(language, term=self.effect.sentence(language)), ASSUMES.say(language)]
        if self.clusters is not None and self.clusters < FEW_CLUSTERS:
            parts.append(FEW.say(language, n=self.clusters))
        return _join(parts, language)


def difference_in_differences(
    outcome: Sequence[float],
    pilot: Sequence[int],
    after: Sequence[int],
    *,
    errors: str = "classical",
    cluster: Sequence[Any] | None = None,
    weights: Sequence[float] | None = None,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """Difference-in-differences by regression: outcome on pilot, after, and their product.

    Assumes without the measure both groups would have changed alike: see ``parallel_trends``.

    Args:
        outcome: one number per person or area and period (a score, a duration, a rate …).
        pilot: 1 in pilot areas, 0 in comparison areas, per row.
        after: 1 after the start of the measure, 0 before, per row.
        errors: ``classical`` (equal variance), ``HC0`` … ``HC3`` (robust to unequal variance), or
            ``cluster`` (rows of one cluster may be alike; use the area, if people were asked in
            the same areas twice).
        cluster: label of each row's cluster, with ``errors="cluster"``.
        weights: of the rows, above 0 (survey weights, populations); None: 1 each.
        level: confidence level; limits by Student's t (n - 4 degrees of freedom, with clusters
            one less than their number).

    Returns:
        DifferenceInDifferences; ``effect`` is the coefficient of the product.

    Raises:
        StrataMismatch (lists of unlike length), OutOfRange (pilot, after not 0 or 1), BadShape (a
        cell without a row; no cluster labels), TooShort, NotFinite, MissingValue, UnknownChoice.

    Source:
        the test reproduces Wooldridge, Introductory Econometrics, example 13.4 (Meyer, Viscusi,
        Durbin, Am Econ Rev 1995;85:322-340). Cluster errors as R sandwich 3.0-2 ``vcovCL``, HC1.
    """
    y = arrays.reals(outcome, "outcome")
    d, t = indicator(pilot, "pilot"), indicator(after, "after")
    checks.same_length(outcome=y, pilot=d, after=t)
    level = checks.probability(level, "level")
    w = np.ones(len(y)) if weights is None else arrays.populations(weights, "weights")
    checks.same_length(outcome=y, weights=w)
    errors = checks.choice(errors, ERRORS, "errors")
    cells = dict(zip(CELLS, [(d == i) & (t == j) for i in (0, 1) for j in (0, 1)], strict=True))
    for name, rows in cells.items():
        if not rows.any():
            raise BadShape("outcome", reason=CELL_EMPTY[name])
    columns = {"constant": np.ones(len(y)), "after": t, "pilot": d, "effect": d * t}
    codes = cluster_codes(cluster, len(y), errors)
    fit = least_squares(
        y, columns, errors=errors, codes=codes, level=level, weights=None if weights is None else w
    )
    return DifferenceInDifferences(
        **fit.terms,
        means={name: float(np.average(y[r], weights=w[r])) for name, r in cells.items()},
        sizes={name: float(r.sum()) for name, r in cells.items()},
        n=len(y),
        r_squared=fit.r_squared,
        df=fit.df,
        errors=errors,
        clusters=fit.clusters,
    )


def difference_in_differences_cells(
    comparison_before: Mapping[str, float],
    comparison_after: Mapping[str, float],
    pilot_before: Mapping[str, float],
    pilot_after: Mapping[str, float],
    *,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """Difference-in-differences from the size, mean and standard deviation of the four cells.

    The same numbers as ``difference_in_differences`` with classical errors, for published tables.

    Args:
        comparison_before, comparison_after, pilot_before, pilot_after: each
            ``{"n": persons, "mean": mean, "sd": standard deviation (n - 1)}``; n at least 2.
        level: confidence level; Student's t with n - 4 degrees of freedom.

    Returns:
        DifferenceInDifferences with ``errors`` "classical".

    Raises:
        MissingValue, NegativeCount, NotWhole, TooShort (n below 2), NotFinite, OutOfRange.

    Source:
        as ``difference_in_differences``.
    """
    given = (comparison_before, comparison_after, pilot_before, pilot_after)
    cells = {name: _cell(cell, name) for name, cell in zip(CELLS, given, strict=True)}
    level = checks.probability(level, "level")
    n = sum(size for size, _, _ in cells.values())
    df = int(n - 4)
    inside = sum((size - 1) * sd**2 for size, _, sd in cells.values())
    variance = inside / df
    grand = sum(size * mean for size, mean, _ in cells.values()) / n
    total = inside + sum(size * (mean - grand) ** 2 for size, mean, _ in cells.values())
    (n00, m00, _), (n01, m01, _), (n10, m10, _), (n11, m11, _) = cells.values()

    def term(name: str, value: float, *sizes: float) -> Term:
        return make_term(name, value, (variance * sum(1 / s for s in sizes)) ** 0.5, level, df)

    return DifferenceInDifferences(
        effect=term("effect", (m11 - m10) - (m01 - m00), n00, n01, n10, n11),
        constant=term("constant", m00, n00),
        after=term("after", m01 - m00, n00, n01),
        pilot=term("pilot", m10 - m00, n00, n10),
        means={name: mean for name, (_, mean, _) in cells.items()},
        sizes={name: size for name, (size, _, _) in cells.items()},
        n=n,
        r_squared=1 - inside / total if total > 0 else 0.0,
        df=df,
        errors="classical",
    )


def _cell(cell: Mapping[str, float], name: str) -> tuple[float, float, float]:
    cell = checks.mapping(cell, name)
    size = checks.whole_count(cell.get("n"), f"{name}.n")
    if size < 2:
        raise TooShort(f"{name}.n", found=size, needed=2)
    mean = checks.number(cell.get("mean"), f"{name}.mean")
    return float(size), mean, checks.count(cell.get("sd"), f"{name}.sd")


@dataclass(frozen=True)
class RatioOfRateRatios(Result):
    """``effect``: rate ratio after / before of the pilot areas over that of the comparison areas,
    as a ratio with limits (``value`` and ``se`` are on the log scale); the two rate ratios;
    ``rates`` of the four cells per ``per``.
    """

    effect: RatioTerm
    pilot_ratio: RatioTerm
    comparison_ratio: RatioTerm
    rates: dict[str, float]
    per: float
    dispersion: float

    def sentence(self, language: str = "en") -> str:
        """The ratio of rate ratios, called clear only where its limits exclude 1."""
        clear = self.effect.ratio_low > 1 or self.effect.ratio_high < 1
        phrase = RATIO_CLEAR if clear else RATIO_UNCLEAR
        said = phrase.say(language, term=self.effect.sentence(language))
        return _join([said, ASSUMES.say(language)], language)


def difference_in_differences_rates(
    comparison_before: Sequence[float],
    comparison_after: Sequence[float],
    pilot_before: Sequence[float],
    pilot_after: Sequence[float],
    *,
    per: float = 100_000,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> RatioOfRateRatios:
    """Difference-in-differences of rates: the ratio of two before/after rate ratios.

    Args:
        comparison_before, comparison_after, pilot_before, pilot_after: each ``[events,
            person-time]``; events at least 1, person-time (average population x years) above 0.
        per: multiplier of the rates.
        dispersion: variance of the counts over their mean, 1 for Poisson; the errors grow with its
            square root.
        level: confidence level (normal limits on the log scale).

    Returns:
        RatioOfRateRatios: below 1 the rate fell more (or rose less) in the pilot areas.

    Raises:
        AllZero (a cell without event has no logarithm), ZeroPopulation, NegativeCount, BadShape,
        MissingValue, NotFinite, OutOfRange.

    Source:
        log-linear (Poisson) model with an interaction; the variance of the log ratio is the sum of
        the reciprocal counts (Rothman, Greenland, Lash, Modern Epidemiology, 3rd ed. 2008, ch.
        14). The test holds it to R 4.2.2 ``glm``.
    """
    given = (comparison_before, comparison_after, pilot_before, pilot_after)
    cells = {name: _rate_cell(cell, name) for name, cell in zip(CELLS, given, strict=True)}
    level = checks.probability(level, "level")
    per = checks.positive(per, "per")
    spread = checks.positive(dispersion, "dispersion")
    logs = {name: np.log(events / time) for name, (events, time) in cells.items()}
    variances = {name: spread / events for name, (events, _) in cells.items()}

    def ratio(name: str, group: str) -> RatioTerm:
        value = logs[f"{group}_after"] - logs[f"{group}_before"]
        variance = variances[f"{group}_after"] + variances[f"{group}_before"]
        return make_ratio(name, float(value), float(variance**0.5), level)

    pilot, comparison = ratio("pilot_ratio", "pilot"), ratio("comparison_ratio", "comparison")
    error = float(np.hypot(pilot.se, comparison.se))
    return RatioOfRateRatios(
        effect=make_ratio("effect", pilot.value - comparison.value, error, level),
        pilot_ratio=pilot,
        comparison_ratio=comparison,
        rates={name: per * events / time for name, (events, time) in cells.items()},
        per=per,
        dispersion=spread,
    )


def _rate_cell(cell: Sequence[float], name: str) -> tuple[float, float]:
    if isinstance(cell, (str, bytes)) or not isinstance(cell, Sequence) or len(cell) != 2:
        raise BadShape(name, reason=PAIR_NEEDED)
    events = checks.count(cell[0], f"{name}[0]")
    time = checks.population(cell[1], f"{name}[1]")
    if events == 0:
        raise AllZero(name)
    return events, time
