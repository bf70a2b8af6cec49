"""Interrupted time series: did the level or the slope change when the measure began?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import durbin_watson
from statsmodels.tsa.stattools import acf

from stats import arrays, checks
from stats.effects.segmented import (
    SegmentedFit,
    fit_segmented,
    segmented_design,
)
from stats.effects.terms import RatioTerm, Term, make_ratio, make_term
from stats.errors import AllZero, TooShort
from stats.words import Phrase, Result, interval_text, number_text, percent_text

__all__ = ["interrupted_time_series"]

MODELS = ("quasi-poisson", "poisson", "negative-binomial")
ERRORS = ("model", "newey-west")

BEFORE_CHANGE = Phrase(en="before change_at", zh="“change_at”之前的部分")
FROM_CHANGE_ON = Phrase(en="from change_at on", zh="“change_at”及以后的部分")
STEP = {
    "lower": Phrase(
        en="At the start of the measure the level fell by {percent} against the earlier trend:"
        " ratio {term}.",
        zh="措施开始时，与既往趋势相比水平下降 {percent}：比值 {term}。",
    ),
    "higher": Phrase(
        en="At the start of the measure the level rose by {percent} against the earlier trend:"
        " ratio {term}.",
        zh="措施开始时，与既往趋势相比水平上升 {percent}：比值 {term}。",
    ),
    "unclear": Phrase(
        en="No clear change of level at the start of the measure: ratio {term}.",
        zh="措施开始时水平无明确变化：比值 {term}。",
    ),
}
SLOPE = Phrase(en="Change of slope per period: ratio {term}.", zh="每期斜率变化：比值 {term}。")
AVERTED = Phrase(
    en="{events} events fewer ({interval}) than expected in the {n} periods after, had the earlier"
    " trend gone on.",
    zh="措施后 {n} 期内，与既往趋势延续时的预期相比减少 {events} 起（{interval}）。",
)
MORE = Phrase(
    en="{events} events more ({interval}) than expected in the {n} periods after, had the earlier"
    " trend gone on.",
    zh="措施后 {n} 期内，与既往趋势延续时的预期相比增加 {events} 起（{interval}）。",
)
AUTOCORRELATED = Phrase(
    en="The residuals are autocorrelated: read the wider of the model's and the Newey-West limits"
    " (step {low} to {high}).",
    zh="残差存在自相关：请在模型区间与 Newey-West 区间（水平变化 {low}~{high}）中以较宽者为准。",
)


@dataclass(frozen=True)
class InterruptedTimeSeries(Result):
    """``step``, ``slope`` (``None`` without one) and ``time`` as ratios per period, with the
    errors that ``errors`` names; ``step_newey_west`` and ``slope_newey_west`` the same with
    Newey-West errors of ``lags``; ``terms`` all coefficients on the log scale.
    ``dispersion`` Pearson's, ``deviance``, ``df``, ``alpha`` of the negative binomial;
    ``durbin_watson``, ``autocorrelation`` (lags 1, 2, …) and ``ljung_box_p`` of the deviance
    residuals. ``fitted``, ``counterfactual`` (no intervention) with ``counterfactual_low`` and
    ``counterfactual_high``: expected events per period, all periods. ``averted``: events fewer
    than the counterfactual after the start. ``before``, ``after``: numbers of periods.
    """

    model: str
    errors: str
    level: float
    before: int
    after: int
    step: RatioTerm
    slope: RatioTerm | None
    time: RatioTerm
    step_newey_west: RatioTerm
    slope_newey_west: RatioTerm | None
    lags: int
    terms: tuple[RatioTerm, ...]
    dispersion: float
    deviance: float
    df: int
    alpha: float
    durbin_watson: float
    autocorrelation: tuple[float, ...]
    ljung_box_p: float
    observed: tuple[float, ...]
    fitted: tuple[float, ...]
    counterfactual: tuple[float, ...]
    counterfactual_low: tuple[float, ...]
    counterfactual_high: tuple[float, ...]
    averted: Term

    def sentence(self, language: str = "en") -> str:
        """Step, slope, averted events, and a warning when the residuals are autocorrelated."""
        step = self.step
        key = "lower" if step.ratio_high < 1 else "higher" if step.ratio_low > 1 else "unclear"
        percent = percent_text(abs(step.ratio - 1), language)
        parts = [STEP[key].say(language, percent=percent, term=step.sentence(language))]
        if self.slope is not None:
            # A change per period is near 1: one more digit, or every slope reads "1.00".
            parts.append(SLOPE.say(language, term=self.slope.sentence(language, digits=4)))
        if self.averted.low > 0 or self.averted.high < 0:
            parts.append(self._events_averted(language))
        if self.ljung_box_p < 0.05:
            robust = self.step_newey_west
            low, high = (number_text(x, language) for x in (robust.ratio_low, robust.ratio_high))
            parts.append(AUTOCORRELATED.say(language, low=low, high=high))
        return ("" if language.startswith("zh") else " ").join(parts)

    def _events_averted(self, language: str) -> str:
        phrase = AVERTED if self.averted.value > 0 else MORE
        low, high = sorted((abs(self.averted.low), abs(self.averted.high)))
        return phrase.say(
            language,
            events=number_text(abs(self.averted.value), language),
            n=self.after,
            interval=interval_text(low, high, self.level, language),
        )


def interrupted_time_series(
    counts: Sequence[float],
    change_at: int,
    *,
    population: Sequence[float] | None = None,
    model: str = "quasi-poisson",
    slope: bool = True,
    period: int = 12,
    harmonics: int = 2,
    first_period: int = 1,
    errors: str = "model",
    lags: int | None = None,
    level: float = 0.95,
    minimum_before: int | None = None,
    minimum_after: int = 6,
) -> InterruptedTimeSeries:
    """Interrupted time series: segmented log-linear regression of counts per period.

    ``log E(count) = a + b time + step after + slope (periods since the start) + season +
    log(population)``. The slope change counts 1 in the first period after the start, so ``step``
    is the change of level at the start of the measure.

    Assumes the earlier trend would have gone on, and nothing else changed at the same time.

    Args:
        counts: events per period (months, as a rule), oldest first, no gap.
        change_at: position (from 0) of the first period with the measure.
        population: people (or a standard population) per period, as an offset; None: none.
        model: ``quasi-poisson`` (errors widened by Pearson's dispersion), ``poisson``, or
            ``negative-binomial`` (dispersion by maximum likelihood, then taken as known).
        slope: also a change of slope (False: only of level).
        period: periods a year: 12 months, 52 weeks, 4 quarters.
        harmonics: pairs of sine and cosine for the season; 0 for none.
        first_period: place of the first count in the year (1: January, or the first week).
        errors: of the reported limits: ``model`` or ``newey-west``. Both are always returned.
        lags: of Newey-West; None: floor(4 (n / 100)^(2/9)).
        level: confidence level (normal limits).
        minimum_before: least periods before the start; None: two years (2 x ``period``).
        minimum_after: least periods after it.

    Returns:
        InterruptedTimeSeries. Ratios are per period; the limits of ``averted`` are by the delta
        method.

    Raises:
        TooShort: fewer than ``minimum_before`` periods before or ``minimum_after`` after: no
        judgement. AllZero: no event before or none after. ZeroPopulation, NegativeCount,
        StrataMismatch, OutOfRange, UnknownChoice. NotConverged, also for counts that do not vary.

    Source:
        Lopez Bernal, Cummins, Gasparrini, Int J Epidemiol 2017;46:348-355 (corrected, centred
        specification); the test reproduces their Sicilian smoking-ban analysis, run in R 4.2.2.
        Newey, West, Econometrica 1987;55:703-708, against R sandwich 3.0-2.
    """
    y = arrays.counts(counts, "counts")
    start = checks.whole(change_at, "change_at", low=0, high=len(y) - 1)
    year = checks.whole(period, "period", low=1, high=366)
    least = 2 * year if minimum_before is None else checks.whole(minimum_before, "minimum_before")
    _check_history(y, start, least, checks.whole(minimum_after, "minimum_after", low=2))
    design = segmented_design(
        len(y),
        start,
        slope=bool(slope),
        period=year,
        harmonics=checks.whole(harmonics, "harmonics", high=year // 2),
        first_period=checks.whole(first_period, "first_period", low=0, high=year),
    )
    fit = fit_segmented(y, design, _offset(population, y), checks.choice(model, MODELS, "model"))
    lags = int(4 * (len(y) / 100) ** (2 / 9)) if lags is None else checks.whole(lags, "lags")
    return _report(
        fit,
        start,
        model=model,
        errors=checks.choice(errors, ERRORS, "errors"),
        lags=min(lags, len(y) - 1),
        level=checks.probability(level, "level"),
        period=year,
    )


def _check_history(y: np.ndarray, start: int, before: int, after: int) -> None:
    if start < before:
        raise TooShort("counts", part=BEFORE_CHANGE, found=start, needed=before)
    if len(y) - start < after:
        raise TooShort("counts", part=FROM_CHANGE_ON, found=len(y) - start, needed=after)
    for part, values in ((BEFORE_CHANGE, y[:start]), (FROM_CHANGE_ON, y[start:])):
        if not values.sum():
            raise AllZero("counts", part=part)


def _offset(population: Sequence[float] | None, y: np.ndarray) -> np.ndarray:
    if population is None:
        return np.zeros(len(y))
    persons = arrays.populations(population, "population")
    checks.same_length(counts=y, population=persons)
    return np.log(persons)


def _report(
    fit: SegmentedFit,
    start: int,
    *,
    model: str,
    errors: str,
    lags: int,
    level: float,
    period: int,
) -> InterruptedTimeSeries:
    robust = fit.newey_west(lags)
    covariance = robust if errors == "newey-west" else fit.covariance
    chosen = _terms(fit, covariance, level)
    hac = _terms(fit, robust, level)
    return InterruptedTimeSeries(
        model=model,
        errors=errors,
        level=level,
        before=start,
        after=len(fit.y) - start,
        step=chosen["step"],
        slope=chosen.get("slope"),
        time=chosen["time"],
        step_newey_west=hac["step"],
        slope_newey_west=hac.get("slope"),
        lags=lags,
        terms=tuple(chosen.values()),
        dispersion=fit.dispersion,
        deviance=fit.deviance,
        df=fit.df,
        alpha=fit.alpha,
        **_residual_checks(fit.residuals, period),
        observed=tuple(fit.y.tolist()),
        **_courses(fit, covariance, start, level),
    )


def _terms(fit: SegmentedFit, covariance: np.ndarray, level: float) -> dict[str, RatioTerm]:
    ses = np.sqrt(np.diag(covariance)).tolist()
    rows = zip(fit.design.names, fit.beta.tolist(), ses, strict=True)
    return {name: make_ratio(name, value, se, level) for name, value, se in rows}


def _residual_checks(residuals: np.ndarray, period: int) -> dict[str, Any]:
    lags = min(period, len(residuals) // 4)
    box = acorr_ljungbox(residuals, lags=[lags])
    return {
        "durbin_watson": float(durbin_watson(residuals)),
        "autocorrelation": tuple(acf(residuals, nlags=lags, fft=False)[1:].tolist()),
        "ljung_box_p": float(box["lb_pvalue"].iloc[0]),
    }


def _courses(fit: SegmentedFit, covariance: np.ndarray, start: int, level: float) -> dict[str, Any]:
    """Fitted and counterfactual course, and the events averted with their delta-method error."""
    x0 = fit.design.counterfactual
    without = fit.mu * np.exp((x0 - fit.design.x) @ fit.beta)
    spread = np.sqrt(np.einsum("ij,jk,ik->i", x0, covariance, x0))
    factor = np.exp(float(stats.norm.isf((1 - level) / 2)) * spread)
    after = np.arange(len(fit.mu)) >= start
    gradient = ((x0 * without[:, None]) - (fit.design.x * fit.mu[:, None]))[after].sum(axis=0)
    averted = float((without - fit.mu)[after].sum())
    error = float(np.sqrt(gradient @ covariance @ gradient))
    return {
        "fitted": tuple(fit.mu.tolist()),
        "counterfactual": tuple(without.tolist()),
        "counterfactual_low": tuple((without / factor).tolist()),
        "counterfactual_high": tuple((without * factor).tolist()),
        "averted": make_term("averted", averted, error, level),
    }
