"""Thousands of series (area × cause), one week: the nightly scan."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import stats

from stats import checks
from stats.detection.choice import choose_method
from stats.detection.counts import enough_cases
from stats.detection.ears import bounds
from stats.detection.engine import Forecast, Rule, design, forecast
from stats.detection.farrington import flexible_rule
from stats.detection.loglinear import Stack
from stats.detection.reference import baseline_weeks, reference_positions
from stats.detection.report import verdicts
from stats.detection.verdicts import METHOD_NAMES, WeekVerdict
from stats.detection.weeks import parse_week, week_name
from stats.errors import StrataMismatch, TooShort
from stats.words import Phrase, Result, number_text

__all__ = ["scan_latest"]

CHUNK = 500  # series fitted at once: their working arrays then fit the processor's cache
METHODS = ("auto", "ears_c1", "ears_c2", "ears_c3", "farrington_flexible")

SUMMARY = Phrase(
    en="{method}: of {n} series, {alarms} unusually high in the latest week; {chance} would be so"
    " by chance alone.",
    zh="{method}：{n} 个序列中，最近一周异常偏高的有 {alarms} 个；仅因偶然会有{chance}。",
)
CHANCE = Phrase(en="up to about {number}", zh="至多约 {number} 个")
LESS_THAN_ONE = Phrase(en="less than 1", zh="不到 1 个")
SIGNALS = Phrase(
    en=" These are signals to look into, not proof of an outbreak.",
    zh="这些是需要核实的信号，并不证明已发生暴发。",
)


@dataclass(frozen=True)
class ScanResult(Result):
    """``method`` and ``alpha`` used; ``names`` and ``verdicts`` of the series, in their order."""

    method: str
    alpha: float
    names: tuple[str, ...]
    verdicts: tuple[WeekVerdict, ...]

    @property
    def alarms(self) -> tuple[tuple[str, WeekVerdict], ...]:
        """Name and verdict of the series that raised an alarm."""
        pairs = zip(self.names, self.verdicts, strict=True)
        return tuple((name, verdict) for name, verdict in pairs if verdict.alarm)

    def sentence(self, language: str = "en") -> str:
        """How many alarms, against how many chance alone would give."""
        judged = sum(verdict.status == "judged" for verdict in self.verdicts)
        by_chance = judged * self.alpha
        chance = LESS_THAN_ONE if by_chance < 1 else CHANCE
        said = SUMMARY.say(
            language,
            method=METHOD_NAMES[self.method].say(language),
            alarms=len(self.alarms),
            n=len(self.verdicts),
            chance=chance.say(language, number=number_text(float(np.ceil(by_chance)), language)),
        )
        return said + (SIGNALS.say(language) if self.alarms else "")


def scan_latest(
    series: Sequence[Sequence[float | None]],
    *,
    names: Sequence[str] | None = None,
    start: str | None = None,
    method: str = "auto",
    alpha: float = 0.01,
    settings: Mapping[str, Any] | None = None,
) -> ScanResult:
    """Judge the latest week of many series (area x cause) of the same weeks at once.

    Gives the same verdicts as ``farrington_flexible`` and ``ears`` one by one, some hundred times
    faster. An all-zero series is not an error here: it just cannot alarm. Run it with
    OPENBLAS_NUM_THREADS=1 in the environment: 5,000 series of ten years then take about 1.5 s, and
    several times that when the threads of a busy machine wait for each other.

    Args:
        series: one list of weekly counts per series, all of one length, null (None) where unknown;
            or an array of shape (series, weeks), NaN where unknown.
        names: one per series; None: "1", "2", …
        start: Monday or ISO week name of the first week.
        method: ``auto`` (by length of history, see ``choose_method``), ``ears_c1``, ``ears_c2``,
            ``ears_c3`` or ``farrington_flexible``.
        alpha: one-sided, per series.
        settings: further arguments of the method by name; for EARS baseline and min_sigma, for
            Farrington's b, w, no_periods, past_weeks_not_included, threshold_method, limit54 …

    Returns:
        ScanResult.

    Raises:
        TooShort, StrataMismatch, NegativeCount, NotFinite, OutOfRange, UnknownChoice, EmptyInput.

    Source:
        those of the methods; the test compares with each series judged alone.
    """
    values = _matrix(series)
    labels = (
        tuple(str(i + 1) for i in range(len(values)))
        if names is None
        else tuple(checks.labels(names, "names"))
    )
    checks.same_length(series=values, names=labels)
    monday = None if start is None else parse_week(start, "start")
    alpha = checks.probability(alpha, "alpha")
    chosen = checks.choice(method, METHODS, "method")
    years = None
    if chosen == "auto":
        choice = choose_method(values.shape[1])
        if choice.method == "none":
            raise TooShort("series", found=values.shape[1], needed=8)
        chosen, years = choice.method, choice.years
    options = _options(settings, chosen, years)
    if chosen == "farrington_flexible":
        found = _farrington(values, monday, flexible_rule(alpha=alpha, **options))
    else:
        found = _ears(values, chosen, alpha, **options)
    last = values.shape[1] - 1
    week = None if monday is None else week_name(date.fromordinal(monday.toordinal() + 7 * last))
    named = tuple(WeekVerdict(position=last, week=week, **verdict) for verdict in found)
    return ScanResult(method=chosen, alpha=alpha, names=labels, verdicts=named)


def _options(settings: Any, method: str, years: int | None) -> dict[str, Any]:
    """The further arguments, of which the method must know each."""
    takes = flexible_rule if method == "farrington_flexible" else _ears
    allowed = [
        name
        for name, parameter in inspect.signature(takes).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name != "alpha"
    ]
    options = {} if years is None else {"b": years}
    for name, value in (checks.mapping(settings, "settings") if settings else {}).items():
        options[checks.choice(name, allowed, "settings")] = value
    return options


def _matrix(series: Any) -> np.ndarray:
    """The counts ``(series, weeks)``, NaN where unknown; a bad one is named by row and week."""
    if isinstance(series, np.ndarray) and series.ndim == 2 and series.dtype.kind in "iuf":
        values = series.astype(float)
        if values.size and np.all(np.isnan(values) | ((values >= 0) & (values < np.inf))):
            return values
    rows = [
        checks.items(row, f"series[{i}]") for i, row in enumerate(checks.items(series, "series"))
    ]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise StrataMismatch(
                f"series[{i}]", other="series[0]", found=len(row), expected=len(rows[0])
            )
    counts = [
        [
            np.nan if value is None else checks.count(value, f"series[{i}]", position=j)
            for j, value in enumerate(row)
        ]
        for i, row in enumerate(rows)
    ]
    return np.array(counts, dtype=float)


def _farrington(values: np.ndarray, start: date | None, rule: Rule) -> list[dict[str, Any]]:
    last = values.shape[1] - 1
    if reference_positions(last, rule.b, start)[-1] < 0:
        raise TooShort("series", found=last + 1, needed=52 * rule.b + 1)
    baseline = baseline_weeks(
        last, b=rule.b, w=rule.w, no_periods=rule.no_periods, skipped=rule.skipped, start=start
    )
    x = design(baseline.seasons, (baseline.positions - last).astype(float), rule.no_periods)
    past = values[:, baseline.positions]
    weights = np.isfinite(past).astype(float)
    y = np.where(np.isfinite(past), past, 0)
    parts = [
        forecast(
            Stack(y[i : i + CHUNK], x, weights[i : i + CHUNK], np.zeros_like(y[i : i + CHUNK])),
            np.zeros(len(y[i : i + CHUNK])),
            rule,
        )
        for i in range(0, len(y), CHUNK)
    ]
    fields = ("mean", "log_variance", "dispersion", "trend", "sound")
    whole = Forecast(**{f: np.concatenate([getattr(part, f) for part in parts]) for f in fields})
    enough = enough_cases(values, last, rule.limit54)
    return verdicts("farrington_flexible", values[:, last], enough, whole, rule)


def _ears(
    values: np.ndarray, method: str, alpha: float, *, baseline: int = 7, min_sigma: float = 0.0
) -> list[dict[str, Any]]:
    size = checks.whole(baseline, "baseline", low=3, high=520)
    sigma = checks.count(min_sigma, "min_sigma")
    if values.shape[1] < size + 5:  # C3, the longest, looks back over baseline + 4
        raise TooShort("series", found=values.shape[1], needed=size + 5)
    recent = values[:, -(size + 5) :]
    z = stats.norm.ppf(1 - alpha)
    mean, statistic, upper, alarm = (
        part[:, -1] for part in bounds(recent, method[-2:].upper(), size, sigma, z)
    )
    now = values[:, -1]
    rows = []
    for y, m, c, u, high in zip(now, mean, statistic, upper, alarm, strict=True):
        known, sound = bool(np.isfinite(y)), bool(np.isfinite(m) and np.isfinite(u))
        status = "missing" if not known else ("judged" if sound else "no_model")
        rows.append(
            {
                "observed": float(y) if known else None,
                "expected": float(m) if sound else None,
                "threshold": float(u) if sound else None,
                "upper_bound": float(u) if status == "judged" else None,
                "alarm": bool(high) and status == "judged",
                "status": status,
                "statistic": float(c) if np.isfinite(c) else None,
                "method": method,
            }
        )
    return rows
