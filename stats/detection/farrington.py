"""Farrington's regression method, original (1996) and flexible (Noufaily et al. 2013)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from stats import arrays, checks
from stats.detection.counts import (
    WeeklyCounts,
    before_position,
    enough_cases,
    read_excluded,
    read_limit54,
    read_positions,
    read_series,
    some_events,
)
from stats.detection.engine import Rule, design, forecast
from stats.detection.loglinear import Stack
from stats.detection.reference import baseline_weeks, reference_positions
from stats.detection.report import parameters, verdicts
from stats.detection.thresholds import POWERS
from stats.detection.verdicts import Detection, WeekVerdict
from stats.errors import TooShort

__all__ = ["farrington", "farrington_flexible"]

THRESHOLD_METHODS = ("nbPlugin", "muan", "delta")
MAX_WINDOW = 12  # 2 * 12 + 1 weeks: half a year, more would no longer be a season


def farrington(
    counts: Sequence[float | None],
    *,
    start: str | None = None,
    positions: Sequence[int] | None = None,
    b: int = 5,
    w: int = 3,
    alpha: float = 0.01,
    trend: bool = True,
    reweight: bool = True,
    limit54: Sequence[float] = (5, 4),
    power: str = "2/3",
    exclude: Sequence[int] = (),
) -> Detection:
    """Unusually many events in a week: Farrington's original regression method (1996).

    A quasi-Poisson regression on the same weeks of past years (``w`` weeks either side) predicts
    this week's count; baseline weeks whose standardised Anscombe residual exceeds 1 are weighted
    down by its square; a linear trend is kept if p < 0.05, ``b`` is at least 3 and the forecast
    does not exceed the largest baseline count.

    Args:
        counts: events per week, oldest first, consecutive ISO weeks; null (None) where unknown.
        start: Monday (2020-12-28) or ISO week name (2020-W53) of the first count. With it past
            years are matched by calendar (years of 53 weeks); without it by steps of 52 weeks.
        positions: of the weeks to judge, counted from 0; None: all with a full baseline.
        b: years back.
        w: half window, in weeks.
        alpha: **two-sided**: the bound is at the normal quantile of 1 - alpha / 2.
        trend: whether a trend may be kept.
        reweight: whether past outbreaks are weighted down.
        limit54: [cases, weeks]: an alarm needs that many cases in this and the weeks before it.
        power: transform of the count for the bound: ``2/3``, ``1/2`` or ``none``.
        exclude: positions of known outbreak weeks, left out of every baseline.

    Returns:
        Detection. Per week: ``expected``; ``threshold``; ``upper_bound`` (the threshold, or null
        where limit54 silences the week: status "too_few_cases"); ``alarm`` (observed >
        upper_bound); ``trend`` (null: none kept); ``dispersion`` (at least 1); ``p_value``
        (one-sided); ``statistic`` = (observed - expected) / (threshold - expected).

    Raises:
        TooShort (a week needs 52 b weeks before it), AllZero, NegativeCount, MissingValue,
        NotFinite, OutOfRange, UnknownChoice.

    Source:
        Farrington, Andrews, Beale, Catchpole, J R Stat Soc A 1996;159:547-563. The test reproduces
        R surveillance ``algo.farrington`` on weekly Salmonella Agona.
    """
    alpha = checks.probability(alpha, "alpha")
    rule = Rule(
        b=checks.whole(b, "b", low=1, high=50),
        w=checks.whole(w, "w", low=0, high=MAX_WINDOW),
        no_periods=1,
        skipped=w,
        reweight=bool(reweight),
        weights_threshold=1.0,
        trend=bool(trend),
        p_threshold_trend=0.05,
        threshold_method="delta",
        power=checks.choice(power, tuple(POWERS), "power"),
        alpha=alpha / 2,
        limit54=read_limit54(limit54),
    )
    series = read_series(counts, start)
    return _detect("farrington", series, positions, exclude, None, rule)


def farrington_flexible(
    counts: Sequence[float | None],
    *,
    start: str | None = None,
    positions: Sequence[int] | None = None,
    population: Sequence[float] | None = None,
    b: int = 5,
    w: int = 3,
    no_periods: int = 10,
    past_weeks_not_included: int = 26,
    alpha: float = 0.01,
    threshold_method: str = "nbPlugin",
    trend: bool = True,
    p_threshold_trend: float = 1.0,
    reweight: bool = True,
    weights_threshold: float = 2.58,
    limit54: Sequence[float] = (5, 4),
    power: str = "2/3",
    exclude: Sequence[int] = (),
) -> Detection:
    """Unusually many events in a week: Farrington's flexible method (Noufaily et al. 2013).

    All weeks of the past ``b`` years form the baseline of a quasi-Poisson regression with a factor
    of ``no_periods`` seasons and a trend; weeks whose standardised Anscombe residual exceeds
    ``weights_threshold`` are weighted down by its square, so that past outbreaks do not hide new
    ones; the latest weeks before the judged one are left out. The dispersion is Pearson's of the
    weighted fit, at least 1, and the variance of the forecast uses it too. R surveillance
    replaces the working weights before it computes that variance and the p-value of the trend, and
    does not bound the dispersion of that variance: its "delta" and "muan" bounds differ a little.

    Args:
        counts: events per week, oldest first, consecutive ISO weeks; null (None) where unknown.
        start: as in ``farrington``.
        positions: of the weeks to judge, counted from 0; None: all with a full baseline.
        population: persons per week, as an offset; None: none.
        b: years back.
        w: half window of the current season, in weeks.
        no_periods: seasons a year; 1: only the weeks around the same date of past years.
        past_weeks_not_included: weeks before the judged one that the baseline leaves out.
        alpha: **one-sided**.
        threshold_method: ``nbPlugin`` (negative binomial quantile at the estimated mean and
            dispersion; Poisson if the dispersion is 1), ``muan`` (the same at the upper 1 - alpha
            limit of the mean) or ``delta`` (prediction interval on ``power`` of the count).
        trend: whether a trend may be kept.
        p_threshold_trend: keep a trend whose p-value is below this, if ``b`` is at least 3 and the
            forecast does not exceed the largest baseline count (1: whenever those two hold).
        reweight: whether past outbreaks are weighted down.
        weights_threshold: residual above which a week is weighted down.
        limit54: [cases, weeks]: an alarm needs that many cases in this and the weeks before it.
        power: for ``delta``: ``2/3``, ``1/2`` or ``none``.
        exclude: positions of known outbreak weeks, left out of every baseline.

    Returns:
        Detection, with the fields that ``farrington`` names. With ``nbPlugin`` and ``muan`` the
        bounds are whole numbers and ``p_value`` is the chance of the observed count or more.

    Raises:
        TooShort, AllZero, NegativeCount, MissingValue, NotFinite, OutOfRange, UnknownChoice,
        StrataMismatch, ZeroPopulation.

    Source:
        Noufaily, Enki, Farrington, Garthwaite, Andrews, Charlett, Stat Med 2013;32:1206-1222. The
        test reproduces R surveillance ``farringtonFlexible`` (nbPlugin) on weekly Salmonella
        Agona, and 1.20.3 with the overwriting line removed for the other thresholds.
    """
    rule = flexible_rule(
        b=b,
        w=w,
        no_periods=no_periods,
        past_weeks_not_included=past_weeks_not_included,
        alpha=alpha,
        threshold_method=threshold_method,
        trend=trend,
        p_threshold_trend=p_threshold_trend,
        reweight=reweight,
        weights_threshold=weights_threshold,
        limit54=limit54,
        power=power,
    )
    series = read_series(counts, start)
    persons = None
    if population is not None:
        persons = arrays.populations(population, "population")
        checks.same_length(counts=series, population=persons)
    return _detect("farrington_flexible", series, positions, exclude, persons, rule)


def flexible_rule(
    *,
    b: int = 5,
    w: int = 3,
    no_periods: int = 10,
    past_weeks_not_included: int = 26,
    alpha: float = 0.01,
    threshold_method: str = "nbPlugin",
    trend: bool = True,
    p_threshold_trend: float = 1.0,
    reweight: bool = True,
    weights_threshold: float = 2.58,
    limit54: Sequence[float] = (5, 4),
    power: str = "2/3",
) -> Rule:
    """The checked settings of ``farrington_flexible``."""
    w = checks.whole(w, "w", low=0, high=MAX_WINDOW)
    return Rule(
        b=checks.whole(b, "b", low=1, high=50),
        w=w,
        # Each season between the windows must hold a week, in a year of 52.
        no_periods=checks.whole(no_periods, "no_periods", low=1, high=52 - 2 * w),
        skipped=checks.whole(past_weeks_not_included, "past_weeks_not_included", high=520),
        reweight=bool(reweight),
        weights_threshold=checks.positive(weights_threshold, "weights_threshold"),
        trend=bool(trend),
        p_threshold_trend=checks.proportion(p_threshold_trend, "p_threshold_trend"),
        threshold_method=checks.choice(threshold_method, THRESHOLD_METHODS, "threshold_method"),
        power=checks.choice(power, tuple(POWERS), "power"),
        alpha=checks.probability(alpha, "alpha"),
        limit54=read_limit54(limit54),
    )


def _detect(
    method: str,
    series: WeeklyCounts,
    positions: Any,
    exclude: Sequence[int],
    population: np.ndarray | None,
    rule: Rule,
) -> Detection:
    some_events(series)
    judged = _judgeable(series, positions, rule)
    usable = np.isfinite(series.values)
    usable[read_excluded(exclude, len(series))] = False
    stack = stack_weeks(series, judged, usable, population, rule)
    now = np.zeros(len(judged)) if population is None else np.log(population[judged])
    prediction = forecast(stack, now, rule)
    observed = series.values[judged]
    enough = np.array([enough_cases(series.values, k, rule.limit54) for k in judged])
    weeks = verdicts(method, observed, enough, prediction, rule)
    named = [
        WeekVerdict(position=k, week=series.week(k), **verdict)
        for k, verdict in zip(judged, weeks, strict=True)
    ]
    return Detection(method=method, weeks=tuple(named), parameters=parameters(rule, method))


def _judgeable(series: WeeklyCounts, positions: Any, rule: Rule) -> list[int]:
    """By default the weeks whose oldest window is whole; on request, those whose oldest reference
    week exists.
    """
    if positions is None:
        earliest = oldest_judgeable(series, rule)
        return read_positions(None, series, earliest)
    judged = read_positions(positions, series, 0)
    for k in judged:
        if reference_positions(k, rule.b, series.start)[-1] < 0:
            raise TooShort("counts", part=before_position(k), found=k, needed=52 * rule.b)
    return judged


def oldest_judgeable(series: WeeklyCounts, rule: Rule) -> int:
    """The first position with a full baseline of ``b`` years."""
    earliest = 52 * rule.b + rule.w
    while reference_positions(earliest, rule.b, series.start)[-1] < rule.w:
        earliest += 1
    return earliest


def stack_weeks(
    series: WeeklyCounts,
    judged: Sequence[int],
    usable: np.ndarray,
    population: np.ndarray | None,
    rule: Rule,
) -> Stack:
    """The baselines of several weeks of one series, padded to one length with weight 0."""
    baselines = [
        baseline_weeks(
            k,
            b=rule.b,
            w=rule.w,
            no_periods=rule.no_periods,
            skipped=rule.skipped,
            start=series.start,
        )
        for k in judged
    ]
    size = (len(judged), max(len(item.positions) for item in baselines))
    y, weights, offset, time = (np.zeros(size) for _ in range(4))
    seasons = np.full(size, -1)
    for row, (k, item) in enumerate(zip(judged, baselines, strict=True)):
        part = slice(0, len(item.positions))
        weights[row, part] = usable[item.positions]
        y[row, part] = np.where(usable[item.positions], series.values[item.positions], 0)
        seasons[row, part] = item.seasons
        time[row, part] = item.positions - k
        if population is not None:
            offset[row, part] = np.log(population[item.positions])
    return Stack(y, design(seasons, time, rule.no_periods), weights, offset)
