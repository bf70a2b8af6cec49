"""Areas followed over several periods: two-way fixed effects, and the check of parallel trends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm

from stats import arrays, checks
from stats.effects.regression import (
    FEW_CLUSTERS,
    cluster_codes,
    indicator,
    least_squares,
)
from stats.effects.segmented import fit_glm
from stats.effects.terms import RatioTerm, Term, make_ratio
from stats.errors import AllZero, BadShape, TooShort
from stats.words import Phrase, Result, p_text

__all__ = ["panel_difference_in_differences", "parallel_trends"]

PANEL_ERRORS = ("classical", "cluster")

TWICE = Phrase(en="an area has two rows for one period", zh="同一地区同一时期有两行")
PILOT_AREAS = Phrase(en="pilot areas", zh="试点地区")
COMPARISON_AREAS = Phrase(en="comparison areas", zh="对照地区")
BOTH_NEEDED = Phrase(
    en="both pilot and comparison areas are needed", zh="试点地区和对照地区缺一不可"
)

EFFECT = Phrase(
    en="{name}: {term} against areas and periods without it.",
    zh="“{name}”：与未实施的地区和时期相比，差值为 {term}。",
)
FEW = Phrase(en="With only {n} areas the limits are too narrow.", zh="仅有 {n} 个地区，区间偏窄。")
DIVERGING = Phrase(
    en="Before the measure the two groups were already moving apart ({p}): the comparison of"
    " pilot and comparison areas cannot be read as an effect.",
    zh="措施实施前两组趋势已不同（{p}）：试点与对照的比较不能解释为措施效果。",
)
PARALLEL = Phrase(
    en="Before the measure the data show no difference of trend ({p}); that does not prove that"
    " the trends were equal.",
    zh="措施实施前未见两组趋势不同（{p}）；但这并不证明趋势相同。",
)


@dataclass(frozen=True)
class Panel(Result):
    """``effects`` one term per treatment, in the unit of the outcome; ``periods`` one term per
    period but the first: its change against the first; ``r_squared`` and ``adjusted_r_squared`` of
    the variation within areas and periods; ``n`` rows, ``units``, ``df``, ``errors``.
    """

    effects: tuple[Term, ...]
    periods: tuple[Term, ...]
    r_squared: float
    adjusted_r_squared: float
    n: int
    units: int
    df: int
    errors: str

    def sentence(self, language: str = "en") -> str:
        """Each effect with its limits."""
        parts = [
            EFFECT.say(language, name=term.name, term=term.sentence(language))
            for term in self.effects
        ]
        if self.errors == "cluster" and self.units < FEW_CLUSTERS:
            parts.append(FEW.say(language, n=self.units))
        return ("" if language.startswith("zh") else " ").join(parts)


def panel_difference_in_differences(
    outcome: Sequence[float],
    unit: Sequence[Any],
    period: Sequence[Any],
    treatments: Mapping[str, Sequence[float]],
    *,
    errors: str = "cluster",
    level: float = 0.95,
) -> Panel:
    """Difference-in-differences of areas over two or more periods (two-way fixed effects).

    Each area has its own level and each period its own; an effect is what a treatment adds to
    both. With two periods this is the regression of first differences.

    Assumes parallel trends, and one effect that is the same in every area and period; with
    staggered starts and unlike effects this estimator is a weighted mean that can mislead.

    Args:
        outcome: one number per area and period (a rate, a score).
        unit: label of the area, per row.
        period: label of the period, per row; sorted as numbers if all are numbers, else as text.
        treatments: name -> list per row: 1 where and when the measure is in force, else 0 (or its
            intensity).
        errors: ``cluster`` (by area: rows of one area may be alike; with the factor
            G / (G - 1) x (n - 1) / (n - k), where k counts treatments and periods but not the
            areas, which nest in the clusters; R sandwich on dummy variables counts them too and
            is wider) or ``classical``.
        level: confidence level; Student's t with the residual degrees of freedom, or the number of
            areas less one.

    Returns:
        Panel.

    Raises:
        StrataMismatch, BadShape (a treatment that no area changes, an area twice in a period),
        TooShort (fewer than 2 areas or periods), EmptyInput, NotFinite, UnknownChoice.

    Source:
        the test reproduces Wooldridge, Introductory Econometrics, example 13.7 (traffic deaths and
        drunk-driving laws).
    """
    y = arrays.reals(outcome, "outcome")
    units, periods = checks.labels(unit, "unit"), _periods(period)
    checks.same_length(outcome=y, unit=units, period=periods)
    codes, names = _codes(units, periods)
    raw = _treatments(treatments, y)
    errors = checks.choice(errors, PANEL_ERRORS, "errors")
    level = checks.probability(level, "level")
    dummies = {f"period {n}": (codes[1] == i).astype(float) for i, n in enumerate(names) if i}
    within = {name: _demean(column, codes[0]) for name, column in (dummies | raw).items()}
    flat = _demean(y, codes[0])
    n_units = int(codes[0].max()) + 1
    groups = cluster_codes(units, len(y), errors)
    fit = least_squares(flat, within, errors=errors, codes=groups, level=level, absorbed=n_units)
    alone = {name: within[name] for name in dummies}
    r_squared = _share_explained(flat, within, alone)
    k = len(raw)
    return Panel(
        effects=tuple(fit.terms[name] for name in raw),
        periods=tuple(fit.terms[name] for name in dummies),
        r_squared=r_squared,
        adjusted_r_squared=1 - (1 - r_squared) * (fit.df + k) / fit.df,
        n=len(y),
        units=n_units,
        df=fit.df,
        errors=errors,
    )


def _periods(period: Any) -> list[Any]:
    """All texts as they are, else all numbers (2024.0 reads 2024)."""
    found = checks.items(period, "period")
    if all(isinstance(p, str) for p in found):
        return found
    numbers = arrays.reals(found, "period").tolist()
    return [int(p) if p.is_integer() else p for p in numbers]


def _codes(units: list[str], periods: list[Any]) -> tuple[tuple[np.ndarray, np.ndarray], list[Any]]:
    names = sorted(set(periods))
    unit_names = sorted(set(units))
    if len(unit_names) < 2:
        raise TooShort("unit", found=len(unit_names), needed=2)
    if len(names) < 2:
        raise TooShort("period", found=len(names), needed=2)
    if len(set(zip(units, periods, strict=True))) < len(units):
        raise BadShape("unit", reason=TWICE)
    unit_of = {name: i for i, name in enumerate(unit_names)}
    period_of = {name: i for i, name in enumerate(names)}
    first = np.array([unit_of[u] for u in units])
    return (first, np.array([period_of[p] for p in periods])), names


def _treatments(treatments: Any, y: np.ndarray) -> dict[str, np.ndarray]:
    raw = {}
    for name, column in checks.mapping(treatments, "treatments").items():
        raw[str(name)] = arrays.reals(column, f"treatments.{name}")
        checks.same_length(**{"outcome": y, f"treatments.{name}": raw[str(name)]})
    return raw


def _demean(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    sums = np.bincount(codes, weights=values)
    return values - (sums / np.bincount(codes))[codes]


def _share_explained(
    y: np.ndarray, columns: dict[str, np.ndarray], baseline: dict[str, np.ndarray]
) -> float:
    """Share of the variation left by ``baseline`` that all ``columns`` explain."""

    def left(part: dict[str, np.ndarray]) -> float:
        return float(sm.OLS(y, np.column_stack(list(part.values()))).fit().ssr)

    total = left(baseline)
    return 1 - left(columns) / total if total > 0 else 0.0


@dataclass(frozen=True)
class ParallelTrends(Result):
    """``difference``: slope of the pilot areas less that of the comparison areas, per period, in
    the unit of the outcome (for rates on the log scale, a ``RatioTerm``); ``periods`` used.
    """

    difference: Term | RatioTerm
    periods: int

    def sentence(self, language: str = "en") -> str:
        """Whether the trends differed before, with the limit of what that shows."""
        phrase = DIVERGING if self.difference.p_value < 0.05 else PARALLEL
        return phrase.say(language, p=p_text(self.difference.p_value, language))


def parallel_trends(
    outcome: Sequence[float],
    pilot: Sequence[int],
    time: Sequence[float],
    *,
    population: Sequence[float] | None = None,
    cluster: Sequence[Any] | None = None,
    level: float = 0.95,
) -> ParallelTrends:
    """Did pilot and comparison areas move alike *before* the measure?

    Tests the product of pilot and time. Without ``population`` by least squares (classical errors,
    or cluster-robust ones with ``cluster``); with it, ``outcome`` are counts and the test is a
    quasi-Poisson regression of the rates.

    Args:
        outcome: one number (or count) per row, of periods before the measure only.
        pilot: 1 in pilot areas, 0 in comparison areas, per row.
        time: number of the period, per row; at least 3 different ones.
        population: people or person-time per row, for counts.
        cluster: label of each row's area; only without ``population``.
        level: confidence level.

    Returns:
        ParallelTrends. No difference found is not proof of none.

    Raises:
        TooShort (fewer than 3 periods), StrataMismatch, OutOfRange, BadShape (only one group),
        AllZero, ZeroPopulation, NotConverged (counts that do not vary at all).

    Source:
        Angrist, Pischke, Mostly Harmless Econometrics, 2009, ch. 5. The test holds it to R 4.2.2.
    """
    d, t = indicator(pilot, "pilot"), arrays.reals(time, "time")
    y = arrays.reals(outcome, "outcome")
    checks.same_length(outcome=y, pilot=d, time=t)
    level = checks.probability(level, "level")
    periods = len(np.unique(t))
    if periods < 3:
        raise TooShort("time", found=periods, needed=3)
    if len(np.unique(d)) < 2:
        raise BadShape("pilot", reason=BOTH_NEEDED)
    columns = {"constant": np.ones(len(y)), "pilot": d, "time": t, "difference": d * t}
    if population is not None:
        counts = arrays.counts(outcome, "outcome")
        persons = arrays.populations(population, "population")
        checks.same_length(outcome=y, population=persons)
        return ParallelTrends(_rate_difference(counts, persons, columns, level), periods)
    errors = "classical" if cluster is None else "cluster"
    codes = cluster_codes(cluster, len(y), errors)
    fit = least_squares(y, columns, errors=errors, codes=codes, level=level)
    return ParallelTrends(fit.terms["difference"], periods)


def _rate_difference(
    y: np.ndarray, persons: np.ndarray, columns: dict[str, np.ndarray], level: float
) -> RatioTerm:
    for group, part in ((0, COMPARISON_AREAS), (1, PILOT_AREAS)):
        if not y[columns["pilot"] == group].sum():
            raise AllZero("outcome", part=part)
    x = np.column_stack(list(columns.values()))
    if len(y) <= x.shape[1]:
        raise TooShort("outcome", found=len(y), needed=x.shape[1] + 1)
    fit = fit_glm(y, x, np.log(persons), argument="outcome")
    dispersion = float(np.sum(np.asarray(fit.resid_pearson) ** 2) / fit.df_resid)
    error = (dispersion * float(np.asarray(fit.normalized_cov_params)[3, 3])) ** 0.5
    return make_ratio("difference", float(fit.params[3]), error, level)
