"""Surveys that are no simple random sample: weights, clusters, and what they cost."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from stats import arrays, checks
from stats.effects.regression import indicator
from stats.errors import OutOfRange, TooShort
from stats.intervals import wilson_limits
from stats.words import (
    Phrase,
    Result,
    interval_text,
    number_text,
    percent_text,
)

__all__ = ["cluster_design_effect", "cluster_proportion", "kish_design_effect", "survey_proportion"]

PROPORTION = Phrase(
    en="Proportion {value} ({interval}); {n} people asked count like {effective} of a simple random"
    " sample (design effect {deff}).",
    zh="比例 {value}（{interval}）；调查 {n} 人相当于简单随机抽样 {effective} 人"
    "（设计效应 {deff}）。",
)
PROPORTION_ALONE = Phrase(
    en="Proportion {value} ({interval}) from {n} people; design effect {deff}: below 1, as often by"
    " chance where clusters are few, so plan with 1 or more.",
    zh="比例 {value}（{interval}），调查 {n} 人；设计效应 {deff}，小于 1："
    "群组较少时常属偶然，制订抽样计划时请按不小于 1 取值。",
)
DEFF = Phrase(
    en="Design effect {deff}: {n} people count like {effective} of a simple random sample.",
    zh="设计效应 {deff}：{n} 人相当于简单随机抽样 {effective} 人。",
)
DEFF_ALONE = Phrase(
    en="Design effect {deff}: the survey needs {deff} times the people of a simple random sample.",
    zh="设计效应 {deff}：所需人数为简单随机抽样的 {deff} 倍。",
)


@dataclass(frozen=True)
class DesignEffect(Result):
    """``design_effect``: variance over that of a simple random sample of the same size; ``n``
    people and ``effective_n`` = n / design effect, ``None`` where no sample was given.
    """

    design_effect: float
    n: float | None = None
    effective_n: float | None = None

    def sentence(self, language: str = "en") -> str:
        """What the design costs."""
        phrase = DEFF_ALONE if self.n is None else DEFF
        return phrase.say(
            language,
            deff=number_text(self.design_effect, language),
            n=number_text(self.n, language),
            effective=number_text(self.effective_n, language),
        )


def kish_design_effect(weights: Sequence[float]) -> DesignEffect:
    """Loss of precision through unequal weights alone: n sum(w^2) / (sum w)^2.

    Args:
        weights: one weight above 0 per respondent, in any unit.

    Returns:
        DesignEffect; 1 when all weights are equal.

    Raises:
        EmptyInput, ZeroPopulation (a weight of 0), NegativeCount, MissingValue, NotFinite.

    Source:
        Kish, Survey Sampling, 1965, section 11.7; Kish, J Off Stat 1992;8:183-200.
    """
    w = arrays.populations(weights, "weights")
    effect = float(len(w) * np.sum(w**2) / np.sum(w) ** 2)
    return DesignEffect(effect, float(len(w)), len(w) / effect)


def cluster_design_effect(cluster_size: float, icc: float) -> DesignEffect:
    """Loss of precision through clusters of equal size: 1 + (m - 1) rho.

    Args:
        cluster_size: people m per cluster, 1 or more (the mean, if sizes differ little).
        icc: intraclass correlation rho, -1 to 1; 0.01 to 0.05 is common in surveys of behaviour.

    Returns:
        DesignEffect without sample sizes.

    Raises:
        OutOfRange (also when the effect would not be above 0), MissingValue, NotFinite.

    Source:
        Kish, Survey Sampling, 1965, section 5.4.
    """
    m = checks.number(cluster_size, "cluster_size", low=1.0)
    rho = checks.number(icc, "icc", low=-1.0, high=1.0)
    effect = 1 + (m - 1) * rho
    if effect <= 0:
        raise OutOfRange("icc", value=rho, allowed=f"> {-1 / (m - 1):g}")
    return DesignEffect(effect)


@dataclass(frozen=True)
class SurveyProportion(Result):
    """``value`` with ``low`` and ``high`` (proportions), ``se``, ``df`` (``None``: normal),
    ``design_effect``, ``effective_n``, ``n`` people, ``clusters`` and ``strata`` (``None``
    without).
    """

    value: float
    se: float
    low: float
    high: float
    level: float
    design_effect: float
    effective_n: float
    n: float
    df: float | None
    clusters: int | None = None
    strata: int | None = None

    def sentence(self, language: str = "en") -> str:
        """The proportion, its limits, and what the design costs."""
        interval = interval_text(self.low, self.high, self.level, language, percent=True)
        phrase = PROPORTION if self.design_effect >= 1 else PROPORTION_ALONE
        return phrase.say(
            language,
            value=percent_text(self.value, language),
            interval=interval,
            n=number_text(self.n, language),
            effective=number_text(round(self.effective_n), language),
            deff=number_text(self.design_effect, language),
        )


def survey_proportion(
    answers: Sequence[int],
    *,
    weights: Sequence[float] | None = None,
    cluster: Sequence[Any] | None = None,
    stratum: Sequence[Any] | None = None,
    level: float = 0.95,
) -> SurveyProportion:
    """Weighted proportion of a survey, with an interval that respects clusters and strata.

    The proportion is a ratio sum(w y) / sum(w); its variance is by linearisation, between the
    clusters within each stratum (with replacement, no finite population correction).

    Args:
        answers: 1 yes, 0 no, per respondent.
        weights: of each respondent, above 0, in any unit (the inverse of the chance to be asked);
            None: 1 each.
        cluster: label of each respondent's cluster (community, school class); None: each alone.
        stratum: label of the stratum; clusters of unlike strata are unlike clusters; each stratum
            needs two clusters.
        level: confidence level; limits on the logit scale with Student's t (clusters less strata
            degrees of freedom). For 0 % and 100 %: Wilson with Kish's effective number.

    Returns:
        SurveyProportion; ``design_effect`` against p (1 - p) / (n - 1), the unbiased variance of a
        simple random sample with replacement (R survey ``deff="replace"``; Kish's alone for 0 % and
        100 %).

    Raises:
        TooShort (a stratum with one cluster), StrataMismatch, OutOfRange (answers not 0 or 1),
        ZeroPopulation, NegativeCount, EmptyInput.

    Source:
        Cochran, Sampling Techniques, 3rd ed. 1977, ch. 6 and 11. Variance as R survey ``svymean``;
        the test holds it to R sandwich 3.0-2 on the equivalent regression.
    """
    y = indicator(answers, "answers")
    n = len(y)
    w = np.ones(n) if weights is None else arrays.populations(weights, "weights")
    checks.same_length(answers=y, weights=w)
    level = checks.probability(level, "level")
    strata = _labels(stratum, "stratum", y) or [""] * n
    clusters = _labels(cluster, "cluster", y) or [str(i) for i in range(n)]
    value = float(np.sum(w * y) / np.sum(w))
    variance, df = _variance(w * (y - value) / np.sum(w), strata, clusters)
    kish = kish_design_effect(w.tolist()).design_effect
    return _survey_result(
        value,
        variance,
        df,
        n,
        level,
        kish,
        clusters=None if cluster is None else len(set(zip(strata, clusters, strict=True))),
        strata=None if stratum is None else len(set(strata)),
    )


def _labels(values: Sequence[Any] | None, argument: str, y: np.ndarray) -> list[str] | None:
    if values is None:
        return None
    labels = checks.labels(values, argument)
    lists: dict[str, Sized] = {"answers": y, argument: labels}
    checks.same_length(**lists)
    return labels


def _variance(parts: np.ndarray, strata: list[str], clusters: list[str]) -> tuple[float, float]:
    """Between-cluster variance of a sum of linearised ``parts``, and its degrees of freedom."""
    totals: dict[str, dict[str, float]] = {}
    for part, stratum, cluster in zip(parts.tolist(), strata, clusters, strict=True):
        inside = totals.setdefault(stratum, {})
        inside[cluster] = inside.get(cluster, 0.0) + part
    variance, freedom = 0.0, 0
    for inside in totals.values():
        m = len(inside)
        if m < 2:
            raise TooShort("cluster", found=m, needed=2)
        variance += m * float(np.var(list(inside.values()), ddof=1))
        freedom += m - 1
    return variance, float(freedom)


def _survey_result(
    value: float,
    variance: float,
    df: float,
    n: float,
    level: float,
    kish: float,
    *,
    clusters: int | None,
    strata: int | None,
) -> SurveyProportion:
    simple = value * (1 - value) / (n - 1) if n > 1 else 0.0
    if simple <= 0 or variance <= 0:
        effect = kish
        low, high = wilson_limits(value * n / kish, n / kish, level)
    else:
        effect = variance / simple
        t = float(stats.t.isf((1 - level) / 2, df))
        logit = np.log(value / (1 - value))
        half = t * variance**0.5 / (value * (1 - value))
        low, high = (1 / (1 + np.exp(-np.array([logit - half, logit + half])))).tolist()
    return SurveyProportion(
        value=value,
        se=variance**0.5,
        low=low,
        high=high,
        level=level,
        design_effect=effect,
        effective_n=n / effect,
        n=n,
        df=df,
        clusters=clusters,
        strata=strata,
    )


def cluster_proportion(
    cases: Sequence[float], sizes: Sequence[float], *, level: float = 0.95
) -> SurveyProportion:
    """Proportion of a cluster survey from totals per cluster: the ratio estimate.

    p = sum(cases) / sum(sizes); variance k / (k - 1) sum((cases - p sizes)^2) / sum(sizes)^2.

    Args:
        cases: people with the answer, per cluster.
        sizes: people asked, per cluster, above 0.
        level: confidence level; limits as in ``survey_proportion`` with k - 1 degrees of freedom.

    Returns:
        SurveyProportion; ``design_effect`` against p (1 - p) / (sum(sizes) - 1).

    Raises:
        TooShort (one cluster), StrataMismatch, OutOfRange (more cases than people),
        ZeroPopulation, NegativeCount.

    Source:
        Cochran, Sampling Techniques, 3rd ed. 1977, section 9A; Bennett et al., World Health Stat Q
        1991;44:98-106.
    """
    x, m = arrays.counts(cases, "cases"), arrays.populations(sizes, "sizes")
    k = checks.same_length(cases=x, sizes=m)
    checks.long_enough(x, "cases", 2)
    for i, (part, size) in enumerate(zip(x.tolist(), m.tolist(), strict=True)):
        if part > size:
            raise OutOfRange("cases", position=i, value=part, allowed=f"0 … {size:g}")
    level = checks.probability(level, "level")
    n = float(m.sum())
    value = float(x.sum() / n)
    variance = float(k / (k - 1) * np.sum((x - value * m) ** 2) / n**2)
    return _survey_result(value, variance, k - 1.0, n, level, 1.0, clusters=k, strata=None)
