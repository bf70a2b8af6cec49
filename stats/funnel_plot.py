"""Funnel plots: which places differ from a target by more than chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from stats import arrays, checks
from stats.errors import BadShape, OutOfRange
from stats.intervals import byar_or_exact_limits, exact_limits, z_value
from stats.words import Phrase, Result, is_chinese, level_text, number_text

KINDS = ("rate", "ratio", "proportion")

FRACTIONS = Phrase(en="1 (proportions are fractions)", zh="1（比例以小数表示）")
TWO_LEVELS = Phrase(en="two levels are needed, inner and outer", zh="需要内、外两个水平")
LIMITS_SAY = Phrase(
    en="Around the target {target}: limits at {levels} for {n} sizes.",
    zh="以目标值 {target} 为中心，给出 {n} 种规模的 {levels} 控制限。",
)
FUNNEL_SAYS = Phrase(
    en="Of {n} areas, {high} above and {low} below the target {target} by more than chance"
    " (outside the {level} limits: {extreme}).",
    zh="{n} 个地区中，超出偶然波动、高于目标值 {target} 的有 {high} 个，低于的有 {low} 个"
    "（{level} 控制限外：{extreme} 个）。",
)
OVERDISPERSED = Phrase(
    en=" The areas vary more than chance explains (dispersion {phi}): an area outside the limits"
    " is not yet unusual.",
    zh="各地区的差异大于偶然波动（离散度 {phi}）：超出控制限的地区不一定异常。",
)


@dataclass(frozen=True)
class FunnelLimits(Result):
    """``low[i][j]`` and ``high[i][j]``: limits for ``sizes[i]`` at ``levels[j]``; ``high`` may be
    infinite (``null`` in JSON) for 0 events.
    """

    target: float
    kind: str
    by: str
    per: float
    levels: tuple[float, ...]
    sizes: tuple[float, ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]

    def sentence(self, language: str = "en") -> str:
        """Target, levels and how many sizes."""
        comma = "、" if is_chinese(language) else ", "
        levels = comma.join(level_text(level) for level in self.levels)
        return LIMITS_SAY.say(
            language, target=number_text(self.target, language), levels=levels, n=len(self.sizes)
        )


def _poisson_limits(expected: float, level: float) -> tuple[float, float]:
    """The counts whose exact interval just touches ``expected``, between whole numbers too."""
    tail = (1 - level) / 2
    low = 0.0 if expected <= -math.log(tail) else float(special.pdtrik(tail, expected))
    return low, float(special.pdtrik(1 - tail, expected)) + 1


def _event_limits(events: float, level: float) -> tuple[float, float]:
    low, high = exact_limits(events, level)
    return events / high, (events / low if low > 0 else math.inf)


def _limits(
    target: float, size: float, level: float, kind: str, by: str, per: float
) -> tuple[float, float]:
    if kind == "proportion":
        half = z_value(level) * math.sqrt(target * (1 - target) / size)
        return max(target - half, 0.0), min(target + half, 1.0)
    if by == "events":
        low, high = _event_limits(size, level)
        return target * low, target * high
    low, high = _poisson_limits(target * size / per, level)
    return low * per / size, high * per / size


def _target(target: float, kind: str) -> float:
    if kind == "proportion":
        return checks.probability(target, "target")
    return checks.positive(target, "target")


def _multiplier(per: float | None, kind: str) -> float:
    default = 100_000 if kind == "rate" else 1
    value = default if per is None else checks.positive(per, "per")
    if kind == "proportion" and value != 1:
        raise OutOfRange("per", value=value, allowed=FRACTIONS)
    return value


def _levels(levels: Sequence[float]) -> tuple[float, ...]:
    return tuple(checks.probability(level, "levels") for level in checks.items(levels, "levels"))


def funnel_limits(
    target: float,
    sizes: Sequence[float],
    *,
    kind: str = "rate",
    by: str = "denominator",
    per: float | None = None,
    levels: Sequence[float] = (0.95, 0.998),
) -> FunnelLimits:
    """Control limits around a target, for areas of given sizes.

    Args:
        target: the rate (per ``per``), ratio, or proportion (a fraction) that all are held against.
        sizes: for ``by="denominator"`` the populations (rate), expected events (ratio) or numbers
            looked at (proportion), above 0; for ``by="events"`` the observed events.
        kind: ``rate``, ``ratio`` (observed over expected) or ``proportion``.
        by: ``denominator``, or ``events`` (rate and ratio only: the limits that an area with so
            many events would have to pass, as PHEindicatormethods tabulates them).
        per: multiplier of a rate (default 100,000); default 1 for ratio.
        levels: two-sided levels of the limits.

    Returns:
        FunnelLimits in the unit of ``target``. Rates and ratios: the value whose exact Poisson
        interval just touches the target. Proportions: target ± z sqrt(target (1 - target) / n), the
        value whose Wilson interval just touches the target, cut at 0 and 1.

    Raises:
        ZeroPopulation, OutOfRange, UnknownChoice, NegativeCount, MissingValue, NotNumeric,
        NotFinite, EmptyInput.

    Source:
        Spiegelhalter, Stat Med 2005;24:1185-1202; construction as in the technical guidance of
        Public Health England (Fingertips).
    """
    checks.choice(kind, KINDS, "kind")
    checks.choice(by, ("denominator",) if kind == "proportion" else ("denominator", "events"), "by")
    target, per = _target(target, kind), _multiplier(per, kind)
    read = arrays.populations if by == "denominator" else arrays.counts
    values = [float(size) for size in read(sizes, "sizes")]
    chosen = _levels(levels)
    pairs = [[_limits(target, s, level, kind, by, per) for level in chosen] for s in values]
    return FunnelLimits(
        target,
        kind,
        by,
        per,
        chosen,
        tuple(values),
        tuple(tuple(low for low, _ in row) for row in pairs),
        tuple(tuple(high for _, high in row) for row in pairs),
    )


@dataclass(frozen=True)
class FunnelPoint(Result):
    """One area: its value and ``position``: ``very_low``, ``low``, ``as_expected``, ``high``,
    ``very_high`` (low/high at the first level, very_low/very_high at the second).
    """

    label: str
    value: float
    numerator: float
    denominator: float
    position: str


@dataclass(frozen=True)
class Funnel(Result):
    """All areas against ``target``; ``dispersion`` is the mean squared Pearson residual (1 when
    only chance is at work), ``overdispersed`` whether it is above what chance allows (p < 0.05).
    """

    target: float
    kind: str
    per: float
    levels: tuple[float, float]
    points: tuple[FunnelPoint, ...]
    dispersion: float
    overdispersed: bool

    def sentence(self, language: str = "en") -> str:
        """How many areas differ, and whether the limits can be trusted."""
        positions = [point.position for point in self.points]
        extreme = positions.count("very_high") + positions.count("very_low")
        text = FUNNEL_SAYS.say(
            language,
            n=len(positions),
            target=number_text(self.target, language),
            high=positions.count("high") + positions.count("very_high"),
            low=positions.count("low") + positions.count("very_low"),
            level=level_text(self.levels[1]),
            extreme=extreme,
        )
        if self.overdispersed:
            text += OVERDISPERSED.say(language, phi=number_text(self.dispersion, language))
        return text


def _outside(value: float, low: float | None, high: float) -> int:
    """-1 when an interval lies below ``value``, 1 when above, else 0."""
    return 1 if low is not None and low > value else -1 if high < value else 0


def _side(events: float, size: float, target: float, level: float, kind: str, per: float) -> int:
    """Where an area lies at ``level``: -1 below, 0 within, 1 above."""
    if kind == "proportion":
        low, high = _limits(target, size, level, kind, "denominator", per)
        share = events / size
        return 1 if share > high else -1 if share < low else 0
    below, above = byar_or_exact_limits(events, level)
    return _outside(target * size / per, below, above)


POSITIONS = {-2: "very_low", -1: "low", 0: "as_expected", 1: "high", 2: "very_high"}


def _dispersion(x: np.ndarray, n: np.ndarray, share: float, kind: str) -> tuple[float, bool]:
    variance = n * share * ((1 - share) if kind == "proportion" else 1)
    squares = float(np.sum((x - n * share) ** 2 / variance))
    freedom = max(len(x) - 1, 1)
    return squares / freedom, bool(len(x) > 1 and stats.chi2.sf(squares, freedom) < 0.05)


def funnel(
    labels: Sequence[str],
    numerators: Sequence[float],
    denominators: Sequence[float],
    *,
    kind: str = "rate",
    target: float | None = None,
    per: float | None = None,
    levels: Sequence[float] = (0.95, 0.998),
) -> Funnel:
    """Which areas differ from a target (or from all areas together) by more than chance.

    Args:
        labels: names of the areas.
        numerators: events (rate), observed events (ratio) or successes (proportion) per area.
        denominators: populations, expected events or numbers looked at per area, above 0.
        kind: ``rate``, ``ratio`` or ``proportion``.
        target: what all are held against; default: all numerators over all denominators.
        per: multiplier of a rate (default 100,000); default 1 for ratio.
        levels: the two levels, inner and outer.

    Returns:
        Funnel with one FunnelPoint per area. Rates and ratios: an area is outside when the
        interval of its count (Byar; exact below 10 events) does not cover the target.

    Raises:
        StrataMismatch, AllZero, ZeroPopulation, OutOfRange (a proportion above 1), and the errors
        of a bad value.

    Source:
        As ``funnel_limits``; overdispersion: Spiegelhalter 2005, section 5 (without winsorising).
    """
    checks.choice(kind, KINDS, "kind")
    x = arrays.counts(numerators, "numerators")
    n = arrays.populations(denominators, "denominators")
    names = checks.labels(labels, "labels")
    checks.same_length(numerators=x, denominators=n, labels=names)
    arrays.not_all_zero(x, "numerators")
    per = _multiplier(per, kind)
    if kind == "proportion" and np.any(x > n):
        worst = int(np.argmax(x > n))
        raise OutOfRange(
            "numerators", position=worst, value=float(x[worst]), allowed=f"0 … {n[worst]:g}"
        )
    overall = float(x.sum() / n.sum()) * per
    target = overall if target is None else _target(target, kind)
    chosen = _levels(levels)
    if len(chosen) != 2:
        raise BadShape("levels", reason=TWO_LEVELS)
    inner, outer = chosen
    points = []
    for label, events, size in zip(names, x.tolist(), n.tolist(), strict=True):
        sides = sum(_side(events, size, target, level, kind, per) for level in (inner, outer))
        points.append(FunnelPoint(label, events / size * per, events, size, POSITIONS[sides]))
    phi, over = _dispersion(x, n, target / per, kind)
    return Funnel(target, kind, per, (inner, outer), tuple(points), phi, over)
