"""Readings of an indicator: what it was in each of its periods, computed afresh."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

import stats
from lib.indicators import Asked, Measured, measure_all, percent
from lib.periods import Period
from lib.small_cells import published
from programmes.goals import light_of
from programmes.models import Indicator, IndicatorValue, Light


@dataclass(frozen=True)
class Reading:
    """An indicator in a period: what was measured, and the traffic light."""

    period: Period
    measured: Measured
    light: Light

    @property
    def value(self) -> float | None:
        """The value in the indicator's unit; None when there is none."""
        return self.measured.value


def readings(
    indicator: Indicator, periods: list[Period], at: dt.datetime | None = None
) -> list[Reading]:
    """Return the reading of `indicator` in each of `periods`, in their order.

    `at` leaves out what was approved by hand after that moment.
    """
    if indicator.is_manual:
        measured = _manual(indicator, periods, at)
        return [_reading(indicator, period, measured[period]) for period in periods]
    return _computed([(indicator, period) for period in periods])


def latest_readings(
    indicators: Sequence[Indicator], day: dt.date, at: dt.datetime | None = None
) -> list[Reading | None]:
    """Return `latest_reading` of each of `indicators`, in their order.

    One query for all that are entered by hand; a few for each register that the others count.
    """
    by_hand = _newest_by_hand([one for one in indicators if one.is_manual], day, at)
    counted = [one for one in indicators if not one.is_manual]
    computed = _computed([(one, one.last_finished(day)) for one in counted])
    found = by_hand | {one.pk: reading for one, reading in zip(counted, computed, strict=True)}
    return [found.get(one.pk) for one in indicators]


def _newest_by_hand(
    indicators: list[Indicator], day: dt.date, at: dt.datetime | None
) -> dict[Any, Reading]:
    known = {one.pk: one for one in indicators}
    rows = IndicatorValue.objects.in_force(at).filter(indicator__in=known)
    newest: dict[Any, Reading] = {}
    for row in rows.order_by("-period_start"):
        one = known[row.indicator_id]
        if row.indicator_id in newest or row.period_start > one.last_finished(day).start:
            continue
        period = Period(row.period_start, one.period_kind)
        newest[row.indicator_id] = _reading(one, period, measured_by_hand(row))
    return newest


def _reading(indicator: Indicator, period: Period, measured: Measured) -> Reading:
    return Reading(period, measured, light_of(indicator, measured.value, period))


def latest_reading(
    indicator: Indicator, day: dt.date, at: dt.datetime | None = None
) -> Reading | None:
    """Return the reading that counts on `day`.

    For a computed indicator that of the last finished period; for a manual one the newest approved
    value of a finished period, because values come in late; None when there is none.
    """
    return latest_readings([indicator], day, at)[0]


def _computed(wanted: Sequence[tuple[Indicator, Period]]) -> list[Reading]:
    """Measure all of `wanted` at once.

    Projects are read by partners: what counts 1 to 4 persons is not shown, its light is.
    """
    known = [Asked(one.registry_key, one.place, period) for one, period in wanted if one.registered]
    measured = measure_all(known)
    found = dict(zip(known, measured, strict=True))
    shown = dict(zip(known, published(known, measured), strict=True))
    return [_computed_reading(one, period, found, shown) for one, period in wanted]


def _computed_reading(
    indicator: Indicator,
    period: Period,
    found: Mapping[Asked, Measured],
    shown: Mapping[Asked, Measured],
) -> Reading:
    asked = Asked(indicator.registry_key, indicator.place, period)
    if asked not in found:
        reason = gettext("This portal does not know the indicator “%s”.") % indicator.registry_key
        return _reading(indicator, period, Measured(value=None, reason=reason))
    light = light_of(indicator, found[asked].value, period)
    return Reading(period, shown[asked], light)


def _manual(
    indicator: Indicator, periods: list[Period], at: dt.datetime | None
) -> dict[Period, Measured]:
    rows = indicator.values.in_force(at).filter(period_start__in=[p.start for p in periods])
    found = {row.period_start: measured_by_hand(row) for row in rows}
    nothing = Measured(value=None)
    return {period: found.get(period.start, nothing) for period in periods}


def measured_by_hand(row: IndicatorValue) -> Measured:
    """Return a value entered by hand as the registry's kind of measure.

    A share gets the Wilson interval (Wilson, JASA 1927;22:209-212) where numerator and denominator
    are counts that allow one.
    """
    top = None if row.numerator is None else float(row.numerator)
    bottom = None if row.denominator is None else float(row.denominator)
    low = high = None
    if top is not None and bottom is not None and 0 <= top <= bottom:
        estimate = stats.proportion(top, bottom)
        low, high = percent(estimate.low), percent(estimate.high)
    return Measured(
        value=float(row.value),
        numerator=top,
        denominator=bottom,
        low=low,
        high=high,
        href=row.get_absolute_url(),
    )
