"""Goal against actual: the traffic light of an indicator."""

from decimal import Decimal

from django.utils.translation import gettext as _

from lib.periods import Period
from programmes.models import Indicator, Light, Way


def judge(
    direction: str,
    *,
    baseline: float | None,
    target: float | None,
    actual: float | None,
    elapsed: float | None,
) -> Light:
    """Return the light for `actual` on the way from `baseline` to `target`.

    `elapsed` is the share (0 to 1) of the time between baseline and due date that is over; None
    when one of them is not known. The rule is the portal's own (no standard gives one):

    * green: the target is reached, or at least `elapsed` of the way to it is covered;
    * amber: better than the baseline but less of the way than of the time; without a due date
      every value that has not reached the target;
    * red: not better than the baseline, or the time is over and the target not reached;
    * none: no target, no baseline, no value, or an indicator of which neither way is better.
    """
    if target is None or baseline is None or actual is None or direction == Way.NEUTRAL:
        return Light.NONE
    sign = -1 if direction == Way.LOWER else 1
    if sign * (actual - target) >= 0:
        return Light.GREEN
    if elapsed is not None and elapsed >= 1:
        return Light.RED
    if sign * (actual - baseline) <= 0:
        return Light.RED
    covered = (actual - baseline) / (target - baseline)
    return Light.GREEN if elapsed is not None and covered >= elapsed else Light.AMBER


def elapsed_share(indicator: Indicator, period: Period) -> float | None:
    """Return how much of the time from the baseline to the due date is over at the end of `period`.

    Without a baseline period the time begins with the project; None without a due date.
    """
    begin = indicator.project.running_from
    if indicator.baseline_period:
        begin = Period.parse(indicator.baseline_period).end
    if begin is None or indicator.due is None:
        return None
    whole = (indicator.due - begin).days
    if whole <= 0:
        return 1.0
    return min(1.0, max(0.0, (period.last_day - begin).days / whole))


def light_of(indicator: Indicator, actual: float | None, period: Period) -> Light:
    """Return the light of `indicator` whose value in `period` is `actual`.

    What was before the project began is not its doing: no light.
    """
    begin = indicator.project.running_from
    if begin is None or period.end <= begin:
        return Light.NONE
    return judge(
        indicator.direction,
        baseline=_plain(indicator.baseline_value),
        target=_plain(indicator.target_value),
        actual=actual,
        elapsed=elapsed_share(indicator, period),
    )


def why_unlit(indicator: Indicator) -> str:
    """Say in words why `indicator` has no light."""
    if indicator.direction == Way.NEUTRAL:
        return _("watched only")
    if indicator.project.running_from is None:
        return _("not started yet")
    return _("not enough data")


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
