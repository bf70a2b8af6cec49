"""Trend over years: the annual percent change."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from stats import arrays, checks
from stats.counts_model import MODELS, CountModel, fit_counts
from stats.errors import NotConverged, OutOfRange
from stats.words import (
    Phrase,
    Result,
    interval_text,
    number_text,
    p_text,
)

MINIMUM_YEARS = 3  # a line through two points leaves nothing to judge it by

DIRECTIONS = {
    "rising": Phrase(
        en="The {what} rose: {apc}% a year", zh="{what}呈上升趋势：年度变化百分比 {apc}%"
    ),
    "falling": Phrase(
        en="The {what} fell: {apc}% a year", zh="{what}呈下降趋势：年度变化百分比 {apc}%"
    ),
    "no_clear_trend": Phrase(
        en="No clear trend of the {what}: {apc}% a year",
        zh="{what}的趋势不明确：年度变化百分比 {apc}%",
    ),
}
SUBJECTS = {
    "rate": Phrase(en="rate", zh="率"),
    "count": Phrase(en="number of events", zh="事件数"),
}
TREND = Phrase(en="log-linear trend", zh="对数线性趋势模型")
APC_SAYS = Phrase(
    en="{text} ({interval}, {p}; {first} to {last}, {model}).",
    zh="{text}（{interval}，{p}；{first}—{last} 年，{model}）。",
)
MODEL_NAMES = {
    "poisson": Phrase(en="Poisson", zh="泊松模型"),
    "quasi-poisson": Phrase(en="quasi-Poisson", zh="类泊松模型"),
    "negative-binomial": Phrase(en="negative binomial", zh="负二项模型"),
}


@dataclass(frozen=True)
class AnnualChange(Result):
    """Annual percent change: ``value`` with ``low`` and ``high`` in per cent a year; ``direction``
    is ``rising``, ``falling`` or ``no_clear_trend`` (the interval covers 0); ``model`` as fitted,
    ``dispersion`` Pearson's chi-square of the Poisson fit per degree of freedom, ``alpha`` the
    negative binomial dispersion; ``fitted`` the expected cases per year; ``measure`` ``rate``, or
    ``count`` when no population was given.
    """

    value: float
    low: float
    high: float
    level: float
    p_value: float
    direction: str
    model: str
    dispersion: float
    dispersion_p: float
    alpha: float | None
    years: tuple[float, ...]
    fitted: tuple[float, ...]
    measure: str = "rate"

    def sentence(self, language: str = "en") -> str:
        """Direction, size, interval, years and model."""
        text = DIRECTIONS[self.direction].say(
            language,
            what=SUBJECTS[self.measure].say(language),
            apc=number_text(self.value, language),
        )
        return APC_SAYS.say(
            language,
            text=text,
            interval=interval_text(self.low, self.high, self.level, language),
            p=p_text(self.p_value, language),
            first=f"{self.years[0]:g}",
            last=f"{self.years[-1]:g}",
            model=MODEL_NAMES[self.model].say(language),
        )


def yearly(
    years: Sequence[float],
    cases: Sequence[float],
    population: Sequence[float] | None,
    minimum: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Checked years (rising, without repeats), cases and populations (1 where none is given)."""
    t, y = arrays.reals(years, "years"), arrays.counts(cases, "cases")
    n = np.ones(len(y)) if population is None else arrays.populations(population, "population")
    checks.same_length(years=t, cases=y, population=n)
    steps = np.diff(t)
    if np.any(steps <= 0):
        worst = int(np.argmax(steps <= 0)) + 1
        raise OutOfRange(
            "years", position=worst, value=float(t[worst]), allowed=f"> {t[worst - 1]:g}"
        )
    checks.long_enough(t, "years", minimum)
    arrays.not_all_zero(y, "cases")
    return t, y, n


def slope_p(fit: CountModel, index: int) -> float:
    """Two-sided p-value of one coefficient."""
    ratio = abs(float(fit.beta[index])) / math.sqrt(float(fit.covariance[index, index]))
    if fit.model == "quasi-poisson":
        return 2 * float(stats.t.sf(ratio, fit.freedom))
    return 2 * float(stats.norm.sf(ratio))


def percent(slope: float) -> float:
    """A slope on the log scale as per cent a year."""
    return 100 * math.expm1(slope)


def annual_percent_change(
    years: Sequence[float],
    cases: Sequence[float],
    population: Sequence[float] | None = None,
    *,
    model: str = "auto",
    level: float = 0.95,
) -> AnnualChange:
    """Annual percent change (APC) of a rate, from a log-linear model of the yearly cases.

    Args:
        years: calendar years, rising; gaps are allowed. At least 3.
        cases: events per year.
        population: people or person-time per year; without it the change of the number of events.
        model: ``poisson``, ``quasi-poisson`` (Poisson with errors widened by the dispersion, limits
            from t), ``negative-binomial`` or ``auto``: Poisson, unless Pearson's chi-square rejects
            it (p < 0.05), then negative binomial.
        level: confidence level.

    Returns:
        AnnualChange in per cent a year: 100 (exp(slope) - 1), limits from the slope's (Wald).

    Raises:
        TooShort below 3 years; AllZero without any case; OutOfRange for years that do not rise;
        NotConverged when all events lie in the first or the last year; StrataMismatch,
        ZeroPopulation, NegativeCount, MissingValue, NotNumeric, NotFinite, UnknownChoice.

    Source:
        Fay, Tiwari, Feuer, Zou, Biometrics 2006;62:847-854 (APC). The tests compare with R's glm
        and MASS::glm.nb on the same series.
    """
    t, y, n = yearly(years, cases, population, MINIMUM_YEARS)
    level = checks.probability(level, "level")
    checks.choice(model, MODELS, "model")
    if np.flatnonzero(y).tolist() in ([0], [len(y) - 1]):
        raise NotConverged("cases", model=TREND)  # the best slope is infinite
    design = np.column_stack([np.ones(len(t)), t - t.mean()])  # centred: years are large numbers
    fit = fit_counts(y, design, n, model=model, argument="cases")
    slope, half = float(fit.beta[1]), fit.quantile(level) * math.sqrt(float(fit.covariance[1, 1]))
    low, high = percent(slope - half), percent(slope + half)
    direction = "rising" if low > 0 else "falling" if high < 0 else "no_clear_trend"
    return AnnualChange(
        percent(slope),
        low,
        high,
        level,
        slope_p(fit, 1),
        direction,
        fit.model,
        fit.dispersion,
        fit.dispersion_p,
        fit.alpha,
        tuple(t.tolist()),
        tuple(fit.fitted.tolist()),
        "count" if population is None else "rate",
    )
