"""How many people, or how much observation, a survey or an evaluation needs."""

import math
from dataclasses import dataclass

from scipy import stats

from stats import checks
from stats.errors import OutOfRange
from stats.words import Phrase, Result

__all__ = ["sample_size_proportion", "sample_size_rate_ratio", "sample_size_two_proportions"]

ANOTHER = Phrase(en="another proportion than first", zh="与 first 不同的比例")
NOT_ONE = Phrase(en="> 0, not 1", zh="> 0 且不等于 1")

PEOPLE = Phrase(en="{n:,} people are needed.", zh="需要 {n:,} 人。")
GROUPS = Phrase(
    en="{first:,} people are needed in the first and {second:,} in the second sample.",
    zh="第一组需 {first:,} 人，第二组需 {second:,} 人。",
)
PERSON_TIME = Phrase(
    en="{first:,} person-years are needed in the first and {second:,} in the second group.",
    zh="第一组需 {first:,} 人年，第二组需 {second:,} 人年。",
)


@dataclass(frozen=True)
class SampleSize(Result):
    """``n`` in all, rounded up; ``first`` and ``second`` per group where there are two; ``exact``
    the (first group's) size before rounding; ``unit`` "people" or "person_time".
    """

    n: int
    exact: float
    first: int | None = None
    second: int | None = None
    unit: str = "people"

    def sentence(self, language: str = "en") -> str:
        """How many."""
        if self.first is None:
            return PEOPLE.say(language, n=self.n)
        phrase = PERSON_TIME if self.unit == "person_time" else GROUPS
        return phrase.say(language, first=self.first, second=self.second)


def _up(value: float) -> int:
    """Rounded up, but not because of the last binary digit."""
    return math.ceil(round(value, 9))


def sample_size_proportion(
    expected: float,
    margin: float,
    *,
    level: float = 0.95,
    population: float | None = None,
    design_effect: float = 1.0,
    response: float = 1.0,
) -> SampleSize:
    """People to ask so that a proportion is known to within ``margin``.

    n0 = z^2 p (1 - p) / margin^2; with a finite population n0 / (1 + (n0 - 1) / N); times the
    design effect, over the response.

    Args:
        expected: expected proportion p, 0 to 1 exclusive; 0.5 is the safe choice.
        margin: half width of the interval, 0 to 1 exclusive (0.05: five percentage points).
        level: confidence level.
        population: people N in the area; None: very many.
        design_effect: of clusters and weights, above 0; see ``cluster_design_effect``.
        response: proportion of those asked who will answer, above 0 to 1.

    Returns:
        SampleSize.

    Raises:
        OutOfRange, ZeroPopulation, MissingValue, NotFinite.

    Source:
        Cochran, Sampling Techniques, 3rd ed. 1977, section 4.4.
    """
    p = checks.probability(expected, "expected")
    d = checks.probability(margin, "margin")
    z = float(stats.norm.isf((1 - checks.probability(level, "level")) / 2))
    n = z**2 * p * (1 - p) / d**2
    if population is not None:
        n /= 1 + (n - 1) / checks.population(population, "population")
    share = checks.number(response, "response", low=1e-6, high=1.0)
    n *= checks.positive(design_effect, "design_effect") / share
    return SampleSize(_up(n), n)


def sample_size_two_proportions(
    first: float,
    second: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    ratio: float = 1.0,
    design_effect: float = 1.0,
    continuity: bool = False,
) -> SampleSize:
    """People in two samples so that a change from ``first`` to ``second`` is found.

    Args:
        first, second: the two proportions, 0 to 1 exclusive, not equal.
        power: chance to find the change, 0 to 1 exclusive.
        alpha: two-sided level of the test.
        ratio: size of the second sample over the first.
        design_effect: both samples are multiplied by it.
        continuity: add Fleiss's correction for the continuity-corrected (or exact) test.

    Returns:
        SampleSize with ``first`` and ``second``.

    Raises:
        OutOfRange (also for equal proportions), MissingValue, NotFinite.

    Source:
        Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, ch. 4.
        With ratio 1 as R 4.2.2 ``power.prop.test``.
    """
    p1, p2 = checks.probability(first, "first"), checks.probability(second, "second")
    if p1 == p2:
        raise OutOfRange("second", value=p2, allowed=ANOTHER)
    za, zb = _quantiles(alpha, power)
    r = checks.positive(ratio, "ratio")
    pooled = (p1 + r * p2) / (r + 1)
    null = za * math.sqrt((r + 1) * pooled * (1 - pooled))
    other = zb * math.sqrt(r * p1 * (1 - p1) + p2 * (1 - p2))
    n = (null + other) ** 2 / (r * (p1 - p2) ** 2)
    if continuity:
        n = n / 4 * (1 + math.sqrt(1 + 2 * (r + 1) / (n * r * abs(p1 - p2)))) ** 2
    return _two_groups(n, r, design_effect, "people")


def _quantiles(alpha: float, power: float) -> tuple[float, float]:
    za = float(stats.norm.isf(checks.probability(alpha, "alpha") / 2))
    return za, float(stats.norm.ppf(checks.probability(power, "power")))


def _two_groups(n: float, ratio: float, design_effect: float, unit: str) -> SampleSize:
    n *= checks.positive(design_effect, "design_effect")
    first, second = _up(n), _up(n * ratio)
    return SampleSize(first + second, n, first, second, unit)


def sample_size_rate_ratio(
    reference_rate: float,
    rate_ratio: float,
    *,
    per: float = 100_000,
    power: float = 0.8,
    alpha: float = 0.05,
    ratio: float = 1.0,
    design_effect: float = 1.0,
    method: str = "log",
) -> SampleSize:
    """Person-time in two groups (before and after, pilot and comparison) so that a rate ratio is
    found.

    Assumes Poisson counts; areas that differ among themselves need a ``design_effect``.

    Args:
        reference_rate: events per ``per`` person-time in the first (reference) group, above 0.
        rate_ratio: the rate of the second group over it, above 0, not 1.
        per: multiplier of the rate (100,000 person-years).
        power: chance to find the change.
        alpha: two-sided level of the test.
        ratio: person-time of the second group over the first.
        design_effect: both are multiplied by it.
        method: ``log``: Wald test of the log rate ratio, (za + zb)^2 (1/l1 + 1/(r l2)) / (ln
            RR)^2; ``difference``: test of the rate difference, (za + zb)^2 (l1 + l2 / r) /
            (l1 - l2)^2, as in Hayes and Bennett.

    Returns:
        SampleSize in person-time, with ``first`` and ``second``.

    Raises:
        OutOfRange (also for a rate ratio of 1), UnknownChoice, MissingValue, NotFinite.

    Source:
        Hayes, Bennett, Int J Epidemiol 1999;28:319-326 (difference); Wald test of the log rate
        ratio: Rothman, Greenland, Lash, Modern Epidemiology, 3rd ed. 2008, ch. 14.
    """
    base = checks.positive(reference_rate, "reference_rate") / checks.positive(per, "per")
    rr = checks.positive(rate_ratio, "rate_ratio")
    if rr == 1:
        raise OutOfRange("rate_ratio", value=rr, allowed=NOT_ONE)
    za, zb = _quantiles(alpha, power)
    r = checks.positive(ratio, "ratio")
    other = base * rr
    if checks.choice(method, ("log", "difference"), "method") == "log":
        n = (za + zb) ** 2 * (1 / base + 1 / (r * other)) / math.log(rr) ** 2
    else:
        n = (za + zb) ** 2 * (base + other / r) / (base - other) ** 2
    return _two_groups(n, r, design_effect, "person_time")
