"""One coefficient of a regression, and the words that effects share."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from stats.words import (
    INTERVAL,
    Phrase,
    Result,
    interval_text,
    level_text,
    number_text,
    p_text,
)

TERM = Phrase(en="{value} ({interval}, {p})", zh="{value}（{interval}，{p}）")


@dataclass(frozen=True)
class Term(Result):
    """One coefficient: ``value`` in the unit of the outcome (or on the log scale, see the
    function), ``se`` its standard error by the chosen method, ``low``/``high`` at ``level``,
    ``p_value`` of "it is 0", ``df`` degrees of freedom (``None``: normal).
    """

    name: str
    value: float
    se: float
    low: float
    high: float
    p_value: float
    level: float
    df: float | None = None

    def sentence(self, language: str = "en") -> str:
        """ "0.191 (95% CI 0.056 to 0.325, p = 0.005)"."""
        return TERM.say(
            language,
            value=number_text(self.value, language),
            interval=interval_text(self.low, self.high, self.level, language),
            p=p_text(self.p_value, language),
        )


@dataclass(frozen=True)
class RatioTerm(Term):
    """A coefficient of a log-linear model: also as a ratio with its limits."""

    ratio: float = np.nan
    ratio_low: float = np.nan
    ratio_high: float = np.nan

    def sentence(self, language: str = "en", digits: int = 3) -> str:
        """ "0.876 (95% CI 0.827 to 0.929, p < 0.001)": the ratio."""
        return TERM.say(
            language,
            value=number_text(self.ratio, language, digits),
            interval=INTERVAL.say(
                language,
                level=level_text(self.level),
                low=number_text(self.ratio_low, language, digits),
                high=number_text(self.ratio_high, language, digits),
            ),
            p=p_text(self.p_value, language),
        )


def make_term(name: str, value: float, se: float, level: float, df: float | None = None) -> Term:
    """A term with normal limits, or Student's with ``df``. A standard error of 0 (outcomes without
    any variation) gives p = 1 for the value 0, else p = 0.
    """
    law = stats.norm if df is None else stats.t(df)
    half = float(law.isf((1 - level) / 2)) * se
    p_value = float(2 * law.sf(abs(value) / se)) if se > 0 else float(value == 0)
    return Term(name, value, se, value - half, value + half, p_value, level, df)


def make_ratio(name: str, value: float, se: float, level: float) -> RatioTerm:
    """A term of a log-linear model with normal limits."""
    term = make_term(name, value, se, level)
    ratios = np.exp(np.clip([value, term.low, term.high], -700, 700)).tolist()
    return RatioTerm(**vars(term), ratio=ratios[0], ratio_low=ratios[1], ratio_high=ratios[2])
