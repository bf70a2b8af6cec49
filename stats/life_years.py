"""Years of life lost to early death."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats import arrays, checks
from stats.errors import MissingValue, OutOfRange
from stats.interval import Estimate
from stats.populations import age_span, standard_weights
from stats.weighted import DIRECT_METHODS, WeightedSum, weighted_estimate
from stats.words import Phrase, number_text

SAYS = Phrase(
    en=" {deaths} deaths before the limit, {each} years lost per death.",
    zh="在年龄上限之前死亡 {deaths} 人，人均损失 {each} 年。",
)


@dataclass(frozen=True)
class LifeYears(Estimate):
    """An :class:`Estimate` in years (``per`` 1) or years per ``per`` people; ``years`` is the plain
    sum, ``years_per_death`` its mean over the deaths that lose any.
    """

    years: float = 0.0
    years_per_death: float | None = None

    def sentence(self, language: str = "en") -> str:
        """The estimate, and what one death means."""
        return super().sentence(language) + SAYS.say(
            language,
            deaths=number_text(self.numerator, language),
            each=number_text(self.years_per_death, language),
        )


def _remaining(ages: Sequence[str], limit: float) -> np.ndarray:
    """Years from the middle of each age group to ``limit``; 0 for groups beyond it."""
    years = []
    for i, label in enumerate(checks.labels(ages, "ages")):
        first, last = age_span(label, "ages", i)
        if first >= limit:
            years.append(0.0)
        elif last + 1 > limit:
            raise OutOfRange("ages", position=i, value=repr(label), allowed=f"<= {limit:g} (limit)")
        else:
            years.append(limit - (first + last + 1) / 2)
    return np.array(years)


def _years(
    ages: Sequence[str] | None, remaining: Sequence[float] | None, limit: float
) -> np.ndarray:
    if remaining is not None:
        return arrays.counts(remaining, "remaining")
    if ages is None:
        raise MissingValue("ages")
    return _remaining(ages, checks.positive(limit, "limit"))


def years_of_life_lost(
    deaths: Sequence[float],
    *,
    ages: Sequence[str] | None = None,
    remaining: Sequence[float] | None = None,
    limit: float = 75,
    population: Sequence[float] | None = None,
    standard: str | Sequence[float] | None = None,
    per: float = 100_000,
    method: str = "dobson-byar",
    level: float = 0.95,
) -> LifeYears:
    """Years of life lost: each death counts the years that were still to be expected.

    Args:
        deaths: per age group.
        ages: labels of the groups (``"0-4"``, ``"70-74"``, ``"75+"``). A death counts ``limit``
            minus the middle of its group, or 0 from ``limit`` on; a group may not cut the limit.
        remaining: instead of ``ages`` and ``limit``, the years expected per group (a life table).
        limit: the age before which a death is early (75).
        population: people per group; then the result is a rate per ``per``.
        standard: weights or name of a standard population; then the rate is standardised directly.
        per: multiplier of the rate; without ``population`` the result is in years.
        method: as in ``directly_standardised_rate``.
        level: confidence level.

    Returns:
        LifeYears. ``numerator`` is the number of deaths that lose any years.

    Raises:
        StrataMismatch, OutOfRange (a group that cuts the limit), MissingValue (neither ages nor
        remaining; a standard without population), ZeroPopulation, NegativeCount, NotNumeric,
        NotFinite, UnknownChoice, EmptyInput.

    Source:
        Romeder, McWhinnie, Int J Epidemiol 1977;6:143-151 (potential years of life lost). Limits:
        a weighted sum of Poisson counts, Dobson et al., Stat Med 1991;10:457-462.
    """
    x = arrays.counts(deaths, "deaths")
    per, level = checks.positive(per, "per"), checks.probability(level, "level")
    checks.choice(method, tuple(DIRECT_METHODS), "method")
    years = _years(ages, remaining, limit)
    checks.same_length(deaths=x, **{"ages" if remaining is None else "remaining": years})
    factors, people = years, None
    if population is not None:
        n = arrays.populations(population, "population")
        checks.same_length(deaths=x, population=n)
        people = float(n.sum())
        weights = n / people if standard is None else standard_weights(standard, len(x), ages)
        factors = years * weights / n
    elif standard is not None:
        raise MissingValue("population")
    else:
        per = 1.0
    early = np.where(years > 0, x, 0)  # deaths beyond the limit lose nothing and say nothing
    data = WeightedSum(early, factors, float(factors**2 @ early))
    value, low, high, flags = weighted_estimate(data, method, level, per, minimum_events=0)
    lost, count = float(years @ x), float(early.sum())
    return LifeYears(
        value,
        low,
        high,
        level,
        method,
        "life_years",
        per=per,
        numerator=count,
        denominator=people,
        flags=flags,
        years=lost,
        years_per_death=lost / count if count else None,
    )
