"""Which detector a series can carry, said in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from stats import checks
from stats.detection.counts import read_series
from stats.detection.ears import ears
from stats.detection.farrington import farrington_flexible
from stats.detection.verdicts import WeekVerdict
from stats.errors import TooShort
from stats.words import Phrase, Result

__all__ = ["choose_method", "detect_latest"]

C1_WEEKS = 8  # the judged week and seven before it
C2_WEEKS = 10
YEARS = (3, 5)  # a trend needs three years of baseline; more than five look too far back
WINDOW = 3

REASONS = {
    "none": Phrase(
        en="{weeks} weeks of data: fewer than 8, no judgement.",
        zh="现有数据 {weeks} 周，不足 8 周，不作判断。",
    ),
    "ears_c1": Phrase(
        en="{weeks} weeks of data: EARS C1 compares with the 7 weeks before; it knows no season.",
        zh="现有数据 {weeks} 周：采用 EARS C1，与前 7 周比较，不考虑季节。",
    ),
    "ears_c2": Phrase(
        en="{weeks} weeks of data, fewer than the 160 (3 years) that a seasonal baseline needs:"
        " EARS C2 compares with 7 weeks that ended 2 weeks before; it knows no season.",
        zh="现有数据 {weeks} 周，不足季节性基线所需的 160 周（3 年）："
        "采用 EARS C2，与 2 周前的 7 周比较，不考虑季节。",
    ),
    "farrington_flexible": Phrase(
        en="{weeks} weeks of data: Farrington's flexible method compares with {years} years, by"
        " season and trend.",
        zh="现有数据 {weeks} 周：采用 Farrington 改进法，按季节和趋势与既往 {years} 年比较。",
    ),
}


@dataclass(frozen=True)
class MethodChoice(Result):
    """``method``: "none", "ears_c1", "ears_c2" or "farrington_flexible"; ``weeks`` of data;
    ``years`` of baseline (``b``) for Farrington's method, else ``None``.
    """

    method: str
    weeks: int
    years: int | None = None

    def sentence(self, language: str = "en") -> str:
        """The method and the reason for it."""
        return REASONS[self.method].say(language, weeks=self.weeks, years=self.years)


def choose_method(weeks: int) -> MethodChoice:
    """The detector that a series of so many weeks (the judged one included) can carry.

    Below 8 weeks none; 8 and 9 weeks EARS C1; 10 to 159 EARS C2; from 160 weeks (3 years, half
    window 3) Farrington's flexible method with as many whole years as there are, at most 5. CUSUM
    is never chosen: it asks another question (a small rise that lasts) and can be run beside any
    of these from 8 weeks on.

    Args:
        weeks: length of the series, 0 or more.

    Returns:
        MethodChoice, which says its reason.

    Raises:
        OutOfRange, NotWhole, MissingValue.

    Source:
        the limits are what the baselines of ``ears`` and ``farrington_flexible`` need.
    """
    weeks = checks.whole(weeks, "weeks")
    years = min((weeks - 1 - WINDOW) // 52, YEARS[1])
    if years >= YEARS[0]:
        return MethodChoice("farrington_flexible", weeks, years)
    if weeks >= C2_WEEKS:
        return MethodChoice("ears_c2", weeks)
    return MethodChoice("ears_c1" if weeks >= C1_WEEKS else "none", weeks)


@dataclass(frozen=True)
class LatestVerdict(Result):
    """The ``choice`` of method and the ``verdict`` on the latest week."""

    choice: MethodChoice
    verdict: WeekVerdict

    def sentence(self, language: str = "en") -> str:
        """The verdict, then why this method."""
        space = "" if language.startswith("zh") else " "
        return self.verdict.sentence(language) + space + self.choice.sentence(language)


def detect_latest(
    counts: Sequence[float | None], *, start: str | None = None, alpha: float = 0.01
) -> LatestVerdict:
    """Judge the latest week by the method that the length of history allows (``choose_method``).

    Args:
        counts: events per week, oldest first; null (None) where unknown.
        start: Monday or ISO week name of the first count.
        alpha: one-sided chance of a false alarm in a quiet week.

    Returns:
        LatestVerdict: the choice and the verdict.

    Raises:
        TooShort (fewer than 8 weeks), AllZero, NegativeCount, NotFinite, OutOfRange.

    Source:
        those of ``ears`` and ``farrington_flexible``.
    """
    series = read_series(counts, start)
    choice = choose_method(len(series))
    latest = [len(series) - 1]
    if choice.method == "none":
        raise TooShort("counts", found=len(series), needed=C1_WEEKS)
    if choice.years:
        result = farrington_flexible(
            counts, start=start, positions=latest, b=choice.years, alpha=alpha
        )
    else:
        variant = "C1" if choice.method == "ears_c1" else "C2"
        result = ears(counts, method=variant, alpha=alpha, start=start, positions=latest)
    return LatestVerdict(choice=choice, verdict=result.weeks[-1])
