"""From forecasts to verdicts: the fields that a reader of Farrington's method sees."""

from typing import Any

import numpy as np

from stats.detection.engine import Forecast, Rule, bound


def verdicts(
    method: str, observed: np.ndarray, enough: np.ndarray, f: Forecast, rule: Rule
) -> list[dict[str, Any]]:
    """The fields of one ``WeekVerdict`` per forecast, without the names of series and weeks."""
    known = np.isfinite(observed)
    y = np.where(known, observed, 0)
    limits = bound(y, f, rule)
    sound = f.sound & np.isfinite(limits.upper)
    status = np.where(enough, "judged", "too_few_cases")
    status = np.where(sound, status, "no_model")
    status = np.where(known, status, "missing")
    alarm = (status == "judged") & (y > limits.upper)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (y - f.mean) / (limits.upper - f.mean)
    seen = known & sound
    columns = {
        "observed": _column(observed, known),
        "expected": _column(f.mean, sound),
        "threshold": _column(limits.upper, sound),
        "upper_bound": _column(limits.upper, status == "judged"),
        "alarm": alarm.tolist(),
        "status": status.tolist(),
        "statistic": _column(score, seen & (limits.upper > f.mean)),
        "p_value": _column(limits.p_value, seen),
        "dispersion": _column(f.dispersion, sound),
        "trend": _column(f.trend, sound & np.isfinite(f.trend)),
    }
    rows = zip(*columns.values(), strict=True)
    return [{"method": method, **dict(zip(columns, row, strict=True))} for row in rows]


def _column(values: np.ndarray, given: np.ndarray) -> list[float | None]:
    return [value if ok else None for value, ok in zip(values.tolist(), given, strict=True)]


def parameters(rule: Rule, method: str) -> dict[str, Any]:
    """The settings as the caller named them."""
    two_sided = method == "farrington"
    return {
        "b": rule.b,
        "w": rule.w,
        "no_periods": rule.no_periods,
        "past_weeks_not_included": rule.skipped,
        "alpha": rule.alpha * 2 if two_sided else rule.alpha,
        "alpha_sides": 2 if two_sided else 1,
        "threshold_method": rule.threshold_method,
        "power": rule.power,
        "reweight": rule.reweight,
        "weights_threshold": rule.weights_threshold,
        "trend": rule.trend,
        "p_threshold_trend": rule.p_threshold_trend,
        "limit54": list(rule.limit54),
    }
