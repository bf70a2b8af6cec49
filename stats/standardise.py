"""Direct standardisation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats import arrays, checks
from stats.interval import Estimate
from stats.populations import standard_weights
from stats.repeats import repeat_variance
from stats.weighted import DIRECT_METHODS, WeightedSum, weighted_estimate
from stats.words import Phrase, number_text

BYAR_MINIMUM = 10  # PHEindicatormethods gives no directly standardised rate below 10 events

CRUDE = Phrase(en=" Crude rate {crude}.", zh="粗率 {crude}。")


@dataclass(frozen=True)
class StandardisedRate(Estimate):
    """An :class:`Estimate` with the ``crude`` rate beside it, per ``per``, and the
    ``standard_error`` of the standardised rate. ``numerator`` and ``denominator`` are the totals.
    """

    crude: float | None = None
    standard_error: float | None = None

    def sentence(self, language: str = "en") -> str:
        """The standardised rate, and the crude one to compare with."""
        return super().sentence(language) + CRUDE.say(
            language, crude=number_text(self.crude, language)
        )


def _cases(cases: Sequence[float | None], missing: str) -> np.ndarray:
    checks.choice(missing, ("error", "zero"), "missing")
    if missing == "error":
        return arrays.counts(cases, "cases")
    filled = [0 if x is None or (isinstance(x, float) and math.isnan(x)) else x for x in cases]
    return arrays.counts(filled, "cases")


def directly_standardised_rate(
    cases: Sequence[float | None],
    population: Sequence[float],
    standard: str | Sequence[float],
    *,
    ages: Sequence[str] | None = None,
    per: float = 100_000,
    method: str = "dobson-byar",
    level: float = 0.95,
    people_by_events: Sequence[Sequence[float | None]] | None = None,
    minimum_events: int | None = None,
    missing: str = "error",
) -> StandardisedRate:
    """Directly standardised rate: what the rate would be with the age structure of ``standard``.

    Args:
        cases: events per stratum (age group), 0 or more.
        population: people or person-time per stratum, above 0, in the same order.
        standard: weights per stratum (any scale: only proportions matter), or the name of a
            table (``china_2020``: see ``standard_population_names``).
        ages: age labels of the strata; needed with a named table unless the strata are exactly
            its published groups.
        per: multiplier of the rate.
        method: ``dobson-byar``, ``dobson-exact``, ``dobson-midp`` (Dobson's method on the named
            limits of the total count); ``gamma`` (Fay-Feuer, largest weight: never too narrow),
            ``gamma-mean``, ``gamma-minmaxavg``, ``gamma-tcz`` (Tiwari, Clegg, Zou: for tiny
            cells), ``gamma-midp`` (Fay-Kim); ``normal`` (may fall below 0), ``lognormal``
            (these two give no limits without any event).
        level: confidence level.
        people_by_events: only where events are not independent: one list per stratum with the
            number of people (or accidents) that have 1, 2, 3 … events; the variance of a stratum
            becomes sum(k^2 f_k).
        minimum_events: below this total no value is given (``value`` None, flag ``no_value``).
            Default: 10 for ``dobson-byar`` (the rule of its publisher), else 0.
        missing: ``error``, or ``zero`` to count a missing number of cases as none.

    Returns:
        StandardisedRate per ``per``, with the ``crude`` rate and the ``standard_error``.

    Raises:
        StrataMismatch, ZeroPopulation (naming the stratum), NegativeCount, MissingValue,
        NotNumeric, NotFinite, OutOfRange, UnknownChoice, EmptyInput, AllZero (standard).

    Source:
        Dobson et al., Stat Med 1991;10:457-462; Fay, Feuer, Stat Med 1997;16:791-801; Tiwari,
        Clegg, Zou, Stat Methods Med Res 2006;15:547-569; Fay, Kim, Biom J 2017;59:840-854. The
        tests reproduce PHEindicatormethods 2.1.0 (also events that are not independent), Table 1
        of Fay and Feuer (epitools 0.5-10.1) and the vignette of dsrTest 1.0.0.
    """
    x, n = _cases(cases, missing), arrays.populations(population, "population")
    checks.same_length(cases=x, population=n)
    per, level = checks.positive(per, "per"), checks.probability(level, "level")
    checks.choice(method, tuple(DIRECT_METHODS), "method")
    if minimum_events is None:
        minimum_events = BYAR_MINIMUM if method == "dobson-byar" else 0
    minimum_events = checks.whole(minimum_events, "minimum_events")
    factors = standard_weights(standard, len(x), ages) / n
    variances = x if people_by_events is None else repeat_variance(people_by_events, x)
    # events in strata without weight say nothing about the standardised rate
    data = WeightedSum(np.where(factors > 0, x, 0), factors, float(factors**2 @ variances))
    value, low, high, flags = weighted_estimate(data, method, level, per, minimum_events)
    return StandardisedRate(
        value,
        low,
        high,
        level,
        method,
        "standardised_rate",
        per=per,
        numerator=float(x.sum()),
        denominator=float(n.sum()),
        flags=flags,
        crude=float(x.sum() / n.sum()) * per,
        standard_error=None if value is None else math.sqrt(data.variance) * per,
    )
