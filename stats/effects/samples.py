"""Two samples, as a rule of a survey before and after: proportions and scores."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from stats import arrays, checks
from stats.effects.paired import ProportionChange
from stats.errors import OutOfRange
from stats.words import Phrase, Result, interval_text, number_text, p_text

__all__ = ["paired_scores", "two_proportions", "two_scores"]

PROPORTION_METHODS = ("chi-square", "chi-square-corrected", "fisher")
SCORE_METHODS = ("welch", "mann-whitney")
PAIRED_METHODS = ("paired-t", "wilcoxon")
EXACT_BELOW = 50  # as R wilcox.test: exact for samples smaller than this without ties

SCORES = {
    "clear": Phrase(
        en="The score changed from {before} to {after} on average: difference {difference}"
        " ({interval}, {p}).",
        zh="平均得分由 {before} 变为 {after}：差值 {difference}（{interval}，{p}）。",
    ),
    "unclear": Phrase(
        en="No clear change of the score, {before} before and {after} after on average: difference"
        " {difference} ({interval}, {p}).",
        zh="得分无明确变化，此前平均 {before}，此后 {after}："
        "差值 {difference}（{interval}，{p}）。",
    ),
}


def two_proportions(
    before_yes: float,
    before_n: float,
    after_yes: float,
    after_n: float,
    *,
    method: str = "chi-square",
    level: float = 0.95,
) -> ProportionChange:
    """Two independent samples of people, before and after: did the proportion change?

    For the same people asked twice use ``mcnemar``.

    Args:
        before_yes, after_yes: people with the answer; whole numbers.
        before_n, after_n: people asked, at least 1.
        method: of the p-value, two-sided: ``chi-square`` (Pearson), ``chi-square-corrected``
            (Yates), ``fisher`` (exact; for expected cells below 5).
        level: confidence level of the difference (Newcombe's method 10, without correction).

    Returns:
        ProportionChange. If nobody or everybody said yes in both, p is 1.

    Raises:
        ZeroPopulation, OutOfRange (more yes than people), NegativeCount, NotWhole, UnknownChoice.

    Source:
        Newcombe, Stat Med 1998;17:873-890 (the test reproduces his example 56/70 and 48/80);
        chi-square and Fisher tests of scipy, held to R 4.2.2.
    """
    x0, n0 = _sample(before_yes, before_n, "before")
    x1, n1 = _sample(after_yes, after_n, "after")
    method = checks.choice(method, PROPORTION_METHODS, "method")
    level = checks.probability(level, "level")
    low, high = confint_proportions_2indep(
        x1, n1, x0, n0, compare="diff", method="newcomb", alpha=1 - level
    )
    statistic, p_value = _proportion_test(x0, n0, x1, n1, method)
    return ProportionChange(
        before=x0 / n0,
        after=x1 / n1,
        difference=x1 / n1 - x0 / n0,
        low=float(low),
        high=float(high),
        level=level,
        method=method,
        p_value=p_value,
        statistic=statistic,
        n_before=n0,
        n_after=n1,
    )


def _sample(yes: float, n: float, name: str) -> tuple[int, int]:
    people = checks.whole_count(checks.population(n, f"{name}_n"), f"{name}_n")
    count = checks.whole_count(yes, f"{name}_yes")
    if count > people:
        raise OutOfRange(f"{name}_yes", value=count, allowed=f"0 … {people}")
    return count, people


def _proportion_test(x0: int, n0: int, x1: int, n1: int, method: str) -> tuple[float | None, float]:
    table = [[x0, n0 - x0], [x1, n1 - x1]]
    if x0 + x1 in (0, n0 + n1):
        return (None if method == "fisher" else 0.0), 1.0
    if method == "fisher":
        return None, float(stats.fisher_exact(table).pvalue)
    found = stats.chi2_contingency(table, correction=method == "chi-square-corrected")
    return float(found.statistic), float(found.pvalue)


@dataclass(frozen=True)
class ScoreChange(Result):
    """Means ``before`` and ``after``; ``difference`` after - before of the means with ``low`` and
    ``high`` from Student's t (Welch's for two samples); ``p_value``, ``statistic`` (t; U of the
    sample after; sum of the ranks of those who rose) and ``df`` (of t, else ``None``) by
    ``method``; ``superiority``: chance that a person after scores higher than one before (paired:
    share of people who rose), ties counted half.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    level: float
    method: str
    p_value: float
    statistic: float
    df: float | None
    superiority: float
    n_before: int
    n_after: int

    def sentence(self, language: str = "en") -> str:
        """The change of the mean score, called clear only where the test says so."""
        key = "clear" if self.p_value < 1 - self.level else "unclear"
        return SCORES[key].say(
            language,
            before=number_text(self.before, language),
            after=number_text(self.after, language),
            difference=number_text(self.difference, language),
            interval=interval_text(self.low, self.high, self.level, language),
            p=p_text(self.p_value, language),
        )


def two_scores(
    before: Sequence[float],
    after: Sequence[float],
    *,
    method: str = "welch",
    level: float = 0.95,
) -> ScoreChange:
    """Two independent samples of scores, before and after: did the score change?

    Args:
        before, after: one score per person, in the same unit; at least 2 in each.
        method: of the two-sided p-value: ``welch`` (t test, unequal variances) or
            ``mann-whitney`` (ranks; exact for samples below 50 without ties, else normal with
            corrections for ties and continuity).
        level: confidence level of the difference of the means (Welch).

    Returns:
        ScoreChange. If all scores are equal p is 1.

    Raises:
        TooShort (fewer than 2 scores), EmptyInput, MissingValue, NotFinite, UnknownChoice.

    Source:
        Welch, Biometrika 1947;34:28-35; Mann, Whitney, Ann Math Stat 1947;18:50-60; computed by
        scipy and held to R 4.2.2 ``t.test`` and ``wilcox.test`` (data: Student's sleep data).
    """
    x, y = arrays.reals(before, "before"), arrays.reals(after, "after")
    checks.long_enough(x, "before", 2)
    checks.long_enough(y, "after", 2)
    method = checks.choice(method, SCORE_METHODS, "method")
    level = checks.probability(level, "level")
    difference = float(y.mean() - x.mean())
    u = float(stats.mannwhitneyu(y, x).statistic)
    statistic, p_value, df, low, high = _welch(x, y, level)
    if method == "mann-whitney":
        ties = len(np.unique(np.concatenate([x, y]))) < len(x) + len(y)
        exact = not ties and max(len(x), len(y)) < EXACT_BELOW
        found = stats.mannwhitneyu(y, x, method="exact" if exact else "asymptotic")
        same = np.ptp(np.concatenate([x, y])) == 0
        statistic, p_value, df = u, 1.0 if same else float(found.pvalue), None
    return ScoreChange(
        before=float(x.mean()),
        after=float(y.mean()),
        difference=difference,
        low=low,
        high=high,
        level=level,
        method=method,
        p_value=p_value,
        statistic=statistic,
        df=df,
        superiority=u / (len(x) * len(y)),
        n_before=len(x),
        n_after=len(y),
    )


def _welch(
    x: np.ndarray, y: np.ndarray, level: float
) -> tuple[float, float, float | None, float, float]:
    difference = float(y.mean() - x.mean())
    if x.std() == 0 and y.std() == 0:  # no spread: the difference is certain, t is not defined
        return 0.0, float(difference == 0), None, difference, difference
    with warnings.catch_warnings():
        # scipy warns of lost digits where one sample does not vary; its variance 0 is then right.
        warnings.simplefilter("ignore", RuntimeWarning)
        found = stats.ttest_ind(y, x, equal_var=False)
    limits = found.confidence_interval(level)
    df = float(found.df)
    return float(found.statistic), float(found.pvalue), df, float(limits.low), float(limits.high)


def paired_scores(
    before: Sequence[float],
    after: Sequence[float],
    *,
    method: str = "paired-t",
    level: float = 0.95,
) -> ScoreChange:
    """The same people scored before and after: did the score change?

    Args:
        before, after: scores of the same people in the same order; at least 2.
        method: of the two-sided p-value: ``paired-t`` or ``wilcoxon`` (signed ranks; people
            without change are left out; exact below 50 people without ties or zeros, else normal
            with corrections for ties and continuity).
        level: confidence level of the mean change (Student's t).

    Returns:
        ScoreChange. If nobody changed p is 1.

    Raises:
        TooShort (fewer than 2 people), StrataMismatch, EmptyInput, MissingValue, NotFinite,
        UnknownChoice.

    Source:
        Student, Biometrika 1908;6:1-25; Wilcoxon, Biometrics Bull 1945;1:80-83; computed by scipy
        and held to R 4.2.2 ``t.test`` and ``wilcox.test`` (data: Student's sleep data).
    """
    x, y = arrays.reals(before, "before"), arrays.reals(after, "after")
    n = checks.same_length(before=x, after=y)
    checks.long_enough(x, "before", 2)
    method = checks.choice(method, PAIRED_METHODS, "method")
    level = checks.probability(level, "level")
    change = y - x
    statistic, p_value, df, low, high = _one_sample(change, level)
    if method == "wilcoxon":
        statistic, p_value, df = *_signed_ranks(change), None
    return ScoreChange(
        before=float(x.mean()),
        after=float(y.mean()),
        difference=float(change.mean()),
        low=low,
        high=high,
        level=level,
        method=method,
        p_value=p_value,
        statistic=statistic,
        df=df,
        superiority=float(np.mean(change > 0) + np.mean(change == 0) / 2),
        n_before=n,
        n_after=n,
    )


def _one_sample(
    change: np.ndarray, level: float
) -> tuple[float, float, float | None, float, float]:
    mean = float(change.mean())
    if np.ptp(change) == 0:
        return 0.0, float(mean == 0), None, mean, mean
    found = stats.ttest_1samp(change, 0)
    limits = found.confidence_interval(level)
    df = float(found.df)
    return float(found.statistic), float(found.pvalue), df, float(limits.low), float(limits.high)


def _signed_ranks(change: np.ndarray) -> tuple[float, float]:
    moved = change[change != 0]
    if not len(moved):
        return 0.0, 1.0
    ties = len(np.unique(np.abs(moved))) < len(moved) or len(moved) < len(change)
    exact = not ties and len(moved) < EXACT_BELOW
    found = stats.wilcoxon(moved, correction=True, method="exact" if exact else "asymptotic")
    rose = float(stats.rankdata(np.abs(moved))[moved > 0].sum())
    return rose, float(found.pvalue)
